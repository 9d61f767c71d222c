import { dataError, oneLine, type Place } from "../errors.ts";
import { openBytes, prepend } from "../sequence/open.ts";
import { type BinaryKind, binaryKind, readBigWig } from "./methylation-formats/bigwig.ts";
import { isComment, isHead, rowFormat } from "./methylation-formats/detect.ts";
import { type MethylationRow, type RowFormat, type Skip, splitColumns } from "./methylation-formats/row.ts";
import { MethylationRows } from "./methylation-rows.ts";

/** A methylation file in memory, sequence by sequence, not yet held against the sequence. */
export interface MethylationFile {
  readonly file: string;
  /** Its layout, in words. */
  readonly format: string;
  readonly hasCounts: boolean;
  readonly sequences: ReadonlyMap<string, MethylationRows>;
  /** Rows, those passed over included. */
  readonly rowsRead: number;
  readonly skipped: Readonly<Record<Skip, number>>;
  /** What the largest value stands for: a file of values that are none above 1 holds shares. */
  readonly largestValue: 1 | 100;
}

const MAGIC_BYTES = 4;

/**
 * Reads a methylation file; the layout is told by its content, gzip too. Comments, `track` and `browser` lines, a head, CRLF
 * and columns cut by tabs or blanks. Throws a data error that names file and line.
 */
export async function readMethylation(file: string): Promise<MethylationFile> {
  const chunks = openBytes(file);
  const head = await enough(chunks);
  const kind = binaryKind(head);
  return kind === undefined ? readRows(prepend(head, chunks), file) : readBinary(kind, prepend(head, chunks), file);
}

/** The same from bytes as they come. */
export async function readRows(chunks: AsyncIterable<Uint8Array>, file: string): Promise<MethylationFile> {
  const table = new Table(file);
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    for (const line of lines) table.take(line);
  }
  table.take(rest + decoder.decode());
  return table.finish();
}

/** Takes lines; the first row decides on the layout. */
class Table {
  readonly #collected: Collected;
  readonly #file: string;
  #format: RowFormat | undefined;
  #line = 0;
  #hasTrackLine = false;
  #hasHead = false;

  constructor(file: string) {
    this.#file = file;
    this.#collected = new Collected(file);
  }

  take(text: string): void {
    const line = text.endsWith("\r") ? text.slice(0, -1) : text;
    this.#line++;
    if (isComment(line)) {
      this.#hasTrackLine ||= line.startsWith("track");
      return;
    }
    const cells = splitColumns(line);
    if (this.#format === undefined && !this.#hasHead && isHead(cells)) {
      this.#hasHead = true;
      return;
    }
    const place: Place = { file: this.#file, line: this.#line };
    this.#format ??= rowFormat(cells, this.#hasTrackLine, place);
    if (cells[0] === "") throw dataError("a row without a sequence name", place);
    this.#collected.take(this.#format.read(cells, place));
  }

  finish(): MethylationFile {
    if (this.#format === undefined) throw dataError("holds no rows", { file: this.#file });
    return this.#collected.finish(this.#format.name, this.#format.hasCounts);
  }
}

/** Files rows by their sequence and counts those that are passed over. */
class Collected {
  readonly #file: string;
  readonly #sequences = new Map<string, MethylationRows>();
  readonly #skipped: Record<Skip, number> = { "other context": 0, "other modification": 0, "no reads": 0 };
  #read = 0;
  #largest = 0;

  constructor(file: string) {
    this.#file = file;
  }

  take(row: MethylationRow | Skip): void {
    this.#read++;
    if (typeof row === "string") {
      this.#skipped[row]++;
      return;
    }
    const sequence = oneLine(row.sequence);
    const rows = this.#sequences.get(sequence) ?? new MethylationRows();
    if (rows.count === 0) this.#sequences.set(sequence, rows);
    rows.push(row);
    if (row.coverage === null) this.#largest = Math.max(this.#largest, row.methylated);
  }

  finish(format: string, hasCounts: boolean): MethylationFile {
    return {
      file: this.#file,
      format,
      hasCounts,
      sequences: this.#sequences,
      rowsRead: this.#read,
      skipped: this.#skipped,
      largestValue: hasCounts || this.#largest <= 1 ? 1 : 100,
    };
  }
}

/** bigWig is read whole: its parts lie anywhere in the file. */
async function readBinary(kind: BinaryKind, chunks: AsyncIterable<Uint8Array>, file: string): Promise<MethylationFile> {
  if (kind === "bigBed") throw dataError("is bigBed; convert it to bedMethyl (bigBedToBed) first", { file });
  const collected = new Collected(file);
  readBigWig(await allBytes(chunks), file, (row) => collected.take(row));
  return collected.finish("bigWig", false);
}

async function allBytes(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Waits until the bytes that tell the kind of a file have come. */
async function enough(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < MAGIC_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    const joined = new Uint8Array(head.length + next.value.length);
    joined.set(head);
    joined.set(next.value, head.length);
    head = joined;
  }
  return head;
}
