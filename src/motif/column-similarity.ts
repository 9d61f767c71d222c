import type { Motif } from "./motif.ts";

/** How two columns are compared: Pearson's correlation of their probabilities, or the Euclidean distance between them. */
export type ColumnDistance = "pearson" | "euclid";

export const COLUMN_DISTANCES = ["pearson", "euclid"] as const satisfies readonly ColumnDistance[];

/** Whole-number steps from the least to the most alike columns (TOMTOM's number of bins). */
export const STEPS = 100;

/**
 * A measure between columns. `prepared` turns a flat matrix into what `score` reads; both treat A with T and C with G
 * alike, so that two columns and their complements score the same bits.
 */
export interface ColumnMeasure {
  prepared(probabilities: Float64Array): Float64Array;
  /** Higher is more alike. `a` and `b` are offsets of columns in prepared matrices. */
  score(x: Float64Array, a: number, y: Float64Array, b: number): number;
  /** Score → 0 … STEPS before rounding. */
  readonly stepsPerUnit: number;
  readonly worst: number;
}

export const COLUMN_MEASURES: Readonly<Record<ColumnDistance, ColumnMeasure>> = {
  pearson: { prepared: standardized, score: dotProduct, stepsPerUnit: STEPS / 2, worst: -1 },
  euclid: {
    prepared: (probabilities) => probabilities,
    score: (x, a, y, b) => -distance(x, a, y, b),
    stepsPerUnit: STEPS / Math.SQRT2,
    worst: -Math.SQRT2,
  },
};

/** Columns less their mean, scaled to length 1: their dot products are correlations. Flat columns correlate with nothing (0). */
function standardized(probabilities: Float64Array): Float64Array {
  const out = new Float64Array(probabilities.length);
  for (let at = 0; at < out.length; at += 4) {
    const mean = foursum(probabilities, at) / 4;
    for (let base = 0; base < 4; base++) out[at + base] = probabilities[at + base] - mean;
    const length = Math.sqrt(dotProduct(out, at, out, at));
    for (let base = 0; base < 4; base++) out[at + base] = length < 1e-9 ? 0 : out[at + base] / length;
  }
  return out;
}

/** A with T and C with G first: the sum of a complemented column has the same bits. */
function foursum(x: Float64Array, at: number): number {
  return x[at] + x[at + 3] + (x[at + 1] + x[at + 2]);
}

function dotProduct(x: Float64Array, a: number, y: Float64Array, b: number): number {
  return x[a] * y[b] + x[a + 3] * y[b + 3] + (x[a + 1] * y[b + 1] + x[a + 2] * y[b + 2]);
}

function distance(x: Float64Array, a: number, y: Float64Array, b: number): number {
  const at = (x[a] - y[b]) ** 2 + (x[a + 3] - y[b + 3]) ** 2;
  return Math.sqrt(at + ((x[a + 1] - y[b + 1]) ** 2 + (x[a + 2] - y[b + 2]) ** 2));
}

/** Prepared columns of many motifs in one array; motif i starts at column `starts[i]`, and `starts` ends with their number. */
export interface ColumnPool {
  readonly columns: Float64Array;
  readonly starts: Int32Array;
}

export function columnPool(motifs: readonly Motif[], measure: ColumnMeasure): ColumnPool {
  const starts = new Int32Array(motifs.length + 1);
  for (const [i, { width }] of motifs.entries()) starts[i + 1] = starts[i] + width;
  const columns = new Float64Array(4 * starts[motifs.length]);
  for (const [i, { probabilities }] of motifs.entries()) columns.set(measure.prepared(probabilities), 4 * starts[i]);
  return { columns, starts };
}

/** Steps of one column against every column of a pool. */
export function poolSteps(x: Float64Array, a: number, { columns }: ColumnPool, measure: ColumnMeasure): Uint8Array {
  const { worst, stepsPerUnit } = measure;
  const steps = new Uint8Array(columns.length / 4);
  for (let j = 0; j < steps.length; j++) {
    const step = Math.round((measure.score(x, a, columns, 4 * j) - worst) * stepsPerUnit);
    steps[j] = Math.max(0, Math.min(STEPS, step));
  }
  return steps;
}
