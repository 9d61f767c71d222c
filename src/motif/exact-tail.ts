import { bestWords, type RankedWords, SCORE_TOLERANCE } from "./best-words.ts";
import { matrixOf, type ScoreMatrix } from "./score-matrix.ts";

/** Wider matrices have too many words in a half (4^10 at this width). */
const LARGEST_WIDTH = 20;

/** Parts into which the scores near a limit are cut. */
const PARTS = 4096;

/** P(S ≥ score − 1e-9) by meeting in the middle: the words of each half in order of score. */
export class ExactTail {
  readonly #left: RankedWords;
  readonly #right: RankedWords;

  private constructor(left: RankedWords, right: RankedWords) {
    this.#left = left;
    this.#right = right;
  }

  /** For scores at most `slackBits` below the best; undefined for matrices wider than 20. */
  static of(matrix: ScoreMatrix, slackBits = Number.POSITIVE_INFINITY): ExactTail | undefined {
    if (matrix.width > LARGEST_WIDTH) return undefined;
    const middle = matrix.width >> 1;
    const words = (from: number, to: number) => bestWords(columns(matrix, from, to), slackBits);
    return new ExactTail(words(0, middle), words(middle, matrix.width));
  }

  /** Every pair of halves is counted, by two pointers: O(4^(width/2)). */
  p(score: number): number {
    const left = this.#left;
    const right = this.#right;
    let sum = 0;
    let reach = left.scores.length - 1;
    for (let i = 0; i < right.scores.length; i++) {
      const needed = score - SCORE_TOLERANCE - right.scores[i];
      while (reach >= 0 && left.scores[reach] < needed) reach--;
      if (reach < 0) break;
      sum += shareAt(right, i) * left.p[reach];
    }
    return Math.min(1, sum);
  }

  /**
   * The same for many scores from `low` to `high`, where p lies near `limit`: p of the lower end of one of 4,096 parts of
   * the range (at most a few 1e-5 too large), but exact where the limit lies inside the part. O(4^(width/2)) once.
   */
  near(low: number, high: number, limit: number): (score: number) => number {
    const unit = PARTS / (high - low);
    const p = this.#cumulated(high, unit);
    return (score) => {
      const part = Math.floor((high - score + SCORE_TOLERANCE) * unit);
      if (!(part >= 0 && part < PARTS) || (p[part] <= limit && limit < p[part + 1])) return this.p(score);
      return p[part + 1];
    };
  }

  /** [i]: P(S > high − i / unit). */
  #cumulated(high: number, unit: number): Float64Array {
    const left = this.#left;
    const right = this.#right;
    const p = new Float64Array(PARTS + 1);
    p[0] = this.p(high);
    let first = left.scores.length;
    for (let i = 0; i < right.scores.length; i++) {
      const rest = high - right.scores[i];
      while (first > 0 && left.scores[first - 1] < rest) first--;
      const share = shareAt(right, i);
      for (let j = first; j < left.scores.length; j++) {
        const part = Math.floor((rest - left.scores[j]) * unit);
        if (part >= PARTS) break;
        p[part + 1] += share * shareAt(left, j);
      }
    }
    for (let part = 0; part < PARTS; part++) p[part + 1] += p[part];
    return p;
  }
}

/** Probability of the words of one score. */
function shareAt({ p }: RankedWords, index: number): number {
  return index === 0 ? p[0] : p[index] - p[index - 1];
}

function columns(matrix: ScoreMatrix, from: number, to: number): ScoreMatrix {
  return matrixOf(matrix.scores.slice(4 * from, 4 * to), matrix.background);
}
