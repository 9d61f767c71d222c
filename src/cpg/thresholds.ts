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
  readonly #gcNumerator: number;
  readonly #gcDenominator: number;
  readonly #obsExpNumerator: number;
  readonly #obsExpDenominator: number;

  constructor({ minGcPercent, minObsExp }: Pick<IslandThresholds, "minGcPercent" | "minObsExp">) {
    const gc = decimalFraction(minGcPercent);
    this.#gcNumerator = gc.numerator;
    this.#gcDenominator = 100 * gc.denominator;
    const obsExp = decimalFraction(minObsExp);
    this.#obsExpNumerator = obsExp.numerator;
    this.#obsExpDenominator = obsExp.denominator;
  }

  /** Both above their thresholds; never without C or without G. `letters` is what the ratios are taken over. */
  isAbove({ c, g, cpg }: RegionCounts, letters: number): boolean {
    return this.areAbove(c, g, cpg, letters);
  }

  /** Both at or above their thresholds; never without C or without G. */
  isAtLeast({ c, g, cpg }: RegionCounts, letters: number): boolean {
    return this.areAtLeast(c, g, cpg, letters);
  }

  /** {@link isAbove} of plain numbers, for loops over windows. GC content is looked at first: most windows end there. */
  areAbove(c: number, g: number, cpg: number, letters: number): boolean {
    return this.#gcExcess(c + g, letters) > 0 && c * g > 0 && this.#obsExpExcess(c, g, cpg, letters) > 0;
  }

  areAtLeast(c: number, g: number, cpg: number, letters: number): boolean {
    return this.#gcExcess(c + g, letters) >= 0 && c * g > 0 && this.#obsExpExcess(c, g, cpg, letters) >= 0;
  }

  #gcExcess(gc: number, letters: number): number {
    return gc * this.#gcDenominator - this.#gcNumerator * letters;
  }

  #obsExpExcess(c: number, g: number, cpg: number, letters: number): number {
    return cpg * letters * this.#obsExpDenominator - this.#obsExpNumerator * c * g;
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
