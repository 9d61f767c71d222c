import type { WindowRatios } from "./cluster-windows.ts";

/** Sums are brought back to 1 when they leave this range. */
const LARGE = 1e60;
const SMALL = 1e-60;

/**
 * Likelihood ratio of a growing stretch, sites against background: each new base is background (chance g/(g+1)) or the
 * end of a site that starts with chance 1/(g+1). Kept as a number in a moving unit, so that whole chromosomes neither
 * overflow nor underflow.
 */
export class RatioRecursion {
  readonly #widths: readonly number[];
  readonly #goOn: number;
  readonly #startSite: number;
  /** Sums after each of the last bases, in a ring. */
  readonly #ring: Float64Array;
  readonly #mask: number;
  #at = 0;
  #lnUnit = 0;

  constructor(widths: readonly number[], gapBp: number) {
    this.#widths = widths;
    this.#goOn = gapBp / (gapBp + 1);
    this.#startSite = 1 / (gapBp + 1);
    const size = 2 ** Math.ceil(Math.log2(Math.max(...widths) + 2));
    this.#ring = new Float64Array(size);
    this.#mask = size - 1;
    this.#ring[0] = 1;
  }

  /** One base more: `at[width index]` says where the ratio of the window that it completes stands. Returns ln S. */
  step(ratios: WindowRatios, windowAt: (width: number) => number): number {
    const ring = this.#ring;
    const at = ++this.#at;
    let sum = ring[(at - 1) & this.#mask] * this.#goOn;
    for (let i = 0; i < this.#widths.length; i++) {
      const width = this.#widths[i];
      if (width > at) break;
      sum += ring[(at - width) & this.#mask] * this.#startSite * ratios.sums[i][windowAt(width)];
    }
    ring[at & this.#mask] = sum;
    if (sum > LARGE || sum < SMALL) this.#changeUnit(sum);
    return Math.log(ring[at & this.#mask]) + this.#lnUnit;
  }

  #changeUnit(unit: number): void {
    for (let i = 0; i < this.#ring.length; i++) this.#ring[i] /= unit;
    this.#lnUnit += Math.log(unit);
  }
}

/** Cluster-Buster's score (nats) of a whole stretch, whose windows `ratios` holds from its first base on. */
export function stretchScore(ratios: WindowRatios, length: number, gapBp: number): number {
  const recursion = new RatioRecursion(ratios.widths, gapBp);
  let score = 0;
  for (let end = 1; end <= length; end++) score = recursion.step(ratios, (width) => end - width);
  return score;
}
