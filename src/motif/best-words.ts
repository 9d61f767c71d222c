import { pValueKernel } from "./kernel.ts";
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
  return kernelWords(matrix, floor) ?? plainWords(matrix, floor);
}

/** The same in plain code, from `floor` (bits) on. */
export function plainWords(matrix: ScoreMatrix, floor: number): RankedWords {
  const plain = columnsOf(matrix);
  return grownWords(matrix, floor, plain, MANY_WORDS) ?? grownWords(matrix, floor, plain.map(joinedCells))!;
}

/** By WebAssembly, the same bits; undefined where words differ in probability or are too many for it. */
function kernelWords(matrix: ScoreMatrix, floor: number): RankedWords | undefined {
  const kernel = pValueKernel();
  const columns = columnsOf(matrix);
  if (kernel === undefined || columns.length > kernel.layout.MOST_CELL_COLUMNS || !isEven(columns)) return undefined;
  const { memory, layout } = kernel;
  const fields = new Float64Array(memory.buffer, layout.CELLS, CELL_FIELDS * columns.length);
  const rest = bestRest(matrix);
  for (const [position, cells] of columns.entries()) {
    const scores = cells.map(({ score }) => score);
    fields.set([cells.length, ...scores], CELL_FIELDS * position);
    fields[CELL_FIELDS * (position + 1) - 1] = rest[position + 1];
  }
  const count = kernel.call.growWords(columns.length, floor, wordShare(columns), SCORE_TOLERANCE);
  if (count < 0) return undefined;
  const part = (address: number) => new Float64Array(memory.buffer, address, count).slice();
  return new RankedWords(part(layout.WORDS), part(layout.P_VALUES));
}

/** Number of cells, four scores, best rest. */
const CELL_FIELDS = 6;

/**
 * The same with prefixes of one score (within 1e-11 bit) taken together at every column: a motif of few sites has many
 * words but few different sums. Undefined when there are more than `most`.
 */
export function tiedWords(matrix: ScoreMatrix, slackBits: number, most: number): RankedWords | undefined {
  const floor = matrix.maxScore - slackBits - SCORE_TOLERANCE;
  return grownWords(matrix, floor, columnsOf(matrix).map(joinedCells), most, withoutTies);
}

const TIE_BITS = 1e-11;

function withoutTies(words: Words): Words {
  const scores = new Float64Array(words.scores.length);
  const p = new Float64Array(words.scores.length);
  let distinct = 0;
  for (let i = 0; i < p.length; i++) {
    if (distinct === 0 || words.scores[i] < scores[distinct - 1] - TIE_BITS) scores[distinct++] = words.scores[i];
    p[distinct - 1] += words.p![i];
  }
  return { scores: scores.subarray(0, distinct), p: p.subarray(0, distinct) };
}

/** With more words than this, letters of one score in one column are taken together: 30 times R stands for 2^30 words. */
const MANY_WORDS = 1 << 20;

/** A score that a column can add, and the share of the letters that have it. */
interface Cell {
  readonly score: number;
  readonly share: number;
}

function columnsOf(matrix: ScoreMatrix): Cell[][] {
  return Array.from({ length: matrix.width }, (_, position) => columnCells(matrix, position));
}

/** Are all words equally likely? */
function isEven(columns: readonly (readonly Cell[])[]): boolean {
  return columns.every((cells) => cells.every(({ share }) => share === cells[0].share));
}

/** Probability of each word, where they are equally likely. */
function wordShare(columns: readonly (readonly Cell[])[]): number {
  return columns.reduce((product, cells) => product * cells[0].share, 1);
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
  tidy?: (words: Words) => Words,
): RankedWords | undefined {
  const rest = bestRest(matrix);
  const equal = tidy === undefined && isEven(columns);
  let words: Words = { scores: Float64Array.of(0), p: equal ? undefined : Float64Array.of(1) };
  for (const [position, cells] of columns.entries()) {
    const reach = cells.map(({ score }) => countReaching(words.scores, floor - rest[position + 1], score));
    if (reach.reduce((sum, count) => sum + count, 0) > most) return undefined;
    const lists = cells.map((cell, i) => withCell(words, cell, reach[i]));
    words = lists.length === 4 ? merged(merged(lists[0], lists[1]), merged(lists[2], lists[3])) : lists.reduce(merged);
    if (tidy !== undefined) words = tidy(words);
  }
  return ranked(words, wordShare(columns));
}

/** Words (or prefixes) by score, best first, with their probabilities; without `p` all are equally likely. */
interface Words {
  readonly scores: Float64Array;
  readonly p: Float64Array | undefined;
}

/** How many of `scores` (descending) reach `needed` with `cell` added. */
function countReaching(scores: Float64Array, needed: number, cell: number): number {
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
function withCell({ scores, p }: Words, cell: Cell, count: number): Words {
  const next = new Float64Array(count);
  for (let i = 0; i < count; i++) next[i] = scores[i] + cell.score;
  return { scores: next, p: p?.subarray(0, count).map((share) => share * cell.share) };
}

/** Two lists in order make one: growing sorted lists is several times faster than sorting at the end. */
function merged(a: Words, b: Words): Words {
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
function bestRest({ width, scores }: ScoreMatrix): Float64Array {
  const rest = new Float64Array(width + 1);
  for (let position = width - 1; position >= 0; position--) {
    const at = 4 * position;
    rest[position] = rest[position + 1] + Math.max(scores[at], scores[at + 1], scores[at + 2], scores[at + 3]);
  }
  return rest;
}

/** Distinct scores with the probability of all words down to each; `wordP` is every word's where they are equally likely. */
function ranked(words: Words, wordP: number): RankedWords {
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
