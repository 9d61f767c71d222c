import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Interval } from "../sequence/interval.ts";

/**
 * Transition probabilities of Durbin, Eddy, Krogh and Mitchison 1998 (Biological sequence analysis, section 3.1), from a
 * set of human CpG islands and the DNA beside them. Rows: base before, columns: base, both in the order A C G T.
 */
const ISLAND = [
  [0.18, 0.274, 0.426, 0.12],
  [0.171, 0.368, 0.274, 0.188],
  [0.161, 0.339, 0.375, 0.125],
  [0.079, 0.355, 0.384, 0.182],
];
const BACKGROUND = [
  [0.3, 0.205, 0.285, 0.21],
  [0.322, 0.298, 0.078, 0.302],
  [0.248, 0.246, 0.298, 0.208],
  [0.177, 0.239, 0.292, 0.292],
];

/** Chance of a switch at each base. The book gives none. */
export interface SwitchRates {
  /** From island to background. */
  readonly leave: number;
  /** From background to island. */
  readonly enter: number;
}

/** Unknown letters in a row that cut a sequence into chains of their own, so that no island is carried through a gap. */
const CUTTING_RUN = 100;

/** Probabilities of a base after another, flat by `pairIndex`; 1 where either is unknown (a missing observation). */
export const ISLAND_BASES: Readonly<Float64Array> = pairTable(ISLAND);
export const BACKGROUND_BASES: Readonly<Float64Array> = pairTable(BACKGROUND);
/** log2 of the first over the second. */
export const LOG_ODDS: Readonly<Float64Array> = ISLAND_BASES.map((p, pair) => Math.log2(p / BACKGROUND_BASES[pair]));

export function pairIndex(before: number, base: number): number {
  return 5 * before + base;
}

/** Probability of a chain's first base, in either state. */
export function firstBase(code: number): number {
  return code < UNKNOWN_BASE ? 0.25 : 1;
}

/** Share of islands where nothing is known: the equilibrium of the switches. */
export function islandShare({ leave, enter }: SwitchRates): number {
  return enter / (enter + leave);
}

/** Rows are normalised: the book's row of C in islands adds up to 1.001. */
function pairTable(rows: readonly (readonly number[])[]): Float64Array {
  const table = new Float64Array(25).fill(1);
  for (const [before, row] of rows.entries()) {
    const sum = row.reduce((total, p) => total + p, 0);
    for (const [base, p] of row.entries()) table[pairIndex(before, base)] = p / sum;
  }
  return table;
}

/** The sequence without its runs of 100 or more unknown letters. */
export function knownStretches(codes: Uint8Array): Interval[] {
  const found: Interval[] = [];
  let start = 0;
  let unknown = 0;
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] === UNKNOWN_BASE) {
      unknown++;
      continue;
    }
    if (unknown >= CUTTING_RUN) {
      if (i - unknown > start) found.push({ start, end: i - unknown });
      start = i;
    }
    unknown = 0;
  }
  const end = unknown >= CUTTING_RUN ? codes.length - unknown : codes.length;
  if (end > start) found.push({ start, end });
  return found;
}
