import { bestWords } from "./best-words.ts";
import { type Kernel, pValueKernel } from "./kernel.ts";
import { matrixOf, type ScoreMatrix } from "./score-matrix.ts";
import { type RankedWords, SCORE_TOLERANCE } from "./word-list.ts";

/** Nearer than this (bits) a threshold need not be known: scores that differ by more than rounding are 1e-9 apart. */
const THRESHOLD_PRECISION = 1e-11;

/** P(S ≥ score − 1e-9) by meeting in the middle: the words of each half in order of score. */
export class ExactTail {
  readonly #left: RankedWords;
  readonly #right: RankedWords;

  /** For scores at most `slackBits` below the best. A half may have 4^(width/2) words. */
  constructor(matrix: ScoreMatrix, slackBits = Number.POSITIVE_INFINITY) {
    const middle = matrix.width >> 1;
    this.#left = bestWords(columns(matrix, 0, middle), slackBits);
    this.#right = bestWords(columns(matrix, middle, matrix.width), slackBits);
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
   * The score from which on p ≤ limit, where p(low) > limit ≥ p(high): by halving, some 40 times {@link p}. By WebAssembly
   * where it has SIMD, with the bits of {@link plainThreshold}.
   */
  threshold(limit: number, low: number, high: number): number {
    const kernel = pValueKernel();
    return kernel === undefined
      ? this.plainThreshold(limit, low, high)
      : this.#kernelThreshold(kernel, limit, low, high);
  }

  /** The same in plain code. */
  plainThreshold(limit: number, low: number, high: number): number {
    let above = low;
    let within = high;
    while (within - above > THRESHOLD_PRECISION) {
      const middle = (above + within) / 2;
      if (this.p(middle) <= limit) within = middle;
      else above = middle;
    }
    return within;
  }

  #kernelThreshold({ memory, call, layout }: Kernel, limit: number, low: number, high: number): number {
    const halves = [this.#left, this.#right];
    const sizes = halves.map(({ scores }) => scores.length);
    call.makeRoom(layout.WORDS + 16 * (sizes[0] + sizes[1]));
    let at = layout.WORDS;
    for (const { scores, p } of halves) {
      const part = new Float64Array(memory.buffer, at, 2 * scores.length);
      part.set(scores);
      part.set(p, scores.length);
      at += part.byteLength;
    }
    return call.exactThreshold(...sizes, limit, low, high, SCORE_TOLERANCE, THRESHOLD_PRECISION);
  }
}

/** Probability of the words of one score. */
function shareAt({ p }: RankedWords, index: number): number {
  return index === 0 ? p[0] : p[index] - p[index - 1];
}

function columns(matrix: ScoreMatrix, from: number, to: number): ScoreMatrix {
  return matrixOf(matrix.scores.slice(4 * from, 4 * to), matrix.background);
}
