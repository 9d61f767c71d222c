import { pValueKernel } from "./kernel.ts";
import type { ScoreMatrix } from "./score-matrix.ts";
import {
  bestRest,
  type Cell,
  countReaching,
  merged,
  RankedWords,
  ranked,
  SCORE_TOLERANCE,
  type Words,
  withCell,
  withoutTies,
} from "./word-list.ts";

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

/** With more words than this, letters of one score in one column are taken together: 30 times R stands for 2^30 words. */
const MANY_WORDS = 1 << 20;

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
