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
 * Words with a letter that a column excludes (score −∞) are left out however large the slack: there are 4^width of them.
 */
export function bestWords(matrix: ScoreMatrix, slackBits: number): RankedWords {
  const floor = Math.max(-Number.MAX_VALUE, matrix.maxScore - slackBits - SCORE_TOLERANCE);
  const plain = Array.from({ length: matrix.width }, (_, position) => columnCells(matrix, position));
  return grownWords(matrix, floor, plain, MANY_WORDS) ?? grownWords(matrix, floor, plain.map(joinedCells))!;
}

/** With more words than this, letters of one score in one column are taken together: 30 times R stands for 2^30 words. */
const MANY_WORDS = 1 << 20;

/** A score that a column can add, and the share of the letters that have it. */
interface Cell {
  readonly score: number;
  readonly share: number;
}

/** A column that scores all letters alike is one cell. */
function columnCells({ scores, background }: ScoreMatrix, position: number): Cell[] {
  const cells = background.map((share, base) => ({ score: scores[4 * position + base], share }));
  return cells.every(({ score }) => score === cells[0].score) ? [{ score: cells[0].score, share: 1 }] : cells;
}

function joinedCells(cells: readonly Cell[]): Cell[] {
  const shares = new Map<number, number>();
  for (const { score, share } of cells) shares.set(score, (shares.get(score) ?? 0) + share);
  return [...shares].map(([score, share]) => ({ score, share }));
}

/** The words of `columns` down to `floor`; undefined when they become more than `most`. */
function grownWords(
  matrix: ScoreMatrix,
  floor: number,
  columns: readonly (readonly Cell[])[],
  most = Number.POSITIVE_INFINITY,
): RankedWords | undefined {
  const rest = bestRest(matrix);
  const equal = columns.every((cells) => cells.every(({ share }) => share === cells[0].share));
  let words: Words = { scores: Float64Array.of(0), p: equal ? undefined : Float64Array.of(1) };
  for (const [position, cells] of columns.entries()) {
    const needed = floor - rest[position + 1];
    const count = countReaching(words.scores, cells, needed);
    if (count > most) return undefined;
    words = extended(words, cells, needed, count);
  }
  const wordP = columns.reduce((product, cells) => product * cells[0].share, 1);
  return words.p === undefined ? rankedEqual(words.scores, wordP) : ranked(words.scores, words.p);
}

/** Words (or prefixes) with their scores and probabilities; without `p` all are equally likely. */
interface Words {
  readonly scores: Float64Array;
  readonly p: Float64Array | undefined;
}

/** Every word with every cell behind it, as far as its score reaches `needed`; `count` words do. */
function extended({ scores, p }: Words, cells: readonly Cell[], needed: number, count: number): Words {
  const nextScores = new Float64Array(count);
  const nextP = p === undefined ? undefined : new Float64Array(count);
  let kept = 0;
  for (const { score, share } of cells) {
    for (let i = 0; i < scores.length; i++) {
      const sum = scores[i] + score;
      if (!(sum >= needed)) continue;
      nextScores[kept] = sum;
      if (nextP !== undefined) nextP[kept] = p![i] * share;
      kept++;
    }
  }
  return { scores: nextScores, p: nextP };
}

function countReaching(scores: Float64Array, cells: readonly Cell[], needed: number): number {
  let count = 0;
  for (const { score } of cells) {
    for (let i = 0; i < scores.length; i++) if (scores[i] + score >= needed) count++;
  }
  return count;
}

/** Best score that columns position … end can still add. */
function bestRest({ width, scores }: ScoreMatrix): Float64Array {
  const rest = new Float64Array(width + 1);
  for (let position = width - 1; position >= 0; position--) {
    rest[position] = rest[position + 1] + Math.max(...scores.subarray(4 * position, 4 * position + 4));
  }
  return rest;
}

/** Ranks words that are equally likely: sorting their scores is enough. */
function rankedEqual(wordScores: Float64Array, wordP: number): RankedWords {
  const scores = wordScores.sort().reverse();
  const p = new Float64Array(scores.length);
  let distinct = 0;
  for (let i = 0; i < p.length; i++) {
    if (distinct === 0 || scores[i] !== scores[distinct - 1]) scores[distinct++] = scores[i];
    p[distinct - 1] = Math.min(1, (i + 1) * wordP);
  }
  return joined(scores, p, distinct);
}

function ranked(wordScores: Float64Array, wordP: Float64Array): RankedWords {
  const order = Uint32Array.from(wordScores.keys()).sort((a, b) => wordScores[b] - wordScores[a]);
  const scores = new Float64Array(order.length);
  const p = new Float64Array(order.length);
  let distinct = 0;
  let sum = 0;
  for (const i of order) {
    if (distinct === 0 || wordScores[i] !== scores[distinct - 1]) scores[distinct++] = wordScores[i];
    sum += wordP[i];
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
