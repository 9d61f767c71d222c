import type { ScoreMatrix } from "./score-matrix.ts";

/** A loss larger than any that is kept: the cell of a letter that a column excludes (score −∞). */
const EXCLUDED = 1 << 28;

/** Cells of the coarse table that only brackets a slack (bits); 1,024 of them reach as far as most limits. */
const COARSE_BITS = 0.02;
const COARSE_CELLS = 1024;

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
  for (let cells = Math.min(worst, COARSE_CELLS); ; cells = Math.min(worst, 2 * cells)) {
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
  return columnsBySpread(losses).reduce((sum, { spread }) => sum + spread, 0);
}

/**
 * Probability mass of each total loss 0 … cells; what exceeds `cells` is dropped. Columns that spread little come first,
 * so that the table stays short for long.
 */
function lossMass({ background }: ScoreMatrix, losses: Int32Array, cells: number): Float64Array {
  let mass = new Float64Array(cells + 1);
  let next = new Float64Array(cells + 1);
  mass[0] = 1;
  let used = 0;
  for (const { column, spread } of columnsBySpread(losses)) {
    const reach = Math.min(cells, used + spread);
    next.fill(0, 0, reach + 1);
    for (let base = 0; base < 4; base++) addShifted(next, mass, used, losses[column + base], background[base], cells);
    [mass, next] = [next, mass];
    used = reach;
  }
  return mass;
}

/** next[i + loss] += mass[i] · p for all i ≤ used that stay within the table. */
function addShifted(
  next: Float64Array,
  mass: Float64Array,
  used: number,
  loss: number,
  p: number,
  cells: number,
): void {
  const end = Math.min(used, cells - loss);
  for (let i = 0; i <= end; i++) next[i + loss] += mass[i] * p;
}

function columnsBySpread(losses: Int32Array): { column: number; spread: number }[] {
  const columns: { column: number; spread: number }[] = [];
  for (let column = 0; column < losses.length; column += 4) {
    let spread = 0;
    for (let base = 0; base < 4; base++) {
      if (losses[column + base] < EXCLUDED) spread = Math.max(spread, losses[column + base]);
    }
    columns.push({ column, spread });
  }
  return columns.sort((a, b) => a.spread - b.spread);
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
