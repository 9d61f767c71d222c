import type { Background } from "./background.ts";
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
 * so that the table stays short for long. As many zeros lie before the table, so that no letter needs bounds.
 */
function lossMass({ background }: ScoreMatrix, losses: Int32Array, cells: number): Float64Array {
  const origin = cells + 1;
  let mass = new Float64Array(origin + cells + 1);
  let next = new Float64Array(mass.length);
  mass[origin] = 1;
  let used = 0;
  for (const { column, spread } of columnsBySpread(losses)) {
    used = Math.min(cells, used + spread);
    const shifts = Int32Array.from({ length: 4 }, (_, base) => Math.min(origin, losses[column + base]));
    addColumn(next.subarray(0, origin + used + 1), mass, origin, shifts, background);
    [mass, next] = [next, mass];
  }
  return mass.subarray(origin);
}

/** next[i] = Σ over letters of mass[i − shift] · p, for i from `origin` to the end of `next`. */
function addColumn(
  next: Float64Array,
  mass: Float64Array,
  origin: number,
  [a, c, g, t]: Int32Array,
  [pA, pC, pG, pT]: Background,
): void {
  for (let i = origin; i < next.length; i++) {
    next[i] = mass[i - a] * pA + mass[i - c] * pC + mass[i - g] * pG + mass[i - t] * pT;
  }
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
