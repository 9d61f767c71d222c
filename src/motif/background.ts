import { dataError, usageError } from "../errors.ts";
import { BASES } from "../sequence/alphabet.ts";

/** Order-0 base probabilities A C G T, all positive, summing to 1. */
export type Background = readonly [number, number, number, number];

export const UNIFORM: Background = [0.25, 0.25, 0.25, 0.25];

/** Frequencies whose sum is off 1 by more are none. */
const SUM_LIMIT = 0.05;

/** Base frequencies of NCBI's non-redundant nucleotide database, as FIMO 5.5.8 carries them. */
export const NRDB: Background = [0.281774, 0.22202, 0.228876, 0.26733];

/** A/T and C/G averaged, so that a site scores the same from either strand. */
export function strandSymmetric([a, c, g, t]: Background): Background {
  const at = (a + t) / 2;
  const cg = (c + g) / 2;
  return [at, cg, cg, at];
}

/** Scales four positive numbers to sum 1. */
export function normalizedBackground(values: readonly number[]): Background {
  const total = values.reduce((sum, x) => sum + x, 0);
  return values.map((x) => x / total) as unknown as Background;
}

/** `uniform`, `nrdb` or `A,C,G,T` (four positive numbers, scaled to sum 1 when within 5 % of it); else undefined. */
export function namedBackground(text: string): Background | undefined {
  if (text === "uniform") return UNIFORM;
  if (text === "nrdb") return NRDB;
  if (!/^[\d.eE+-]+(,[\d.eE+-]*)+$/.test(text)) return undefined;
  const values = text.split(",").map(Number);
  const sum = values.reduce((total, x) => total + x, 0);
  if (values.length !== 4 || !values.every((x) => x > 0) || !(Math.abs(sum - 1) <= SUM_LIMIT)) {
    throw usageError(`background '${text}' is not four positive numbers A,C,G,T that sum to 1`);
  }
  return normalizedBackground(values);
}

/** Frequencies of words of A, C, G and T (upper case), as a MEME background file holds them. */
export type WordShares = ReadonlyMap<string, number>;

/**
 * A MEME background file: a line `A 0.3` per letter, for higher orders per word too; `#` comments. Throws a data error that
 * names file and line.
 */
export function parseBackgroundFile(text: string, file: string): WordShares {
  const found = new Map<string, number>();
  for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) {
    const [word, value, ...rest] = line.replace(/#.*/, "").trim().split(/\s+/);
    if (word === "") continue;
    const share = Number(value);
    if (value === undefined || rest.length > 0 || !(share >= 0 && share <= 1) || !/^[ACGTU]+$/i.test(word)) {
      throw dataError(`expected a letter and its frequency, found '${line.trim().slice(0, 40)}'`, {
        file,
        line: i + 1,
      });
    }
    found.set(word.toUpperCase().replaceAll("U", "T"), share);
  }
  return found;
}

/** The order-0 background of a MEME background file. Throws a data error that names the file. */
export function backgroundOfWords(words: WordShares, file: string): Background {
  const values = [...BASES].map((base) => words.get(base));
  if (values.some((x) => x === undefined || x === 0)) {
    throw dataError("expected a frequency above 0 for each of A, C, G, T (MEME background file)", { file });
  }
  const total = (values as number[]).reduce((sum, x) => sum + x, 0);
  if (Math.abs(total - 1) > SUM_LIMIT) {
    throw dataError(`the frequencies of A, C, G and T sum to ${total}, not 1`, { file });
  }
  return normalizedBackground(values as number[]);
}

/** Counts of A C G T as a background; a letter that never occurs counts once, so that odds stay finite. */
export function backgroundOfCounts(counts: readonly number[]): Background {
  return normalizedBackground(counts.map((count) => Math.max(count, 1)));
}
