import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import { CYTOSINE, GUANINE } from "./statistics.ts";

/** Windows that are counted at a time. */
export const WINDOW_BLOCK = 4096;

/** Windows that are counted ahead when one after the other is asked for. */
const WALK = 512;

/** Where a window's counts stand in 32 bits: C from bit 0, then G, CpGs with both letters inside, known letters. */
export const FIELD = 255;
export const G_SHIFT = 8;
export const CPG_SHIFT = 16;
export const KNOWN_SHIFT = 24;
/** What eight bits hold. */
export const WIDEST_WINDOW = 255;

/** What a letter adds, with the CpG that it ends, by `8 · letter before + letter`. */
const ADDED = Int32Array.from({ length: 64 }, (_, pair) => letterCount(pair & 7) + cpgCount(pair >> 3, pair & 7));
const ONE_CPG = 1 << CPG_SHIFT;
const NO_LETTER = 7;

/**
 * Counts of every window of a width, a block at a time: the difference of two running totals. These overflow, but their
 * differences do not: all arithmetic is modulo 2^32 and a window's counts fit.
 */
export class Windows {
  #codes: Uint8Array;
  readonly #width: number;
  /** What all letters before one add up to, from the first letter of the block. */
  readonly #totals: Int32Array;
  /** Counts of the windows of the block, from its first. */
  readonly packed = new Int32Array(WINDOW_BLOCK);
  /** Number of windows in the sequence. */
  count: number;
  /** What `at` has loaded, and the window that it was asked for last. */
  #first = 0;
  #end = 0;
  #asked = -2;

  constructor(codes: Uint8Array, width: number) {
    this.#codes = codes;
    this.#width = width;
    this.#totals = new Int32Array(WINDOW_BLOCK + width + 1);
    this.count = Math.max(0, codes.length - width + 1);
  }

  /** Goes on with another stretch of letters: windows count from its start. */
  replace(codes: Uint8Array): void {
    this.#codes = codes;
    this.count = Math.max(0, codes.length - this.#width + 1);
    this.#first = 0;
    this.#end = 0;
    this.#asked = -2;
  }

  /** Counts the windows from `first` on and returns how many there are: `most`, at most a block, or fewer at the end. */
  load(first: number, most = WINDOW_BLOCK): number {
    const size = Math.min(most, this.count - first);
    if (size <= 0) return 0;
    this.#addUp(first, size + this.#width - 1);
    this.#subtract(size);
    return size;
  }

  /** Counts of one window. Those around it are counted too when its neighbour was asked for before. */
  at(window: number): number {
    if (window < this.#first || window >= this.#end) this.#loadAround(window);
    this.#asked = window;
    return this.packed[window - this.#first];
  }

  #loadAround(window: number): void {
    const goesOn = window === this.#asked + 1;
    const goesBack = window === this.#asked - 1;
    this.#first = goesBack ? Math.max(0, window - WALK + 1) : window;
    this.#end = this.#first + this.load(this.#first, goesOn ? WALK : window - this.#first + 1);
  }

  #addUp(first: number, letters: number): void {
    const codes = this.#codes;
    const totals = this.#totals;
    let before = first === 0 ? NO_LETTER : codes[first - 1];
    let total = 0;
    for (let i = 0; i < letters; i++) {
      const code = codes[first + i];
      totals[i] = total;
      total = (total + ADDED[(before << 3) | code]) | 0;
      before = code;
    }
    totals[letters] = total;
  }

  /** A CpG whose C lies before the window does not count. */
  #subtract(size: number): void {
    const { packed } = this;
    const totals = this.#totals;
    const width = this.#width;
    let start = totals[0];
    for (let i = 0; i < size; i++) {
      const next = totals[i + 1];
      packed[i] = totals[i + width] - start - ((next - start) & ONE_CPG);
      start = next;
    }
  }
}

function letterCount(code: number): number {
  if (code === CYTOSINE) return 1 + (1 << KNOWN_SHIFT);
  if (code === GUANINE) return (1 << G_SHIFT) + (1 << KNOWN_SHIFT);
  return code < UNKNOWN_BASE ? 1 << KNOWN_SHIFT : 0;
}

function cpgCount(left: number, right: number): number {
  return left === CYTOSINE && right === GUANINE ? 1 << CPG_SHIFT : 0;
}
