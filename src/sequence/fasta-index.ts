import { dataError } from "../errors.ts";

const NEWLINE = 10;
const HEADER_START = 62; // >
/** Bytes that count as bases: what is printable and no blank, as samtools counts. */
const isGraph = (byte: number) => byte > 32 && byte < 127;

function graphCount(line: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < line.length; i++) if (isGraph(line[i])) count++;
  return count;
}

interface Entry {
  readonly name: string;
  readonly offset: number;
  length: number;
  lineBases: number;
  lineBytes: number;
}

/**
 * samtools' index of FASTA, a row a record: name, length, offset of its first base, bases and bytes of a line (all but the
 * last line of a record must be equally long). Throws a data error where they are not; of repeated names the first is kept,
 * records without bases are left out.
 */
export class FastaIndexer {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  readonly #entries = new Map<string, Entry>();
  #entry: Entry | undefined;
  /** A line that was shorter than those before it, or empty: it must be the record's last. */
  #isShort = false;
  #offset = 0;
  #rest = new Uint8Array(0);
  #line = 0;

  constructor(path: string, warn: (message: string) => void) {
    this.#path = path;
    this.#warn = warn;
  }

  push(chunk: Uint8Array): void {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.#takeLine(this.#withRest(chunk.subarray(from, end + 1)));
      from = end + 1;
    }
    this.#rest = this.#withRest(chunk.subarray(from)).slice();
  }

  /** The .fai file's text. */
  finish(): string {
    if (this.#rest.length > 0) this.#takeLine(this.#withRest(new Uint8Array(0)));
    if (this.#entry === undefined)
      throw dataError("holds no record; FASTA starts with a line '>name'", { file: this.#path });
    return [...this.#entries.values()]
      .filter(({ length }) => length > 0)
      .map(
        ({ name, length, offset, lineBases, lineBytes }) =>
          `${[name, length, offset, lineBases, lineBytes].join("\t")}\n`,
      )
      .join("");
  }

  #withRest(bytes: Uint8Array): Uint8Array {
    if (this.#rest.length === 0) return bytes;
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    this.#rest = new Uint8Array(0);
    return all;
  }

  /** A line with its end, where it has one. */
  #takeLine(line: Uint8Array): void {
    this.#line++;
    this.#offset += line.length;
    if (line[0] === HEADER_START) this.#startRecord(line);
    else if (this.#entry !== undefined) this.#addLine(this.#entry, line);
    else if (line.some(isGraph)) throw this.#error("text before the first '>'; FASTA starts with a line '>name'");
  }

  #startRecord(line: Uint8Array): void {
    const name = /^>(\S+)/.exec(new TextDecoder().decode(line))?.[1];
    if (name === undefined) throw this.#error("a record without a name");
    this.#entry = { name, length: 0, offset: this.#offset, lineBases: 0, lineBytes: 0 };
    this.#isShort = false;
    if (this.#entries.has(name)) this.#warn(`the name ${name} occurs more than once; the index holds its first record`);
    else this.#entries.set(name, this.#entry);
  }

  #addLine(entry: Entry, line: Uint8Array): void {
    const bases = graphCount(line);
    if (bases === 0) {
      this.#isShort = true;
      return;
    }
    if (entry.length === 0) {
      entry.lineBases = bases;
      // The end that the file's last line may lack is counted.
      entry.lineBytes = line.length + (line[line.length - 1] === NEWLINE ? 0 : 1);
    }
    if (this.#isShort || bases > entry.lineBases || line.length > entry.lineBytes) {
      throw this.#error(
        `lines of record ${entry.name} differ in length, so it cannot be indexed; rewrap it (seqkit seq)`,
      );
    }
    this.#isShort = bases < entry.lineBases || line.length < entry.lineBytes;
    entry.length += bases;
  }

  #error(what: string): Error {
    return dataError(what, { file: this.#path, line: this.#line });
  }
}
