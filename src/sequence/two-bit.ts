import { dataError, oneLine } from "../errors.ts";
import { fileHead, filePart, fileSize } from "./open.ts";
import type { RandomAccess } from "./random-access.ts";

const MAGIC = 0x1a412743;
const HEADER_BYTES = 16;
const WORD = 4;
/** The index is read in parts of this size. */
const INDEX_BYTES = 1 << 16;
/** A name's length, a name of 255 letters, an offset of 64 bits. */
const LONGEST_ENTRY = 1 + 255 + 8;

const LETTERS = new TextEncoder().encode("TCAG");
const N = 78; // N
const LOWER_CASE = 0x20;

/** Where a sequence's parts lie, all checked against the file. */
interface Layout {
  readonly length: number;
  readonly unknown: Blocks;
  readonly masked: Blocks;
  /** Of its first byte of bases. */
  readonly bases: number;
}

/** Stretches in order, which do not overlap. */
interface Blocks {
  readonly starts: readonly number[];
  readonly sizes: readonly number[];
}

/** Is it a .2bit file (UCSC), by its first bytes? */
export function isTwoBit(path: string): boolean {
  return startsTwoBit(fileHead(path, WORD));
}

/** Do the first bytes of a stream say that it is .2bit? */
export function startsTwoBit(head: Uint8Array): boolean {
  return head.length >= WORD && (uint32(head, 0, true) === MAGIC || uint32(head, 0, false) === MAGIC);
}

/** The bytes of a .2bit file, of which any part can be had. */
interface Source {
  readonly size: number;
  readonly part: (position: number, bytes: number) => Uint8Array;
}

/**
 * A .2bit file by UCSC's description of the format: two bits a base, stretches of N and of lower case beside them, in either
 * byte order, offsets of 32 or (version 1) 64 bits; `bytes`: all of it, where it cannot be read twice. Throws a data error for a file
 * that does not hold what it says.
 */
export function openTwoBit(path: string, bytes?: Uint8Array): RandomAccess {
  const file = new TwoBitFile(path, bytes === undefined ? fileSource(path) : memorySource(bytes));
  return {
    path,
    sequences: async () => file.sequences(),
    letters: async (name, start, end) => file.letters(name, start, end),
  };
}

function fileSource(path: string): Source {
  return { size: fileSize(path) ?? 0, part: (position, bytes) => filePart(path, position, bytes) };
}

function memorySource(all: Uint8Array): Source {
  return { size: all.length, part: (position, bytes) => all.subarray(position, position + bytes) };
}

class TwoBitFile {
  readonly #path: string;
  readonly #source: Source;
  readonly #isLittleEndian: boolean;
  readonly #offsets: ReadonlyMap<string, number>;
  #last: { readonly name: string; readonly layout: Layout } | undefined;

