import { dataError } from "../errors.ts";
import { BASE_CODES, byteTable, IUPAC_BITS, UNKNOWN_BASE } from "./alphabet.ts";
import { openBytes, sourceName } from "./open.ts";

/** One FASTA record. `letters` are the file's own (for output), `codes` what is computed on; both one byte a base. */
export interface FastaRecord {
  /** Header up to the first white space. */
  readonly name: string;
  /** The rest of the header line. */
  readonly description: string;
  readonly letters: Uint8Array;
  readonly codes: Uint8Array;
  /** Where the letters begin in the sequence that `name` means (0-based), when they are only a part of it. */
  readonly offset?: number;
  /** The region that the letters are: its BED name, else `NAME:START-END` (1-based, closed), or `name` when it is all. */
  readonly region?: string;
}

export type Warn = (message: string) => void;

/** What a byte of a sequence line is, besides a base or an ambiguity code. */
const GAP = 5;
const FOREIGN = 6;
const SKIP = 7;
const KIND = byteTable((letter) => {
  if (letter in IUPAC_BITS || letter === "X") return BASE_CODES[letter.charCodeAt(0)];
  if (letter === "*" || letter === "-" || letter === ".") return GAP;
  return letter === " " || letter === "\t" || letter === "\r" || letter === "\n" ? SKIP : FOREIGN;
});

/** Letters over which a file is judged to be DNA, and the share of foreign letters that it may hold there. */
const JUDGED_LETTERS = 10_000;
const FOREIGN_LIMIT = 0.05;

const NEWLINE = 10;
const HEADER_START = 62; // >

/**
 * Reads the records of FASTA files (`-`: standard input) in order, one at a time. gzip and BGZF by content; CRLF, any
 * line width, any case, IUPAC codes, U as T. `-`, `*`, `.` and foreign letters count as N and keep their place.
 * Throws a data error for anything that is not FASTA; empty records and repeated names are warned about.
 */
export async function* readFasta(paths: readonly string[], warn: Warn): AsyncGenerator<FastaRecord> {
  const names = new Set<string>();
  for (const path of paths) {
    for await (const record of readFile(path, warn)) {
      if (names.has(record.name)) {
        warn(`the name ${record.name} occurs more than once; its records are kept apart by their order`);
      }
      names.add(record.name);
      if (record.letters.length === 0) warn(`record ${record.name} is empty`);
      yield record;
    }
  }
}

/** The records of a text, for data that came with the program. */
export async function* parseFasta(text: string, warn: Warn): AsyncGenerator<FastaRecord> {
  const parser = new FastaParser("text");
  parser.push(new TextEncoder().encode(text));
  parser.finish();
  yield* parser.take();
  warnOfLetters(parser, "text", warn);
}

async function* readFile(path: string, warn: Warn): AsyncGenerator<FastaRecord> {
  const parser = new FastaParser(path);
  for await (const chunk of openBytes(path)) {
    parser.push(chunk);
    yield* parser.take();
  }
  parser.finish();
  yield* parser.take();
  warnOfLetters(parser, sourceName(path), warn);
}

function warnOfLetters({ gaps, foreign }: FastaParser, source: string, warn: Warn): void {
  if (gaps > 0) warn(`${source}: ${gaps} gap letters (- * .) count as N`);
  if (foreign > 0) warn(`${source}: ${foreign} letters outside IUPAC count as N`);
}

/** A push parser: bytes in, complete records out. Records are held back until the file has been judged to be DNA. */
class FastaParser {
  readonly #path: string;
  #line = 1;
  #lineStart = true;
  #header: number[] | undefined;
  #name: string | undefined;
  #description = "";
  #letters = new Uint8Array(1 << 12);
  #codes = new Uint8Array(1 << 12);
  #length = 0;
  #total = 0;
  #ready: FastaRecord[] = [];
  #judged = false;
  #foreignJudged = 0;
  gaps = 0;
  foreign = 0;

  constructor(path: string) {
    this.#path = path;
  }

