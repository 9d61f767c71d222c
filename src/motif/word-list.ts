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

/** A score that a column can add, and the share of the letters that have it. */
export interface Cell {
  readonly score: number;
  readonly share: number;
}

/** Words (or prefixes) by score, best first, with their probabilities; without `p` all are equally likely. */
export interface Words {
  readonly scores: Float64Array;
  readonly p: Float64Array | undefined;
}

/** How many of `scores` (descending) reach `needed` with `cell` added. */
export function countReaching(scores: Float64Array, needed: number, cell: number): number {
  let low = 0;
  let high = scores.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scores[middle] + cell >= needed) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first `count` words with a cell behind them. */
export function withCell({ scores, p }: Words, cell: Cell, count: number): Words {
  const next = new Float64Array(count);
  for (let i = 0; i < count; i++) next[i] = scores[i] + cell.score;
  return { scores: next, p: p?.subarray(0, count).map((share) => share * cell.share) };
}

/** Two lists in order make one: growing sorted lists is several times faster than sorting at the end. */
export function merged(a: Words, b: Words): Words {
  const scores = new Float64Array(a.scores.length + b.scores.length);
  const p = a.p && new Float64Array(scores.length);
  for (let i = 0, j = 0, k = 0; k < scores.length; k++) {
    const fromA = j === b.scores.length || (i < a.scores.length && a.scores[i] >= b.scores[j]);
    scores[k] = fromA ? a.scores[i] : b.scores[j];
    if (p !== undefined) p[k] = fromA ? a.p![i] : b.p![j];
    if (fromA) i++;
    else j++;
  }
  return { scores, p };
}

/** Best score that columns position … end can still add. */
export function bestRest({ width, scores }: ScoreMatrix): Float64Array {
  const rest = new Float64Array(width + 1);
  for (let position = width - 1; position >= 0; position--) {
    const at = 4 * position;
    rest[position] = rest[position + 1] + Math.max(scores[at], scores[at + 1], scores[at + 2], scores[at + 3]);
  }
  return rest;
}

/** Distinct scores with the probability of all words down to each; `wordP` is every word's where they are equally likely. */
export function ranked(words: Words, wordP: number): RankedWords {
  const scores = words.scores.slice();
  const p = new Float64Array(scores.length);
  let distinct = 0;
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    if (distinct === 0 || words.scores[i] !== scores[distinct - 1]) scores[distinct++] = words.scores[i];
    sum = words.p === undefined ? (i + 1) * wordP : sum + words.p[i];
    p[distinct - 1] = Math.min(1, sum);
  }
  return joined(scores, p, distinct);
}

/** The first `distinct` entries; p(s) counts scores down to s − 1e-9, so each takes the sum of the lowest that near. */
function joined(allScores: Float64Array, allP: Float64Array, distinct: number): RankedWords {
  const scores = allScores.slice(0, distinct);
  const p = allP.slice(0, distinct);
  let reach = distinct - 1;
  for (let i = distinct - 1; i >= 0; i--) {
    while (scores[reach] < scores[i] - SCORE_TOLERANCE) reach--;
    p[i] = p[reach];
  }
  return new RankedWords(scores, p);
}

/** Scores nearer than this (bits) are one sum. */
const TIE_BITS = 1e-11;

/** Words of one score taken together. */
export function withoutTies(words: Words): Words {
  const scores = new Float64Array(words.scores.length);
  const p = new Float64Array(words.scores.length);
  let distinct = 0;
  for (let i = 0; i < p.length; i++) {
    if (distinct === 0 || words.scores[i] < scores[distinct - 1] - TIE_BITS) scores[distinct++] = words.scores[i];
    p[distinct - 1] += words.p![i];
  }
  return { scores: scores.subarray(0, distinct), p: p.subarray(0, distinct) };
}
