import { usageError } from "../errors.ts";

/** Order-0 base probabilities A C G T, all positive, summing to 1. */
export type Background = readonly [number, number, number, number];

export const UNIFORM: Background = [0.25, 0.25, 0.25, 0.25];

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

/** `uniform`, `nrdb` or `A,C,G,T` (four positive numbers; scaled to sum 1 when within 5 % of it). */
export function parseBackground(text: string): Background {
  if (text === "uniform") return UNIFORM;
  if (text === "nrdb") return NRDB;
  const values = text.split(",").map(Number);
  const sum = values.reduce((total, x) => total + x, 0);
  if (values.length !== 4 || !values.every((x) => x > 0) || !(Math.abs(sum - 1) <= 0.05)) {
    throw usageError(`background '${text}' is not uniform, nrdb or four positive numbers A,C,G,T that sum to 1`);
  }
  return normalizedBackground(values);
}
