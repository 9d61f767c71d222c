import type { ScoreMatrix } from "./score-matrix.ts";

/** A loss larger than any that is kept: the cell of a letter that a column excludes (score −∞). */
const EXCLUDED = 1 << 28;

/** Cells of the coarse table that only brackets a slack (bits). */
const COARSE_BITS = 0.01;

/** P(loss ≤ x), loss = best score − score, over whole numbers of steps. */
export interface LossTail {
  /** Loss of each cell in steps, flat as the matrix. */
  readonly losses: Int32Array;
  /** P(loss ≤ steps); 1 beyond the table. */
  p(steps: number): number;
  /** Largest loss with p ≤ limit; −1 when there is none. */
  lastWithin(limit: number): number;
}

/** The tail for cells rounded to the nearest `stepBits`, kept up to `slackBits` and the rounding of all columns. */
export function lossTail(matrix: ScoreMatrix, stepBits: number, slackBits: number): LossTail {
  const losses = cellLosses(matrix, (bits) => Math.round(bits / stepBits));
  const cells = Math.min(worstLoss(losses), Math.ceil(slackBits / stepBits) + matrix.width);
  const tail = cumulated(lossMass(matrix, losses, cells));
  return {
    losses,
    p: (steps) => (steps < tail.length ? tail[steps] : 1),
    lastWithin: (limit) => lastIndexWithin(tail, limit),
  };
}

/**
 * A slack (bits below the best score) within which words of total probability above `limit` lie. Cells are rounded
 * up, so the true share is at least the table's. Infinity when all words together are needed.
 */
export function slackReaching(matrix: ScoreMatrix, limit: number): number {
  const losses = cellLosses(matrix, (bits) => Math.ceil(bits / COARSE_BITS));
  const worst = worstLoss(losses);
  for (let cells = Math.min(worst, 1024); ; cells = Math.min(worst, 2 * cells)) {
    const tail = cumulated(lossMass(matrix, losses, cells));
    const last = lastIndexWithin(tail, limit);
    if (last + 1 < tail.length) return (last + 1) * COARSE_BITS + 1e-6;
    if (cells === worst) return Number.POSITIVE_INFINITY;
  }
}

function cellLosses(matrix: ScoreMatrix, round: (bits: number) => number): Int32Array {
  const losses = new Int32Array(matrix.scores.length);
  for (let position = 0; position < matrix.width; position++) {
    const column = matrix.scores.subarray(4 * position, 4 * position + 4);
    const best = Math.max(...column);
    for (let base = 0; base < 4; base++) losses[4 * position + base] = Math.min(EXCLUDED, round(best - column[base]));
  }
  return losses;
}

/** Largest total loss over words that no column excludes. */
function worstLoss(losses: Int32Array): number {
  let sum = 0;
  for (let column = 0; column < losses.length; column += 4) {
    let worst = 0;
    for (let base = 0; base < 4; base++) {
      const loss = losses[column + base];
      if (loss < EXCLUDED) worst = Math.max(worst, loss);
    }
    sum += worst;
  }
  return sum;
}

/** Probability mass of each total loss 0 … cells; what exceeds `cells` is dropped. */
function lossMass(matrix: ScoreMatrix, losses: Int32Array, cells: number): Float64Array {
  let mass = new Float64Array(cells + 1);
  mass[0] = 1;
  let used = 0;
  for (let column = 0; column < losses.length; column += 4) {
    const next = new Float64Array(cells + 1);
    let reached = 0;
    for (let base = 0; base < 4; base++) {
      const loss = losses[column + base];
      const p = matrix.background[base];
      const end = Math.min(used, cells - loss);
      for (let i = 0; i <= end; i++) next[i + loss] += mass[i] * p;
      if (end >= 0) reached = Math.max(reached, end + loss);
    }
    mass = next;
    used = reached;
  }
  return mass;
}

function cumulated(mass: Float64Array): Float64Array {
  let sum = 0;
  for (let i = 0; i < mass.length; i++) {
    sum += mass[i];
    mass[i] = Math.min(1, sum);
  }
  return mass;
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
