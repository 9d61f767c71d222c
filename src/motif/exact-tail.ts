import { bestWords } from "./best-words.ts";
import { type Kernel, pValueKernel } from "./kernel.ts";
import { matrixOf, type ScoreMatrix } from "./score-matrix.ts";
import { type RankedWords, SCORE_TOLERANCE } from "./word-list.ts";

/** Nearer than this (bits) a threshold need not be known: scores that differ by more than rounding are 1e-9 apart. */
const THRESHOLD_PRECISION = 1e-11;

/** p-values by meeting in the middle: the words of each half in order of score. */
export class ExactTail {
  readonly #left: RankedWords;
  readonly #right: RankedWords;

  /** For scores at most `slackBits` below the best. A half may have 4^(width/2) words. */
  constructor(matrix: ScoreMatrix, slackBits = Number.POSITIVE_INFINITY) {
    const middle = matrix.width >> 1;
    this.#left = bestWords(columns(matrix, 0, middle), slackBits);
    this.#right = bestWords(columns(matrix, middle, matrix.width), slackBits);
  }

  /** P(S ≥ score − 1e-9). */
  p(score: number): number {
    return this.#shareFrom(score).p;
  }

  /** With the sums of halves on either side of the score. Every pair is counted, by two pointers: O(4^(width/2)). */
  #shareFrom(score: number): { readonly p: number; readonly nextBelow: number; readonly nextAbove: number } {
    const left = this.#left;
    const right = this.#right;
    const least = score - SCORE_TOLERANCE;
    const last = left.scores.length - 1;
    let sum = 0;
    let reach = last;
    let nextBelow = Number.NEGATIVE_INFINITY;
    let nextAbove = Number.POSITIVE_INFINITY;
    for (let i = 0; i < right.scores.length; i++) {
      const own = right.scores[i];
      while (reach >= 0 && left.scores[reach] < least - own) reach--;
      if (reach < last) nextBelow = Math.max(nextBelow, left.scores[reach + 1] + own);
      if (reach < 0) break;
      nextAbove = Math.min(nextAbove, left.scores[reach] + own);
      sum += shareAt(right, i) * left.p[reach];
    }
    return { p: Math.min(1, sum), nextBelow, nextAbove };
  }

  /**
   * The score from which on p ≤ limit, where p(low) > limit ≥ p(high). By WebAssembly where it has SIMD, with the bits of
   * {@link plainThreshold}.
   */
  threshold(limit: number, low: number, high: number): number {
    const kernel = pValueKernel();
    return kernel === undefined
      ? this.plainThreshold(limit, low, high)
      : this.#kernelThreshold(kernel, limit, low, high);
  }

  /**
   * The same in plain code. It tries where p would be the limit if it fell evenly, or half-way if that did not narrow the
   * search enough; a try tells how far p stays the same, so that a few do where halving takes 30.
   */
  plainThreshold(limit: number, low: number, high: number): number {
    let above = low;
    let within = high;
    let pAbove = 2;
    let pWithin = -1;
    let isSlow = true;
    while (within - above > 3 * THRESHOLD_PRECISION) {
      const size = within - above;
      const isKnown = pAbove <= 1 && pWithin >= 0;
      const part = isSlow || !isKnown ? 0.5 : Math.max(0.01, Math.min(0.99, (pAbove - limit) / (pAbove - pWithin)));
      const middle = above + part * size;
      const { p, nextBelow, nextAbove } = this.#shareFrom(middle);
      if (p <= limit) {
        within = Math.max(above, Math.min(middle, nextBelow + SCORE_TOLERANCE + THRESHOLD_PRECISION));
        pWithin = p;
      } else {
        above = Math.min(within, Math.max(middle, nextAbove + SCORE_TOLERANCE - THRESHOLD_PRECISION));
        pAbove = p;
      }
      isSlow = 2 * (within - above) > size;
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
