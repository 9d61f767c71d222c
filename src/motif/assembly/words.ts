import { makeRoom } from "./memory";

/*
 * Memory, in bytes. The caller writes 6 × f64 per column: how many cells it has (1 or 4), their scores, and the best score
 * that the columns behind it can add. Two lists of words follow, and the p-values.
 */
export const CELLS: i32 = 1024;
const COLUMN: i32 = 48;
/** Columns and words that fit. */
export const MOST_CELL_COLUMNS: i32 = 512;
export const MOST_WORDS: i32 = 65536;
/** The scores of the words, f64, best first. */
export const WORDS: i32 = CELLS + COLUMN * MOST_CELL_COLUMNS;
const OTHER_WORDS: i32 = WORDS + 8 * MOST_WORDS;
/** Their p-values, f64. */
export const P_VALUES: i32 = OTHER_WORDS + 8 * MOST_WORDS;

/**
 * All words that can reach `floor`, column by column, each of probability `wordP`; how many distinct scores they have, or
 * −1 when they are too many. Scores nearer than `tolerance` share the p of the lowest.
 */
export function growWords(columns: i32, floor: f64, wordP: f64, tolerance: f64): i32 {
  makeRoom(P_VALUES + 8 * MOST_WORDS);
  let words = <usize>(columns & 1 ? OTHER_WORDS : WORDS);
  let count = 1;
  store<f64>(words, 0);
  for (let column = 0; column < columns; column++) {
    const next = <usize>(WORDS + OTHER_WORDS) - words;
    count = addColumn(words, count, next, <usize>(CELLS + COLUMN * column), floor);
    if (count < 0) return -1;
    words = next;
  }
  const distinct = rank(count, wordP);
  join(distinct, tolerance);
  return distinct;
}

function addColumn(words: usize, count: i32, next: usize, column: usize, floor: f64): i32 {
  const needed = floor - load<f64>(column, 40);
  if (load<f64>(column) === 1) return addCell(words, count, next, load<f64>(column, 8), needed);
  return addCells(words, count, next, column, needed);
}

function addCell(words: usize, count: i32, next: usize, cell: f64, needed: f64): i32 {
  const reach = reaching(words, count, needed, cell);
  for (let i: usize = 0, end = <usize>reach << 3; i < end; i += 8) store<f64>(next + i, load<f64>(words + i) + cell);
  return reach;
}

/** Four lists in order, one a letter, merged into one. */
function addCells(words: usize, count: i32, next: usize, column: usize, needed: f64): i32 {
  const a = load<f64>(column, 8);
  const c = load<f64>(column, 16);
  const g = load<f64>(column, 24);
  const t = load<f64>(column, 32);
  const reachA = reaching(words, count, needed, a);
  const reachC = reaching(words, count, needed, c);
  const reachG = reaching(words, count, needed, g);
  const reachT = reaching(words, count, needed, t);
  const total = reachA + reachC + reachG + reachT;
  if (total > MOST_WORDS) return -1;
  const endA = words + (<usize>reachA << 3);
  const endC = words + (<usize>reachC << 3);
  const endG = words + (<usize>reachG << 3);
  const endT = words + (<usize>reachT << 3);
  let atA = words;
  let atC = words;
  let atG = words;
  let atT = words;
  let scoreA = head(atA, endA, a);
  let scoreC = head(atC, endC, c);
  let scoreG = head(atG, endG, g);
  let scoreT = head(atT, endT, t);
  for (let at = next, end = next + (<usize>total << 3); at < end; at += 8) {
    const best = max(max(scoreA, scoreC), max(scoreG, scoreT));
    store<f64>(at, best);
    if (best === scoreA) scoreA = head((atA += 8), endA, a);
    else if (best === scoreC) scoreC = head((atC += 8), endC, c);
    else if (best === scoreG) scoreG = head((atG += 8), endG, g);
    else scoreT = head((atT += 8), endT, t);
  }
  return total;
}

@inline
function head(at: usize, end: usize, cell: f64): f64 {
  return at < end ? load<f64>(at) + cell : -Infinity;
}

/** How many of the words reach `needed` with `cell` added. */
function reaching(words: usize, count: i32, needed: f64, cell: f64): i32 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(words + (<usize>middle << 3)) + cell >= needed) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Leaves each score once, with the probability of all words down to it. */
function rank(count: i32, wordP: f64): i32 {
  let distinct = 0;
  for (let i = 0; i < count; i++) {
    const score = load<f64>(WORDS + (i << 3));
    if (distinct === 0 || score !== load<f64>(WORDS + ((distinct - 1) << 3))) store<f64>(WORDS + (distinct++ << 3), score);
    store<f64>(P_VALUES + ((distinct - 1) << 3), min<f64>(1, <f64>(i + 1) * wordP));
  }
  return distinct;
}

function join(distinct: i32, tolerance: f64): void {
  let reach = distinct - 1;
  for (let i = distinct - 1; i >= 0; i--) {
    const lowest = load<f64>(WORDS + (i << 3)) - tolerance;
    while (load<f64>(WORDS + (reach << 3)) < lowest) reach--;
    store<f64>(P_VALUES + (i << 3), load<f64>(P_VALUES + (reach << 3)));
  }
}
