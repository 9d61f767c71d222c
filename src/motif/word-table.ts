import type { ScoreMatrix } from "./score-matrix.ts";
import { SCORE_TOLERANCE } from "./word-list.ts";

/** Words of one width in columns. */
export interface WordTable {
  readonly width: number;
  /** Bits, added in motif order. */
  readonly scores: Float64Array;
  /** Columns whose letter scores less than the column's best. */
  readonly mismatches: Uint16Array;
  /** Base codes, `width` a word. */
  readonly codes: Uint8Array;
}

/**
 * All words at most `slackBits` below the best score, or the best `most` of them, in alphabetical order. A word's prefix
 * stays only while its best completion is in reach and fewer than `most` prefixes precede it: with any ending, they stay
 * ahead of it.
 */
export function wordsWithin(matrix: ScoreMatrix, slackBits: number, most = Number.POSITIVE_INFINITY): WordTable {
  let table: WordTable = {
    width: 0,
    scores: Float64Array.of(0),
    mismatches: new Uint16Array(1),
    codes: new Uint8Array(0),
  };
  for (let position = 0; position < matrix.width; position++) {
    const grown = withColumn(table, matrix, position, matrix.maxScore - slackBits - bestRest(matrix, position + 1));
    table = grown.scores.length > most ? taken(grown, bestOfAll(grown).subarray(0, most).sort()) : grown;
  }
  return table;
}

/** Best score that columns position … end can still add. */
function bestRest({ scores }: ScoreMatrix, position: number): number {
  let sum = 0;
  for (let at = scores.length - 4; at >= 4 * position; at -= 4) sum += Math.max(...scores.subarray(at, at + 4));
  return sum;
}

/** Each word followed by each letter, as long as the sum reaches `needed`. */
function withColumn(table: WordTable, { scores }: ScoreMatrix, position: number, needed: number): WordTable {
  const column = scores.subarray(4 * position, 4 * position + 4);
  const reaches = (sum: number) => sum >= needed - SCORE_TOLERANCE;
  let kept = 0;
  for (const score of table.scores) for (let base = 0; base < 4; base++) if (reaches(score + column[base])) kept++;
  const grown = emptyTable(table.width + 1, kept);
  const best = Math.max(...column);
  let next = 0;
  for (let i = 0; i < table.scores.length; i++) {
    for (let base = 0; base < 4; base++) {
      const sum = table.scores[i] + column[base];
      if (!reaches(sum)) continue;
      grown.scores[next] = sum;
      grown.mismatches[next] = table.mismatches[i] + (column[base] < best ? 1 : 0);
      copyWord(table, i, grown, next);
      grown.codes[grown.width * next++ + position] = base;
    }
  }
  return grown;
}

function emptyTable(width: number, words: number): WordTable {
  return {
    width,
    scores: new Float64Array(words),
    mismatches: new Uint16Array(words),
    codes: new Uint8Array(width * words),
  };
}

function copyWord(from: WordTable, i: number, to: WordTable, j: number): void {
  for (let at = 0; at < from.width; at++) to.codes[to.width * j + at] = from.codes[from.width * i + at];
}

function taken(table: WordTable, indices: Uint32Array): WordTable {
  const out = emptyTable(table.width, indices.length);
  for (const [j, i] of indices.entries()) {
    out.scores[j] = table.scores[i];
    out.mismatches[j] = table.mismatches[i];
    copyWord(table, i, out, j);
  }
  return out;
}

/**
 * Indices of the words by score, best first; equal ones in their own order. Scores are compared in steps of 1e-9 bit:
 * nearer ones are sums of the same cells in another order.
 */
export function bestOfAll({ scores }: WordTable): Uint32Array {
  const steps = scores.map((score) => Math.round(score / SCORE_TOLERANCE));
  return Uint32Array.from(steps.keys()).sort((a, b) => steps[b] - steps[a] || a - b);
}
