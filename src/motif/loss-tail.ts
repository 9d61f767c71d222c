import { COLUMN_FIELDS, EXCLUDED, type LossColumns, lossMass } from "./loss-mass.ts";
import type { ScoreMatrix } from "./score-matrix.ts";

/** Cells of the coarse table that only brackets a slack (bits); 1,024 of them reach as far as most limits. */
const COARSE_BITS = 0.02;
const COARSE_CELLS = 1024;

/** P(loss ≤ x), loss = best score − score, over whole numbers of steps. */
export class LossTable {
  /** [x] = P(loss ≤ x). */
  readonly tail: Float64Array;

  constructor(tail: Float64Array) {
    this.tail = tail;
  }

  /** P(loss ≤ steps); 1 beyond the table. */
  p(steps: number): number {
    return steps < this.tail.length ? this.tail[steps] : 1;
  }

  /** Largest loss with p ≤ limit; −1 when there is none. */
  lastWithin(limit: number): number {
    return lastIndexWithin(this.tail, limit);
  }
}

/** The cells of a matrix as losses in whole steps. */
export interface RoundedLosses {
  /** Flat as the matrix. */
  readonly losses: Int32Array;
  /** Score (bits) of a loss in steps. */
  scoreAt(steps: number): number;
}

/**
 * Scores rounded to the nearest `stepBits`. Scores are rounded, not losses: then words that tie because they add the same
 * scores in another order still do.
 */
export function roundedLosses(matrix: ScoreMatrix, stepBits: number): RoundedLosses {
  const steps = (bits: number) => Math.round(bits / stepBits);
  const bestSteps = columnBests(matrix).reduce((sum, best) => sum + steps(best), 0);
  return {
    losses: cellLosses(matrix, (best, bits) => steps(best) - steps(bits)),
    scoreAt: (loss) => (bestSteps - loss) * stepBits,
  };
}

export interface LossTail extends RoundedLosses {
  readonly table: LossTable;
}

/** The tail for rounded scores, kept up to `slackBits` and the rounding of all columns. */
export function lossTail(matrix: ScoreMatrix, stepBits: number, slackBits: number): LossTail {
  const rounded = roundedLosses(matrix, stepBits);
  const columns = columnsBySpread(rounded.losses);
  const cells = Math.min(worstLoss(columns), Math.ceil(slackBits / stepBits) + matrix.width);
  return { ...rounded, table: new LossTable(lossMass(columns, matrix.background, cells)) };
}

/** How far below the best score words must be looked for, by a coarse table that is made once for all questions. */
export class Slacks {
  readonly #matrix: ScoreMatrix;
  readonly #columns: LossColumns;
  readonly #worst: number;
  #tail: Float64Array;

  constructor(matrix: ScoreMatrix) {
    this.#matrix = matrix;
    // Rounded up, so that the true share of words within a slack is at least the table's.
    this.#columns = columnsBySpread(cellLosses(matrix, (best, bits) => Math.ceil((best - bits) / COARSE_BITS)));
    this.#worst = worstLoss(this.#columns);
    this.#tail = this.#upTo(COARSE_CELLS);
  }

  /** No word loses more (bits). */
  get largest(): number {
    return this.#worst * COARSE_BITS;
  }

  /** A slack (bits) within which words of total probability above `limit` lie; Infinity when that takes all words. */
  reaching(limit: number): number {
    for (;;) {
      const last = lastIndexWithin(this.#tail, limit);
      if (last + 1 < this.#tail.length) return (last + 1) * COARSE_BITS + 1e-6;
      if (this.#tail.length > this.#worst) return Number.POSITIVE_INFINITY;
      this.#tail = this.#upTo(2 * this.#tail.length);
    }
  }

  #upTo(cells: number): Float64Array {
    return lossMass(this.#columns, this.#matrix.background, Math.min(this.#worst, cells));
  }
}

/** At least the share of words that score `score` bits or more: 1 where the motif has no worse words. */
export function shareReaching(matrix: ScoreMatrix, score: number): number {
  const steps = (matrix.maxScore - score) / COARSE_BITS;
  if (steps < 0) return 0;
  // Rounded down, so that no word is lost.
  const columns = columnsBySpread(cellLosses(matrix, (best, bits) => Math.floor((best - bits) / COARSE_BITS)));
  const worst = worstLoss(columns);
  const cells = Math.min(worst, Math.floor(steps) + 1);
  return cells === worst ? 1 : lossMass(columns, matrix.background, cells)[cells];
}

function cellLosses(matrix: ScoreMatrix, lossOf: (best: number, bits: number) => number): Int32Array {
  const bests = columnBests(matrix);
  const losses = new Int32Array(matrix.scores.length);
  for (let cell = 0; cell < losses.length; cell++) {
    losses[cell] = Math.min(EXCLUDED, lossOf(bests[cell >> 2], matrix.scores[cell]));
  }
  return losses;
}

function columnBests({ width, scores }: ScoreMatrix): Float64Array {
  const bests = new Float64Array(width);
  for (let position = 0; position < width; position++) {
    const at = 4 * position;
    bests[position] = Math.max(scores[at], scores[at + 1], scores[at + 2], scores[at + 3]);
  }
  return bests;
}

/** Columns that spread little come first, so that the table stays short for long. */
export function columnsBySpread(losses: Int32Array): LossColumns {
  const spreads = Float64Array.from({ length: losses.length / 4 }, (_, position) => spreadOf(losses, 4 * position));
  const order = Array.from(spreads.keys()).sort((a, b) => spreads[a] - spreads[b]);
  const columns = new Int32Array(COLUMN_FIELDS * order.length);
  for (let i = 0; i < order.length; i++) {
    columns.set(losses.subarray(4 * order[i], 4 * order[i] + 4), COLUMN_FIELDS * i);
    columns[COLUMN_FIELDS * i + 4] = spreads[order[i]];
  }
  return columns;
}

function spreadOf(losses: Int32Array, at: number): number {
  let spread = 0;
  for (let cell = at; cell < at + 4; cell++) {
    if (losses[cell] < EXCLUDED) spread = Math.max(spread, losses[cell]);
  }
  return spread;
}

/** Largest total loss over words that no column excludes. */
export function worstLoss(columns: LossColumns): number {
  let sum = 0;
  for (let spread = 4; spread < columns.length; spread += COLUMN_FIELDS) sum += columns[spread];
  return sum;
}

/** Last index of a non-decreasing array whose value is ≤ limit; −1 when there is none. */
function lastIndexWithin(values: Float64Array, limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
