import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Strand } from "../sequence/interval.ts";
import type { Background } from "./background.ts";
import { columnTotal, type Motif } from "./motif.ts";

/** Log2 odds in bits, flat as in {@link Motif}: element [4·position + base]. */
export interface ScoreMatrix {
  readonly width: number;
  readonly scores: Float64Array;
  /** What the odds and the p-values are against. */
  readonly background: Background;
  /** Best and worst score of any word. */
  readonly maxScore: number;
  readonly minScore: number;
}

/** Pseudocount added to a column: in total, or `sqrt` = ¼√(column total) for each letter. */
export type Pseudocount = number | "sqrt";

export const DEFAULT_PSEUDOCOUNT = 0.1;

/**
 * log2((f + k·b) / (total + k) / b) a cell, k the pseudocount in total, spread by the background b. For counts the total
 * is each column's own; for probabilities the motif's number of sites.
 */
export function scoreMatrix(
  motif: Motif,
  background: Background,
  pseudocount: Pseudocount = DEFAULT_PSEUDOCOUNT,
): ScoreMatrix {
  const { width } = motif;
  const scores = new Float64Array(4 * width);
  for (let position = 0; position < width; position++) {
    const total = motif.counts === undefined ? motif.sites : columnTotal(motif.counts, position);
    const k = pseudocount === "sqrt" ? Math.sqrt(total) : pseudocount;
    for (let base = 0; base < 4; base++) {
      const cell = 4 * position + base;
      const count = motif.counts === undefined ? motif.sites * motif.probabilities[cell] : motif.counts[cell];
      scores[cell] = Math.log2((count + k * background[base]) / (total + k) / background[base]);
    }
  }
  return matrixOf(scores, background);
}

/** Wraps finished scores (log odds in bits, or any additive weights). */
export function matrixOf(scores: Float64Array, background: Background): ScoreMatrix {
  const width = scores.length / 4;
  let maxScore = 0;
  let minScore = 0;
  for (let position = 0; position < width; position++) {
    const at = 4 * position;
    maxScore += Math.max(scores[at], scores[at + 1], scores[at + 2], scores[at + 3]);
    minScore += Math.min(scores[at], scores[at + 1], scores[at + 2], scores[at + 3]);
  }
  return { width, scores, background, maxScore, minScore };
}

/**
 * Score of the window at `start` (forward coordinates), added in motif order on either strand, so that a palindrome
 * scores the same bits both ways. NaN when a letter is unknown; the window must lie inside `codes`.
 */
export function windowScore(matrix: ScoreMatrix, codes: Uint8Array, start: number, strand: Strand): number {
  const { width, scores } = matrix;
  let sum = 0;
  for (let position = 0; position < width; position++) {
    const code = strand === "+" ? codes[start + position] : codes[start + width - 1 - position];
    if (code >= UNKNOWN_BASE) return Number.NaN;
    sum += scores[4 * position + (strand === "+" ? code : 3 - code)];
  }
  return sum;
}
