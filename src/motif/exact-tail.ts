import { bestWords, SCORE_TOLERANCE } from "./best-words.ts";
import { matrixOf, type ScoreMatrix } from "./score-matrix.ts";

/** Wider matrices have too many words in a half (4^10 at this width). */
const LARGEST_WIDTH = 20;

/**
 * P(S ≥ score − 1e-9) exactly, by meeting in the middle: the words of each half in order of score, every pair of halves
 * counted by two pointers, O(4^(width/2)) a call. Undefined for matrices wider than 20.
 */
export function exactTail(matrix: ScoreMatrix): ((score: number) => number) | undefined {
  if (matrix.width > LARGEST_WIDTH) return undefined;
  const middle = matrix.width >> 1;
  const left = bestWords(columns(matrix, 0, middle), Number.POSITIVE_INFINITY);
  const right = bestWords(columns(matrix, middle, matrix.width), Number.POSITIVE_INFINITY);
  return (score) => {
    let sum = 0;
    let reach = left.scores.length - 1;
    for (let i = 0; i < right.scores.length; i++) {
      const needed = score - SCORE_TOLERANCE - right.scores[i];
      while (reach >= 0 && left.scores[reach] < needed) reach--;
      if (reach < 0) break;
      sum += (right.p[i] - (i === 0 ? 0 : right.p[i - 1])) * left.p[reach];
    }
    return Math.min(1, sum);
  };
}

function columns(matrix: ScoreMatrix, from: number, to: number): ScoreMatrix {
  return matrixOf(matrix.scores.slice(4 * from, 4 * to), matrix.background);
}
