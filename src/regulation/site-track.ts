import type { ScoreMatrix } from "../motif/score-matrix.ts";
import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Strand } from "../sequence/interval.ts";

/** Letters of a table: the fifth is the unknown one and scores −Infinity. */
const LETTERS = UNKNOWN_BASE + 1;

/** A matrix as two tables over five letters, [5·position + letter], for either strand of the record. */
export interface SiteTables {
  readonly width: number;
  readonly column: number;
  readonly forward: Float64Array;
  /** Looked up with the letters of the record, last letter of the site first. */
  readonly reverse: Float64Array;
}

export function siteTables({ width, scores }: ScoreMatrix, column: number): SiteTables {
  const forward = new Float64Array(LETTERS * width).fill(Number.NEGATIVE_INFINITY);
  const reverse = forward.slice();
  for (let position = 0; position < width; position++) {
    for (let base = 0; base < 4; base++) {
      forward[LETTERS * position + base] = scores[4 * position + base];
      reverse[LETTERS * position + base] = scores[4 * position + 3 - base];
    }
  }
  return { width, column, forward, reverse };
}

/** track[i] = score of the site on `strand` whose column lies on letter i, added in motif order. */
export function placeScores(codes: Uint8Array, tables: SiteTables, strand: Strand, track: Float64Array): void {
  const { width, column } = tables;
  const table = strand === "+" ? tables.forward : tables.reverse;
  const step = strand === "+" ? 1 : -1;
  const toColumn = strand === "+" ? column : width - 1 - column;
  const firstLetter = strand === "+" ? 0 : width - 1;
  track.fill(Number.NEGATIVE_INFINITY);
  for (let start = 0; start + width <= codes.length; start++) {
    let sum = 0;
    let at = start + firstLetter;
    for (let cell = 0; cell < table.length; cell += LETTERS) {
      sum += table[cell + codes[at]];
      at += step;
    }
    track[start + toColumn] = sum;
  }
}

/** The greater of two tracks, place by place, into the first. */
export function raise(values: Float64Array, others: Float64Array): void {
  for (let i = 0; i < values.length; i++) if (others[i] > values[i]) values[i] = others[i];
}
