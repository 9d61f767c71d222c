import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import { CYTOSINE, GUANINE } from "./statistics.ts";

/** Windows that are counted at a time. */
export const WINDOW_BLOCK = 4096;

/** Where a window's counts stand in 32 bits: C from bit 0, then G, CpGs with both letters inside, known letters. */
export const FIELD = 255;
export const G_SHIFT = 8;
export const CPG_SHIFT = 16;
export const KNOWN_SHIFT = 24;
/** What eight bits hold. */
export const WIDEST_WINDOW = 255;

/** What a letter adds to a window, and what it makes with the letter before or behind it, by `8 · left + right`. */
const ENTERING = pairTable((left, right) => letterCount(right) + cpgCount(left, right));
const LEAVING = pairTable((left, right) => letterCount(left) + cpgCount(left, right));
/** A first letter, with none before it. */
const LONE = Int32Array.from({ length: 8 }, (_, code) => letterCount(code));

/**
 * Counts of every window of a width in a tight loop, a block at a time: two loads and two look-ups a letter, where a
 * counter that can go anywhere takes five times as long.
 */
export class Windows {
  readonly #codes: Uint8Array;
  readonly #width: number;
  /** Counts of the windows of the block, from its first. */
  readonly packed = new Int32Array(WINDOW_BLOCK);
  /** Number of windows in the sequence. */
  readonly count: number;
  #next = 0;
  #last = 0;

  constructor(codes: Uint8Array, width: number) {
    this.#codes = codes;
    this.#width = width;
    this.count = Math.max(0, codes.length - width + 1);
  }

  /** Counts the windows from `first` on and returns how many there are, at most a block. */
  load(first: number): number {
    const size = Math.min(WINDOW_BLOCK, this.count - first);
    if (size <= 0) return 0;
    const before = first === this.#next && first > 0 ? this.#last : undefined;
    this.#slide(first, size, before ?? this.#count(first));
    this.#last = this.packed[size - 1];
    this.#next = first + size;
    if (this.#next < this.count) this.#last = this.#step(this.#last, this.#next);
    return size;
  }

  #slide(first: number, size: number, counts: number): void {
    const { packed } = this;
    const codes = this.#codes;
    const ahead = this.#width - 1;
    let window = counts;
    packed[0] = window;
    for (let i = 1; i < size; i++) {
      const at = first + i;
      window += ENTERING[(codes[at + ahead - 1] << 3) | codes[at + ahead]] - LEAVING[(codes[at - 1] << 3) | codes[at]];
      packed[i] = window;
    }
  }

  /** The counts of window `to` from those of the window before it. */
  #step(counts: number, to: number): number {
    const codes = this.#codes;
    const end = to + this.#width;
    const entering = ENTERING[(codes[end - 2] << 3) | codes[end - 1]];
    return (counts + entering - LEAVING[(codes[to - 1] << 3) | codes[to]]) | 0;
  }

  #count(first: number): number {
    const codes = this.#codes;
    let counts = LONE[codes[first]];
    for (let i = first + 1; i < first + this.#width; i++) counts += ENTERING[(codes[i - 1] << 3) | codes[i]];
    return counts | 0;
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

function pairTable(value: (left: number, right: number) => number): Int32Array {
  return Int32Array.from({ length: 64 }, (_, pair) => value(pair >> 3, pair & 7));
}
