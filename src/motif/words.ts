import { UNIFORM } from "./background.ts";
import { bestWords } from "./best-words.ts";
import { lossTail, Slacks } from "./loss-tail.ts";
import { scoreDistribution } from "./score-distribution.ts";
import type { ScoreMatrix } from "./score-matrix.ts";
import { bestOfAll, type WordTable, wordsWithin } from "./word-table.ts";

/** Up to this many words are made one by one, and then all numbers are exact. */
const ENUMERABLE_WORDS = 1 << 21;

/** Cells of the rounded table: 2e-3 bit, coarser only where that would take more cells than these. */
const STEP_BITS = 2e-3;
const MOST_CELLS = 50_000;

export interface AdmittedWord {
  /** Base codes. */
  readonly codes: Uint8Array;
  /** Bits. */
  readonly score: number;
  readonly pValue: number;
  /** Columns in which the word has a letter that scores less than the column's best. */
  readonly mismatches: number;
}

/** The words that a p-value admits as hits of a motif. */
export interface AdmittedWords {
  /** Lowest admitted score (bits); Infinity when even the best word has a larger p. */
  readonly threshold: number;
  /** How many words are admitted. */
  readonly count: number;
  /** Whether `count` and `byMismatches` are exact; else from a table of rounded scores, typically within 0.5 %. */
  readonly exact: boolean;
  /** How many of them have 0, 1, 2 … mismatches, up to the largest number that occurs. */
  readonly byMismatches: readonly number[];
  /** The best of them, best first, equal scores in alphabetical order. */
  readonly words: readonly AdmittedWord[];
}

/**
 * The words with p ≤ limit, p as {@link scoreDistribution} defines it, the best `most` of them by name. Exact where the
 * words are at most two million or the motif at most ten wide; wider ones are counted over scores in steps of 2e-3 bit,
 * and then p-values beyond the best 1,024 words are the distribution's, and no words are listed for `most` = Infinity.
 */
export function admittedWords(matrix: ScoreMatrix, limit: number, most: number): AdmittedWords {
  const slack = new Slacks(matrix).reaching(limit);
  return wordsInSlack(matrix, slack) <= ENUMERABLE_WORDS || matrix.width <= 10
    ? enumerated(matrix, limit, slack, most)
    : counted(matrix, limit, slack, most);
}

/** At most how many words lie within a slack of the best score. */
function wordsInSlack(matrix: ScoreMatrix, slack: number): number {
  const all = 4 ** matrix.width;
  if (slack === Number.POSITIVE_INFINITY) return all;
  const step = Math.max(1e-2, slack / MOST_CELLS);
  const tail = lossTail({ ...matrix, background: UNIFORM }, step, slack);
  return all * tail.table.p(Math.ceil(slack / step) + matrix.width);
}

function enumerated(matrix: ScoreMatrix, limit: number, slack: number, most: number): AdmittedWords {
  const ranked = bestWords(matrix, slack);
  const last = ranked.lastWithin(limit);
  if (last < 0) return NONE;
  const threshold = ranked.scores[last];
  const table = wordsWithin(matrix, matrix.maxScore - threshold);
  const best = bestOfAll(table).subarray(0, most);
  return {
    threshold,
    count: table.scores.length,
    exact: true,
    byMismatches: histogram(table.mismatches),
    words: Array.from(best, (i) => wordAt(table, i, ranked.pOf(table.scores[i]))),
  };
}

const NONE: AdmittedWords = { threshold: Number.POSITIVE_INFINITY, count: 0, exact: true, byMismatches: [], words: [] };

function counted(matrix: ScoreMatrix, limit: number, slack: number, most: number): AdmittedWords {
  const step = Math.max(STEP_BITS, Math.min(slack, finiteRange(matrix)) / MOST_CELLS);
  const { losses, table, scoreAt } = lossTail(matrix, step, slack);
  const cells = table.lastWithin(limit);
  const byMismatches = countsByMismatches(losses, cells);
  return {
    threshold: scoreAt(cells),
    count: byMismatches.reduce((sum, count) => sum + count, 0),
    exact: false,
    byMismatches,
    words: Number.isFinite(most) ? bestListed(matrix, limit, most) : [],
  };
}

/** Bits from the best to the worst score that words of letters which no column excludes can have. */
function finiteRange({ scores, maxScore }: ScoreMatrix): number {
  let worst = 0;
  for (let at = 0; at < scores.length; at += 4) {
    worst += Math.min(...scores.subarray(at, at + 4).filter(Number.isFinite));
  }
  return maxScore - worst;
}

/** Words of a total loss of at most `cells` steps, by the number of columns in which they lose anything. */
function countsByMismatches(losses: Int32Array, cells: number): number[] {
  let counts: Float64Array[] = [new Float64Array(cells + 1)];
  counts[0][0] = 1;
  for (let column = 0; column < losses.length; column += 4) {
    const next = Array.from({ length: counts.length + 1 }, () => new Float64Array(cells + 1));
    for (const [mismatches, row] of counts.entries()) {
      for (let base = 0; base < 4; base++) {
        const loss = losses[column + base];
        addShifted(row, loss, next[loss === 0 ? mismatches : mismatches + 1]);
      }
    }
    counts = next;
  }
  return withoutTrailingZeros(counts.map((row) => row.reduce((sum, count) => sum + count, 0)));
}

function addShifted(row: Float64Array, shift: number, into: Float64Array): void {
  for (let i = 0; i + shift < row.length; i++) into[i + shift] += row[i];
}

/** The best words of a motif whose admitted words are too many to make. */
function bestListed(matrix: ScoreMatrix, limit: number, most: number): AdmittedWord[] {
  const distribution = scoreDistribution(matrix, limit);
  const table = wordsWithin(matrix, Number.POSITIVE_INFINITY, most);
  const words = Array.from(bestOfAll(table), (i) => {
    const { score, codes, mismatches } = wordAt(table, i, 0);
    return { codes, score, pValue: distribution.pValue(score, codes, 0, "+"), mismatches };
  });
  return words.filter((word) => word.pValue <= limit);
}

function wordAt({ width, scores, mismatches, codes }: WordTable, i: number, pValue: number): AdmittedWord {
  return { codes: codes.slice(width * i, width * (i + 1)), score: scores[i], pValue, mismatches: mismatches[i] };
}

function histogram(mismatches: Uint16Array): number[] {
  const counts: number[] = [];
  for (const n of mismatches) {
    while (counts.length <= n) counts.push(0);
    counts[n]++;
  }
  return counts;
}

function withoutTrailingZeros(counts: readonly number[]): number[] {
  return counts.slice(0, counts.findLastIndex((count) => count > 0) + 1);
}
