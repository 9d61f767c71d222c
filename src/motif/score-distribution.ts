import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Strand } from "../sequence/interval.ts";
import { UNIFORM } from "./background.ts";
import { bestWords, type RankedWords, SCORE_TOLERANCE } from "./best-words.ts";
import { ExactTail } from "./exact-tail.ts";
import { lossTail, slackReaching } from "./loss-tail.ts";
import type { ScoreMatrix } from "./score-matrix.ts";

/** Up to this many words (limit · 4^width) are enumerated, and every motif up to this width. */
const ENUMERABLE_WORDS = 50_000;
const ENUMERABLE_WIDTH = 10;

/** Never more than about so many, where the background makes the best words rare. */
const MOST_WORDS = 200_000;

/** Wide motifs: cells rounded to this many bits, except the exact best words. */
const STEP_BITS = 2e-3;
const HEAD_WORDS = 1024;
/** Widens a slack against rounding (bits). */
const SLACK_MARGIN = 1e-6;
/** A rounded p this near to the limit (relative) is replaced by the exact one, so that no hit hangs on rounding. */
const DECIDED_EXACTLY = 0.01;

/**
 * p-values of a score matrix: p(s) = P(S ≥ s − 1e-9 bit) over random words from the matrix's background. Exact where the
 * words can be enumerated (width ≤ 10, or limit·4^width ≤ 50,000), else a dynamic programme over cells rounded to
 * 2e-3 bit (Staden 1989) joined to the exact best 1,024 words, and exact again near the limit up to width 20: 99 of
 * 100 words within 0.25 %; where many words tie, as in motifs of few sites, rounding parts them and costs up to a few percent.
 */
export interface ScoreDistribution {
  /** p-values are known up to at least this one. */
  readonly limit: number;
  /** p of the best word: the smallest that the motif can reach. */
  readonly smallestP: number;
  /** Lowest attained score with p ≤ limit; Infinity when even the best word has a larger p. */
  readonly threshold: number;
  /** No window below this score (bits) has p ≤ limit; windows above it are decided by their p. */
  readonly scoreFloor: number;
  /** p of the window at `start` whose score is `score`; at least `limit` when the window lies beyond what is known. */
  pValue(score: number, codes: Uint8Array, start: number, strand: Strand): number;
}

/** The distribution of `matrix` for p-values up to `limit` (1: all). */
export function scoreDistribution(matrix: ScoreMatrix, limit: number): ScoreDistribution {
  return isEnumerable(matrix, limit) ? enumerated(matrix, limit) : rounded(matrix, limit);
}

/** Under a skewed background the best words may be rare, and many of them needed to reach the limit. */
function isEnumerable(matrix: ScoreMatrix, limit: number): boolean {
  if (matrix.width <= ENUMERABLE_WIDTH) return true;
  if (limit * 4 ** matrix.width > ENUMERABLE_WORDS) return false;
  return isUniform(matrix) || slackReaching(matrix, limit) <= slackOfWords(matrix, MOST_WORDS);
}

function isUniform({ background }: ScoreMatrix): boolean {
  return background.every((b) => b === background[0]);
}

/** A slack within which at least so many words lie. */
function slackOfWords(matrix: ScoreMatrix, words: number): number {
  return slackReaching({ ...matrix, background: UNIFORM }, words / 4 ** matrix.width);
}

function enumerated(matrix: ScoreMatrix, limit: number): ScoreDistribution {
  const words = bestWords(matrix, slackReaching(matrix, limit));
  const last = words.lastWithin(limit);
  const threshold = last < 0 ? Number.POSITIVE_INFINITY : words.scores[last];
  return {
    limit,
    smallestP: words.p[0],
    threshold,
    scoreFloor: threshold - SCORE_TOLERANCE,
    pValue: (score) => words.pOf(score),
  };
}

function rounded(matrix: ScoreMatrix, limit: number): ScoreDistribution {
  const headSlack = slackReaching(matrix, HEAD_WORDS / 4 ** matrix.width);
  const head = bestWords(matrix, isUniform(matrix) ? headSlack : Math.min(headSlack, slackOfWords(matrix, MOST_WORDS)));
  const headEnd = head.scores.length - 1;
  const headP = head.p[headEnd];
  const nearLimit = limit * (1 + DECIDED_EXACTLY);
  const tail = lossTail(matrix, STEP_BITS, slackReaching(matrix, nearLimit));
  const roundingBits = (matrix.width * STEP_BITS) / 2 + SCORE_TOLERANCE;
  const threshold = headP > limit ? thresholdIn(head, limit) : matrix.maxScore - tail.lastWithin(limit) * STEP_BITS;
  const scoreAt = (p: number) => matrix.maxScore - tail.lastWithin(p) * STEP_BITS;
  let exact: ((score: number) => number) | null | undefined = null;
  return {
    limit,
    smallestP: head.p[0],
    threshold,
    scoreFloor:
      headP > limit
        ? threshold - SCORE_TOLERANCE
        : matrix.maxScore - tail.lastWithin(nearLimit) * STEP_BITS - roundingBits,
    pValue(score, codes, start, strand) {
      if (score >= head.scores[headEnd] - SCORE_TOLERANCE) return head.pOf(score);
      const p = Math.max(headP, tail.p(wordLoss(tail.losses, matrix.width, codes, start, strand)));
      if (limit === 1 || Math.abs(p - limit) > limit * DECIDED_EXACTLY) return p;
      if (exact === null) {
        const low = scoreAt(nearLimit) - roundingBits;
        const high = scoreAt(limit * (1 - DECIDED_EXACTLY)) + roundingBits;
        exact = ExactTail.of(matrix, matrix.maxScore - low + SLACK_MARGIN)?.near(low, high, limit);
      }
      return exact?.(score) ?? p;
    },
  };
}

function thresholdIn(words: RankedWords, limit: number): number {
  const last = words.lastWithin(limit);
  return last < 0 ? Number.POSITIVE_INFINITY : words.scores[last];
}

/** Sum of the rounded losses of a window: what the rounded table must be looked up with, never the exact score. */
function wordLoss(losses: Int32Array, width: number, codes: Uint8Array, start: number, strand: Strand): number {
  let sum = 0;
  for (let position = 0; position < width; position++) {
    const code = strand === "+" ? codes[start + position] : codes[start + width - 1 - position];
    if (code >= UNKNOWN_BASE) return Number.POSITIVE_INFINITY;
    sum += losses[4 * position + (strand === "+" ? code : 3 - code)];
  }
  return sum;
}
