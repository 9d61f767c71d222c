import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RatioTest } from "../../src/cpg/thresholds.ts";

const counts = (c: number, g: number, cpg: number) => ({ c, g, cpg, known: 0 });

describe("RatioTest", () => {
  it("sees a value on the limit as not above and as at least", () => {
    // 55 % of 200 and 7 · 200 / (100 · 10) = 1.4; neither 0.55 nor 1.4 is a binary fraction.
    const test = new RatioTest({ minGcPercent: 55, minObsExp: 1.4 });
    expect(test.isAtLeast(counts(100, 10, 7), 200)).toBe(true);
    expect(test.isAbove(counts(100, 10, 7), 200)).toBe(false);
    const lower = new RatioTest({ minGcPercent: 54.9, minObsExp: 1.39 });
    expect(lower.isAbove(counts(100, 10, 7), 200)).toBe(true);
  });

  it("never passes without C or without G", () => {
    const test = new RatioTest({ minGcPercent: 0, minObsExp: 0 });
    expect(test.isAtLeast(counts(200, 0, 0), 200)).toBe(false);
    expect(test.isAtLeast(counts(100, 100, 0), 200)).toBe(true);
    expect(test.isAbove(counts(100, 100, 0), 200)).toBe(false);
  });

  it("equals exact arithmetic for limits of two decimals", () => {
    const limits = fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 200 }));
    const regions = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), fc.nat(40));
    fc.assert(
      fc.property(limits, regions, fc.nat(100), ([gcHundredths, ratioHundredths], [c, g, cpg], others) => {
        const test = new RatioTest({ minGcPercent: gcHundredths / 100, minObsExp: ratioHundredths / 100 });
        const letters = c + g + others;
        const gcExcess = BigInt(10_000 * (c + g)) - BigInt(gcHundredths * letters);
        const ratioExcess = BigInt(100 * cpg * letters) - BigInt(ratioHundredths * c * g);
        expect(test.isAbove(counts(c, g, cpg), letters)).toBe(gcExcess > 0n && ratioExcess > 0n);
        expect(test.isAtLeast(counts(c, g, cpg), letters)).toBe(gcExcess >= 0n && ratioExcess >= 0n);
      }),
      { numRuns: 2000 },
    );
  });
});