  push(chunk: Uint8Array): void {
    let at = this.#line === 1 && this.#lineStart && this.#name === undefined ? skipByteOrderMark(chunk) : 0;
    while (at < chunk.length) {
      if (this.#header !== undefined) at = this.#readHeader(chunk, at);
      else if (this.#lineStart && chunk[at] === HEADER_START) {
        this.#finishRecord();
        this.#header = [];
        at++;
      } else if (this.#name === undefined) at = this.#skipBlank(chunk, at);
      else at = this.#readLetters(chunk, at);
    }
    this.#judge(false);
  }

  finish(): void {
    if (this.#header !== undefined) this.#startRecord();
    if (this.#name === undefined)
      throw dataError("holds no record; FASTA starts with a line '>name'", { file: this.#path });
    this.#finishRecord();
    this.#judge(true);
  }

  /** Hands over the records that are complete (none before the file is known to be DNA). */
  take(): FastaRecord[] {
    if (!this.#judged) return [];
    const records = this.#ready;
    this.#ready = [];
    return records;
  }

  #readHeader(chunk: Uint8Array, from: number): number {
    const end = chunk.indexOf(NEWLINE, from);
    const stop = end < 0 ? chunk.length : end;
    for (let i = from; i < stop; i++) this.#header!.push(chunk[i]);
    if (end < 0) return stop;
    this.#startRecord();
    this.#line++;
    this.#lineStart = true;
    return end + 1;
  }

  #startRecord(): void {
    const text = new TextDecoder().decode(Uint8Array.from(this.#header!)).trimEnd();
    this.#header = undefined;
    const name = /^\S+/.exec(text)?.[0];
    if (name === undefined) throw dataError("a record without a name", { file: this.#path, line: this.#line });
    this.#name = name;
    this.#description = text.slice(name.length).trim();
  }

  /** Before the first record only blank lines may stand. */
  #skipBlank(chunk: Uint8Array, from: number): number {
    const byte = chunk[from];
    if (KIND[byte] !== SKIP) throw this.#notFasta(chunk.subarray(from, from + 64));
    if (byte === NEWLINE) this.#line++;
    this.#lineStart = byte === NEWLINE;
    return from + 1;
  }

  /** Sequence up to the next header or the end of the chunk. */
  #readLetters(chunk: Uint8Array, from: number): number {
    this.#reserve(chunk.length - from);
    const letters = this.#letters;
    const codes = this.#codes;
    let length = this.#length;
    let lineStart = this.#lineStart;
    let at = from;
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      const kind = KIND[byte];
      if (kind <= UNKNOWN_BASE) {
        letters[length] = byte;
        codes[length++] = kind;
        lineStart = false;
      } else if (byte === NEWLINE) {
        this.#line++;
        lineStart = true;
      } else if (byte === HEADER_START && lineStart) break;
      else if (kind !== SKIP) {
        if (kind === GAP) this.gaps++;
        else this.#countForeign(this.#total + length - this.#length);
        letters[length] = 78; // N
        codes[length++] = UNKNOWN_BASE;
        lineStart = false;
      }
    }
    this.#total += length - this.#length;
    this.#length = length;
    this.#lineStart = lineStart;
    return at;
  }

  #countForeign(lettersBefore: number): void {
    this.foreign++;
    if (lettersBefore < JUDGED_LETTERS) this.#foreignJudged++;
  }

  #reserve(more: number): void {
    const need = this.#length + more;
    if (need <= this.#letters.length) return;
    const capacity = Math.max(need, this.#letters.length * 2);
    this.#letters = grown(this.#letters, capacity, this.#length);
    this.#codes = grown(this.#codes, capacity, this.#length);
  }

  #finishRecord(): void {
    if (this.#name === undefined) return;
    this.#ready.push({
      name: this.#name,
      description: this.#description,
      letters: this.#letters.slice(0, this.#length),
      codes: this.#codes.slice(0, this.#length),
    });
    this.#name = undefined;
    this.#length = 0;
  }

  #judge(atEnd: boolean): void {
    if (this.#judged || (!atEnd && this.#total < JUDGED_LETTERS)) return;
    const judged = Math.min(this.#total, JUDGED_LETTERS);
    if (this.#foreignJudged > FOREIGN_LIMIT * judged) {
      throw dataError(
        `not DNA: ${this.#foreignJudged} of the first ${judged} letters are no nucleotide codes (a protein file?)`,
        { file: this.#path },
      );
    }
    this.#judged = true;
  }

  #notFasta(head: Uint8Array): Error {
    const text = new TextDecoder("latin1").decode(head);
    const place = { file: this.#path, line: this.#line };
    if (this.#line === 1 && text.startsWith("LOCUS ")) {
      return dataError("not FASTA: this is GenBank format; convert it (EMBOSS seqret, or any converter) first", place);
    }
    if (this.#line === 1 && text.startsWith("ID   ")) {
      return dataError("not FASTA: this is EMBL format; convert it (EMBOSS seqret, or any converter) first", place);
    }
    if (this.#line === 1 && text.startsWith("@")) {
      return dataError("not FASTA: this looks like FASTQ or SAM; convert it (seqtk seq -A) first", place);
    }
    if (/[\u0000-\u0008\u000e-\u001f]/.test(text))
      return dataError("not FASTA: this is a binary file", { file: this.#path });
    return dataError("text before the first '>'; FASTA starts with a line '>name'", place);
  }
}

function skipByteOrderMark(chunk: Uint8Array): number {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0;
}

function grown(from: Uint8Array, capacity: number, used: number): Uint8Array<ArrayBuffer> {
  const to = new Uint8Array(capacity);
  to.set(from.subarray(0, used));
  return to;
}
