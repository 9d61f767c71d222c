import type { RegionCounts } from "./statistics.ts";

/** What an island must be, in the units of the command line. Each method says whether a value on the limit passes. */
export interface IslandThresholds {
  /** Letters, unknown ones included. */
  readonly minLength: number;
  /** C + G in percent, 0..100. */
  readonly minGcPercent: number;
  readonly minObsExp: number;
}

/** A decimal as the fraction that it was written as: 0.65 → 65/100. */
interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * GC content and CpG ratio against their thresholds by products of whole numbers: a region with exactly 55 % GC or a
 * ratio of exactly 0.6 falls on the right side, whatever the rounding of a division.
 */
export class RatioTest {
  readonly #gc: Fraction;
  readonly #obsExp: Fraction;

  constructor({ minGcPercent, minObsExp }: Pick<IslandThresholds, "minGcPercent" | "minObsExp">) {
    this.#gc = decimalFraction(minGcPercent);
    this.#obsExp = decimalFraction(minObsExp);
  }

  /** Both above their thresholds; never without C or without G. `letters` is what the ratios are taken over. */
  isAbove(counts: RegionCounts, letters: number): boolean {
    const { c, g } = counts;
    return c * g > 0 && this.#gcExcess(counts, letters) > 0 && this.#obsExpExcess(counts, letters) > 0;
  }

  /** Both at or above their thresholds; never without C or without G. */
  isAtLeast(counts: RegionCounts, letters: number): boolean {
    const { c, g } = counts;
    return c * g > 0 && this.#gcExcess(counts, letters) >= 0 && this.#obsExpExcess(counts, letters) >= 0;
  }

  #gcExcess({ c, g }: RegionCounts, letters: number): number {
    return 100 * (c + g) * this.#gc.denominator - this.#gc.numerator * letters;
  }

  #obsExpExcess({ c, g, cpg }: RegionCounts, letters: number): number {
    return cpg * letters * this.#obsExp.denominator - this.#obsExp.numerator * c * g;
  }
}

/** The fraction with the smallest power of ten below; numbers of more than nine decimals stay what they are. */
function decimalFraction(x: number): Fraction {
  for (let denominator = 1; denominator <= 1e9; denominator *= 10) {
    const numerator = Math.round(x * denominator);
    if (numerator / denominator === x) return { numerator, denominator };
  }
  return { numerator: x, denominator: 1 };
}
