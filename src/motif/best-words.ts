import type { ScoreMatrix } from "./score-matrix.ts";

/** Scores nearer than this (bits) are one score: sums of the same cells in another order differ in the last bits. */
export const SCORE_TOLERANCE = 1e-9;

/** The best words of a matrix by score, best first, with exact p-values. */
export class RankedWords {
  /** Distinct scores (bits), descending. */
  readonly scores: Float64Array;
  /** P(S ≥ scores[i] − 1e-9). */
  readonly p: Float64Array;

  constructor(scores: Float64Array, p: Float64Array) {
    this.scores = scores;
    this.p = p;
  }

  /** p of any score; 1 below the last word. */
  pOf(score: number): number {
    if (score < this.scores[this.scores.length - 1] - SCORE_TOLERANCE) return 1;
    return this.p[Math.max(0, this.#lastAtLeast(score - SCORE_TOLERANCE))];
  }

  /** Index of the lowest score with p ≤ limit; −1 when there is none. */
  lastWithin(limit: number): number {
    let low = 0;
    let high = this.p.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.p[middle] <= limit) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #lastAtLeast(score: number): number {
    let low = 0;
    let high = this.scores.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.scores[middle] >= score) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/**
 * All words at most `slackBits` below the best score. Words grow column by column, in motif order, so their scores carry
 * the scanner's own bits; a prefix stays only while its best completion is in reach, so no level outgrows the result.
 */
export function bestWords(matrix: ScoreMatrix, slackBits: number): RankedWords {
  const floor = matrix.maxScore - slackBits;
  const rest = bestRest(matrix);
  let scores = Float64Array.of(0);
  let p = Float64Array.of(1);
  for (let position = 0; position < matrix.width; position++) {
    const needed = floor - rest[position + 1] - SCORE_TOLERANCE;
    const nextScores = new Float64Array(4 * scores.length);
    const nextP = new Float64Array(4 * scores.length);
    let kept = 0;
    for (let base = 0; base < 4; base++) {
      const cell = matrix.scores[4 * position + base];
      const share = matrix.background[base];
      for (let i = 0; i < scores.length; i++) {
        const sum = scores[i] + cell;
        if (!(sum >= needed)) continue;
        nextScores[kept] = sum;
        nextP[kept++] = p[i] * share;
      }
    }
    scores = nextScores.subarray(0, kept);
    p = nextP.subarray(0, kept);
  }
  return ranked(scores, p);
}

/** Best score that columns position … end can still add. */
function bestRest({ width, scores }: ScoreMatrix): Float64Array {
  const rest = new Float64Array(width + 1);
  for (let position = width - 1; position >= 0; position--) {
    rest[position] = rest[position + 1] + Math.max(...scores.subarray(4 * position, 4 * position + 4));
  }
  return rest;
}

function ranked(wordScores: Float64Array, wordP: Float64Array): RankedWords {
  const order = descendingOrder(wordScores, wordP);
  const scores = new Float64Array(order.scores.length);
  const p = new Float64Array(order.scores.length);
  let distinct = 0;
  let sum = 0;
  for (let i = 0; i < order.scores.length; i++) {
    if (distinct === 0 || order.scores[i] !== scores[distinct - 1]) scores[distinct++] = order.scores[i];
    sum += order.p[i];
    p[distinct - 1] = Math.min(1, sum);
  }
  joinNearScores(scores.subarray(0, distinct), p.subarray(0, distinct));
  return new RankedWords(scores.slice(0, distinct), p.slice(0, distinct));
}

/** p(s) counts scores down to s − 1e-9: each score takes the sum of the lowest one that near. */
function joinNearScores(scores: Float64Array, p: Float64Array): void {
  let reach = scores.length - 1;
  for (let i = scores.length - 1; i >= 0; i--) {
    while (scores[reach] < scores[i] - SCORE_TOLERANCE) reach--;
    p[i] = p[reach];
  }
}

/** Sorted copies, best first. Words of equal p (uniform background) need no index sort. */
function descendingOrder(scores: Float64Array, p: Float64Array): { scores: Float64Array; p: Float64Array } {
  if (p.every((x) => x === p[0])) return { scores: scores.slice().sort().reverse(), p };
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a]);
  return { scores: Float64Array.from(order, (i) => scores[i]), p: Float64Array.from(order, (i) => p[i]) };
}
