import { BGZF_BLOCK_BYTES, BgzfEncoder } from "./bgzf.ts";

/** Where a row has its place; columns count from 1, as the index says it. */
export interface TabixLayout {
  readonly sequence: number;
  readonly start: number;
  readonly end: number;
  /** Start counts from 1 and end is closed; else 0-based half-open. */
  readonly oneBased: boolean;
  /** Lines before the first row, `#` lines aside. */
  readonly headLines: number;
}

/** .tbi has bins for this many bases (Li 2011, Bioinformatics 27:718). */
const LONGEST_BP = 2 ** 29;
/** The linear index says for every window of 2^14 bases where reading has to start. */
const WINDOW_BITS = 14;
const WORD_BYTES = 4;
const HALF_OPEN = 0x10000;
const COMMENT = "#".charCodeAt(0);

/** What is kept of one sequence. Places are bytes of the uncompressed text. */
interface IndexedSequence {
  readonly name: string;
  /** Flat pairs, from and to, of the stretches of text that hold a bin's rows. */
  readonly bins: Map<number, number[]>;
  readonly windows: number[];
  lastStart: number;
}

/**
 * Gathers the index of a sorted, BGZF-compressed table as its rows are written (tabix specification, .tbi). Memory grows
 * with the bases and the blocks that rows lie in, not with the number of rows.
 */
export class TabixIndex {
  readonly #sequences = new Map<string, IndexedSequence>();
  #current: IndexedSequence | undefined;
  #problem: string | undefined;

  /** Why there can be no index (names in Latin-1, a character a byte); undefined as long as there can. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** A row of the sequence `name` (Latin-1) that covers `start` to `end` (0-based half-open) and stands from byte `from` to byte `to` of the text. */
  add(name: string, start: number, end: number, from: number, to: number): void {
    const sequence = this.#current?.name === name ? this.#current : this.#open(name);
    this.#problem ??= rowProblem(sequence, start, end);
    if (this.#problem !== undefined) return;
    sequence.lastStart = start;
    const stop = Math.max(end, start + 1);
    addStretch(sequence.bins, binOf(start, stop), from, to);
    // Windows that no row covers point to the next row: whatever covers them can only come later.
    while (sequence.windows.length <= (stop - 1) >> WINDOW_BITS) sequence.windows.push(from);
  }

  refuse(problem: string): void {
    this.#problem ??= problem;
  }

  /** The file's bytes. `blockStarts`: where each BGZF block of the table starts, the empty last one included. */
  bytes(layout: TabixLayout, blockStarts: readonly number[]): Uint8Array {
    const sequences = [...this.#sequences.values()];
    const encoder = new BgzfEncoder();
    const parts = [header(layout, sequences), ...sequences.map((sequence) => sequenceBytes(sequence, blockStarts))];
    return Buffer.concat([...encoder.push(Buffer.concat(parts)), ...encoder.finish()]);
  }

  #open(name: string): IndexedSequence {
    if (this.#sequences.has(name)) this.refuse(`the rows of ${name} do not stand together`);
    if (name.includes("\0")) this.refuse("a sequence name holds a NUL character");
    const sequence = { name, bins: new Map<number, number[]>(), windows: [], lastStart: 0 };
    this.#sequences.set(name, sequence);
    this.#current = sequence;
    return sequence;
  }
}

function rowProblem({ name, lastStart }: IndexedSequence, start: number, end: number): string | undefined {
  if (start < lastStart) return `the rows of ${name} are not sorted by start`;
  if (end > LONGEST_BP) return `${name} has rows beyond 2^29 bases, where .tbi ends`;
  return undefined;
}

/** The smallest bin that holds the interval (UCSC's scheme: bins of 2^29 bases, then eight in each, down to 2^14). */
function binOf(start: number, end: number): number {
  const last = end - 1;
  for (let bits = WINDOW_BITS, firstBin = 4681; bits < 29; bits += 3, firstBin = (firstBin - 1) >> 3) {
    if (start >> bits === last >> bits) return firstBin + (start >> bits);
  }
  return 0;
}

/** Stretches that touch the same block are read together in any case, so they become one. */
function addStretch(bins: Map<number, number[]>, bin: number, from: number, to: number): void {
  const stretches = bins.get(bin);
  if (stretches === undefined) bins.set(bin, [from, to]);
  else if (blockOf(from) <= blockOf(stretches[stretches.length - 1])) stretches[stretches.length - 1] = to;
  else stretches.push(from, to);
}

function blockOf(place: number): number {
  return Math.floor(place / BGZF_BLOCK_BYTES);
}

function header(layout: TabixLayout, sequences: readonly IndexedSequence[]): Buffer {
  const names = Buffer.from(sequences.map(({ name }) => `${name}\0`).join(""), "latin1");
  const format = layout.oneBased ? 0 : HALF_OPEN;
  const columns = [layout.sequence, layout.start, layout.end];
  const words = Int32Array.of(sequences.length, format, ...columns, COMMENT, layout.headLines, names.length);
  return Buffer.concat([Buffer.from("TBI\x01"), littleEndian(words), names]);
}

function sequenceBytes({ bins, windows }: IndexedSequence, blockStarts: readonly number[]): Buffer {
  const words: number[] = [bins.size];
  for (const [bin, stretches] of bins) {
    words.push(bin, stretches.length / 2);
    for (const place of stretches) pushOffset(words, place, blockStarts);
  }
  words.push(windows.length);
  for (const place of windows) pushOffset(words, place, blockStarts);
  return littleEndian(words);
}

/** A virtual offset, low word first: 48 bits for the block's place in the file, 16 for the byte inside the block. */
function pushOffset(words: number[], place: number, blockStarts: readonly number[]): void {
  const block = blockStarts[blockOf(place)];
  words.push(((block & 0xffff) << 16) | (place % BGZF_BLOCK_BYTES), Math.floor(block / 0x10000));
}

function littleEndian(words: ArrayLike<number>): Buffer {
  const bytes = Buffer.alloc(words.length * WORD_BYTES);
  for (let i = 0; i < words.length; i++) bytes.writeInt32LE(words[i] | 0, i * WORD_BYTES);
  return bytes;
}
