import type { Background } from "../../motif/background.ts";
import type { Motif } from "../../motif/motif.ts";
import { matrixOf, type ScoreMatrix } from "../../motif/score-matrix.ts";
import type { Search } from "../search.ts";
import { roundedToTenDigits } from "./rounding.ts";

/** FIMO's own log2: the natural logarithm times this truncated constant. */
// biome-ignore lint/suspicious/noApproximativeNumericConstant: the peer's truncation is the point
const LOG2_E = 1.44269504;
const PSEUDOCOUNT = 0.1;
/** Whole numbers that a column may span. */
const CELL_RANGE = 1000;

/** FIMO adds this to every frequency of a background before it scales them. */
const BACKGROUND_EPSILON = 5e-7;

/** A background as FIMO uses it. `background` is averaged over the strands already where both are scanned. */
export function fimoBackground(background: Background): Background {
  const raised = background.map((b) => b + BACKGROUND_EPSILON);
  const total = raised.reduce((sum, b) => sum + b, 0);
  return raised.map((b) => b / total) as unknown as Background;
}

/**
 * A motif as FIMO 5.5.8 scans it: cells scaled to whole numbers, scores and p-values rounded to ten significant digits
 * before the test. Scores inside a scan are the whole-number sums; `shownScore` gives FIMO's bits.
 */
export function fimoSearch(motif: Motif, background: Background, limit: number): Search {
  const { cells, offset, scale } = wholeCells(motif, background);
  const matrix = matrixOf(cells, background);
  const forward = tailTable(cells, background);
  const reverse = tailTable(cells.slice().reverse(), background);
  const lowest = forward.findIndex((p) => p <= limit);
  const { width } = motif;
  return {
    motif,
    matrix,
    distribution: {
      limit,
      smallestP: forward[matrix.maxScore],
      threshold: lowest < 0 ? Number.POSITIVE_INFINITY : lowest,
      scoreFloor: 0,
      pValue: (sum, _codes, _start, strand) => (strand === "+" ? forward : reverse)[sum],
    },
    scoreFloor: lowest < 0 ? Number.POSITIVE_INFINITY : Math.max(0, lowest - 1),
    pLimit: limit,
    matchWord: false,
    shownScore: (sum) => roundedToTenDigits(sum / scale + width * offset),
  };
}

/** Every cell as a whole number 0 … 1000 and how to get back to bits. */
function wholeCells(motif: Motif, background: Background): { cells: Float64Array; offset: number; scale: number } {
  const odds = motif.probabilities.map((p, cell) => {
    const b = background[cell % 4];
    return Math.log((p * motif.sites + PSEUDOCOUNT * b) / (motif.sites + PSEUDOCOUNT) / b) * LOG2_E;
  });
  const largest = odds.reduce((most, x) => Math.max(most, x));
  const smallest = odds.reduce((least, x) => Math.min(least, x));
  const offset = Math.floor(smallest === largest ? largest - 1 : smallest);
  const scale = Math.floor(CELL_RANGE / (largest - offset));
  return { cells: odds.map((x) => Math.trunc((x - offset) * scale + 0.5)), offset, scale };
}

/** p of every whole-number sum 0 … 1000·width, summed from the top, rounded as FIMO does. */
function tailTable(cells: ScoreMatrix["scores"], background: Background): Float64Array {
  let mass = Float64Array.of(1);
  for (let column = 0; column < cells.length; column += 4) {
    const next = new Float64Array(mass.length + CELL_RANGE);
    for (let base = 0; base < 4; base++) {
      const cell = cells[column + base];
      for (let sum = 0; sum < mass.length; sum++) next[sum + cell] += mass[sum] * background[base];
    }
    mass = next;
  }
  for (let sum = mass.length - 2; sum >= 0; sum--) mass[sum] = Math.min(1, mass[sum] + mass[sum + 1]);
  return mass.map(roundedToTenDigits);
}
