import { dataError } from "../errors.ts";
import { BASES, UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { WordShares } from "./background.ts";

/** How many letters before a letter its probability may hang on. */
export type MarkovOrder = 1 | 2;

/** A Markov chain over A, C, G, T, the same read from either strand; plain data. */
export interface MarkovChain {
  readonly order: MarkovOrder;
  /** [n]: P(letter | the n letters before it), at [4 · context + letter]; context: letters in base 4, the first highest. */
  readonly given: readonly Float64Array[];
}

/** Counts words of order + 1 letters, for {@link chainOfCounts}. */
export class WordCounts {
  readonly counts: Float64Array;
  readonly #length: number;

  constructor(order: MarkovOrder) {
    this.#length = order + 1;
    this.counts = new Float64Array(4 ** this.#length);
  }

  /** The words that start at the first `own` letters of a piece; words with an unknown letter are left out. */
  add(codes: Uint8Array, own = codes.length): void {
    const mask = this.counts.length - 1;
    let word = 0;
    let known = 0;
    for (let i = 0; i < Math.min(codes.length, own + this.#length - 1); i++) {
      known = codes[i] < UNKNOWN_BASE ? known + 1 : 0;
      word = ((word << 2) | (codes[i] & 3)) & mask;
      if (known >= this.#length) this.counts[word]++;
    }
  }
}

/**
 * The chain of words' counts or frequencies. Each word counts with its reverse complement, and one more than was seen, so
 * that nothing is impossible.
 */
export function chainOfCounts(counts: ArrayLike<number>, order: MarkovOrder): MarkovChain {
  const words = Float64Array.from(counts, (count, word) => 1 + (count + counts[reverseWord(word, order + 1)]) / 2);
  return chainOf(words, order);
}

function chainOf(words: Float64Array, order: MarkovOrder): MarkovChain {
  const given: Float64Array[] = [];
  for (let n = order as number, level = words; n >= 0; n--) {
    given.unshift(conditional(level));
    level = shortened(level);
  }
  return { order, given };
}

function reverseWord(word: number, length: number): number {
  let reverse = 0;
  for (let i = 0; i < length; i++) reverse = (reverse << 2) | (3 - ((word >> (2 * i)) & 3));
  return reverse;
}

/** P(last letter | the others). */
function conditional(words: Float64Array): Float64Array {
  return words.map((share, word) => {
    const context = word & ~3;
    return share / (words[context] + words[context + 1] + words[context + 2] + words[context + 3]);
  });
}

/** Words without their first letter. */
function shortened(words: Float64Array): Float64Array {
  const rest = words.length / 4;
  return Float64Array.from({ length: rest }, (_, word) => {
    return words[word] + words[rest + word] + words[2 * rest + word] + words[3 * rest + word];
  });
}

/**
 * The chain of a MEME background file that holds words of order + 1 letters. Throws a data error that names what is
 * missing.
 */
export function chainOfWords(words: WordShares, file: string, order: MarkovOrder): MarkovChain {
  const shares = Float64Array.from({ length: 4 ** (order + 1) }, (_, word) => {
    return words.get(wordOf(word, order + 1)) ?? Number.NaN;
  });
  const missing = shares.findIndex(Number.isNaN);
  if (missing >= 0) {
    throw dataError(`has no frequency of ${wordOf(missing, order + 1)}, which --background-order ${order} needs`, {
      file,
    });
  }
  const both = shares.map((share, word) => (share + shares[reverseWord(word, order + 1)]) / 2);
  if (both.some((share) => share === 0)) {
    throw dataError(`${wordOf(both.indexOf(0), order + 1)} has frequency 0 on both strands`, { file });
  }
  return chainOf(both, order);
}

function wordOf(word: number, length: number): string {
  return Array.from({ length }, (_, i) => BASES[(word >> (2 * (length - 1 - i))) & 3]).join("");
}