  constructor(path: string, source: Source) {
    this.#path = path;
    this.#source = source;
    const head = this.#bytes(0, HEADER_BYTES);
    this.#isLittleEndian = uint32(head, 0, true) === MAGIC;
    const [version, count] = [this.#word(head, 1), this.#word(head, 2)];
    if (version > 1) throw this.#error(`is .2bit of version ${version}, which nobody describes`);
    this.#offsets = this.#index(count, version === 1);
  }

  sequences(): { name: string; length: number }[] {
    return [...this.#offsets].map(([name, offset]) => ({ name, length: this.#word(this.#bytes(offset, WORD), 0) }));
  }

  letters(name: string, start: number, end: number): Uint8Array {
    const { unknown, masked, bases } = this.#layout(name);
    const first = start >>> 2;
    const packed = this.#bytes(bases + first, Math.ceil(end / 4) - first);
    const letters = new Uint8Array(end - start);
    for (let at = start; at < end; at++) {
      letters[at - start] = LETTERS[(packed[(at >>> 2) - first] >> (6 - 2 * (at & 3))) & 3];
    }
    for (const [from, to] of within(unknown, start, end)) letters.fill(N, from, to);
    for (const [from, to] of within(masked, start, end)) for (let i = from; i < to; i++) letters[i] |= LOWER_CASE;
    return letters;
  }

  /** Offsets by name, in the order of the file. */
  #index(count: number, isLong: boolean): Map<string, number> {
    const offsets = new Map<string, number>();
    let [part, at, position]: [Uint8Array, number, number] = [new Uint8Array(0), 0, HEADER_BYTES];
    for (let i = 0; i < count; i++) {
      if (part.length - at < LONGEST_ENTRY) {
        position += at;
        [part, at] = [this.#source.part(position, INDEX_BYTES), 0];
      }
      const nameEnd = at + 1 + part[at];
      const next = nameEnd + (isLong ? 2 : 1) * WORD;
      if (!(next <= part.length)) throw this.#cut();
      const name = oneLine(new TextDecoder().decode(part.subarray(at + 1, nameEnd)));
      if (!/^\S+$/.test(name)) throw this.#error(`sequence ${i + 1} has no name, or one with blanks`);
      if (offsets.has(name)) throw this.#error(`the name ${name} occurs more than once`);
      offsets.set(name, this.#offset(part, nameEnd, isLong));
      at = next;
    }
    if (offsets.size === 0) throw this.#error("holds no sequence");
    return offsets;
  }

  #offset(bytes: Uint8Array, at: number, isLong: boolean): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return isLong ? Number(view.getBigUint64(at, this.#isLittleEndian)) : view.getUint32(at, this.#isLittleEndian);
  }

  #layout(name: string): Layout {
    if (this.#last?.name !== name) this.#last = { name, layout: this.#readLayout(this.#offsets.get(name)!) };
    return this.#last.layout;
  }

  #readLayout(offset: number): Layout {
    const length = this.#word(this.#bytes(offset, WORD), 0);
    const unknown = this.#blocks(offset + WORD, length);
    const masked = this.#blocks(unknown.end, length);
    // A word that is not used stands between the blocks and the bases.
    const bases = masked.end + WORD;
    if (bases + Math.ceil(length / 4) > this.#source.size) throw this.#cut();
    return { length, unknown: unknown.blocks, masked: masked.blocks, bases };
  }

  #blocks(offset: number, length: number): { blocks: Blocks; end: number } {
    const count = this.#word(this.#bytes(offset, WORD), 0);
    const numbers = this.#bytes(offset + WORD, 2 * WORD * count);
    const starts = Array.from({ length: count }, (_, i) => this.#word(numbers, i));
    const sizes = Array.from({ length: count }, (_, i) => this.#word(numbers, count + i));
    const isWrong = starts.some((start, i) => start + sizes[i] > (i + 1 < count ? starts[i + 1] : length));
    if (isWrong) throw this.#error("its stretches of N or of lower case overlap or lie outside their sequence");
    return { blocks: { starts, sizes }, end: offset + WORD + numbers.length };
  }

  /** So many bytes, or an error. */
  #bytes(position: number, bytes: number): Uint8Array {
    if (position + bytes > this.#source.size) throw this.#cut();
    const part = this.#source.part(position, bytes);
    if (part.length < bytes) throw this.#cut();
    return part;
  }

  #word(bytes: Uint8Array, index: number): number {
    return uint32(bytes, WORD * index, this.#isLittleEndian);
  }

  #cut(): Error {
    return this.#error("ends early");
  }

  #error(what: string): Error {
    return dataError(`is no readable .2bit: ${what}; copy or download it again`, { file: this.#path });
  }
}

function uint32(bytes: Uint8Array, at: number, isLittleEndian: boolean): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at, isLittleEndian);
}

/** The parts of the stretches in [start, end), counted from `start`. */
function* within({ starts, sizes }: Blocks, start: number, end: number): Generator<[number, number]> {
  for (let i = firstEndingAfter(starts, sizes, start); i < starts.length && starts[i] < end; i++) {
    yield [Math.max(0, starts[i] - start), Math.min(end, starts[i] + sizes[i]) - start];
  }
}

function firstEndingAfter(starts: readonly number[], sizes: readonly number[], position: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] + sizes[middle] <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
