import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A stream of random numbers that depends on nothing but its seed and its name. */
export interface RandomStream {
  /** A multiple of 2^-53 in [0, 1). */
  uniform(): number;
  /** A whole number in 0 … n − 1, each exactly as likely; n from 1 to 2^32. */
  below(n: number): number;
  /** Puts the items [0, end) of `items` into random order, in place (Fisher & Yates). */
  shuffle(items: { [index: number]: number; readonly length: number }, end?: number): void;
}

/**
 * The stream of `seed` that `name` stands for: what it is for, then the record's index or name, the copy … Equal seeds and
 * names give equal streams, in any order of work and on any thread; streams whose names differ have nothing in common.
 * `seed` is a whole number up to 2^53 − 1. (xoroshiro128+ of Blackman & Vigna, from pure-rand.)
 */
export function randomStream(seed: number, ...name: readonly (string | number)[]): RandomStream {
  const generator = xoroshiro128plusFromState(stateOf(seed, name));
  const below = (n: number): number => uniformInt(generator, 0, n - 1);
  return {
    uniform: () => uniformFloat64(generator),
    below,
    shuffle(items, end = items.length) {
      for (let i = end - 1; i > 0; i--) {
        const j = below(i + 1);
        const moved = items[i];
        items[i] = items[j];
        items[j] = moved;
      }
    },
  };
}

/** Fractional parts of the square roots of 2, 3, 5, 7: four starts that are not all zero for any seed. */
const LANES = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a] as const;

/**
 * 128 bits of state. pure-rand's own seeding leaves most of them fixed, so neighbouring seeds would start alike; here
 * every word of the seed and the name goes through a full mixing step in each of four lanes.
 */
function stateOf(seed: number, name: readonly (string | number)[]): number[] {
  const words = [...wordsOf(seed), ...name.flatMap(wordsOf)];
  return LANES.map((lane) => words.reduce((hash, word) => mixed(Math.imul(hash, 5) ^ word ^ lane), lane));
}

/** 32-bit words, with the kind and length first, so that no two names run into the same words. */
function wordsOf(part: string | number): number[] {
  if (typeof part === "number") return [-1, Math.floor(part / 2 ** 32), part | 0];
  return [part.length, ...Array.from({ length: part.length }, (_, i) => part.charCodeAt(i))];
}

/** The finishing step of MurmurHash3 (Appleby): one-to-one, and every input bit turns half of the output bits. */
function mixed(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
