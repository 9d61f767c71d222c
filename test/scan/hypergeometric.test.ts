import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Draw, lnProbability, lnUpperTail } from "../../src/scan/hypergeometric.ts";

/** n over k in whole numbers. */
function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}

/** P(X ≥ least) as a quotient of whole numbers: the plain sum. */
function plainTail(least: number, { total, marked, drawn }: Draw): number {
  let ways = 0n;
  for (let k = least; k <= Math.min(marked, drawn); k++) {
    if (drawn - k <= total - marked) ways += choose(marked, k) * choose(total - marked, drawn - k);
  }
  const scale = 10n ** 300n;
  return Number((ways * scale) / choose(total, drawn)) / 1e300;
}

const draws = fc
  .integer({ min: 2, max: 400 })
  .chain((total) =>
    fc.record({ total: fc.constant(total), marked: fc.nat(total), drawn: fc.integer({ min: 1, max: total - 1 }) }),
  )
  .chain((draw) => fc.record({ draw: fc.constant(draw), least: fc.nat(Math.min(draw.marked, draw.drawn)) }));

describe("lnUpperTail", () => {
  it("equals the plain sum in whole numbers to 1e-10", () => {
    fc.assert(
      fc.property(draws, ({ draw, least }) => {
        const truth = plainTail(least, draw);
        fc.pre(truth > 1e-280);
        expect(Math.abs(Math.exp(lnUpperTail(least, draw)) / truth - 1)).toBeLessThan(1e-10);
      }),
      { numRuns: 500 },
    );
  });

  // scipy 1.17.1: hypergeom.logsf(least − 1, total, marked, drawn), from its log-gammas.
  for (const [withHit, sequences, controlsWithHit, controls, truth] of [
    [8, 10, 2, 12, -5.343304340965702],
    [450, 500, 12, 500, -472.4040551874995],
    [5231, 17748, 4987, 17748, -6.121790092504691],
    [6406, 6406, 10, 6406, -8803.0927259706],
    [12, 300, 11, 600, -3.081580884130719],
    [1, 500, 3, 500, -0.06413840159824999],
  ]) {
    it(`equals scipy for ${withHit} of ${sequences} against ${controlsWithHit} of ${controls}`, () => {
      const draw = { total: sequences + controls, marked: withHit + controlsWithHit, drawn: sequences };
      expect(Math.abs(lnUpperTail(withHit, draw) / truth - 1)).toBeLessThan(1e-9);
    });
  }

  it("is certain at the lowest possible count and impossible beyond the highest", () => {
    expect(lnUpperTail(0, { total: 10, marked: 4, drawn: 5 })).toBe(0);
    expect(lnUpperTail(3, { total: 10, marked: 8, drawn: 5 })).toBe(0);
    expect(lnUpperTail(5, { total: 10, marked: 4, drawn: 5 })).toBe(Number.NEGATIVE_INFINITY);
    expect(lnUpperTail(0, { total: 10, marked: 0, drawn: 5 })).toBe(0);
    expect(lnUpperTail(5, { total: 10, marked: 10, drawn: 5 })).toBe(0);
  });

  it("has probabilities that sum to 1", () => {
    for (const draw of [
      { total: 60_000, marked: 21_000, drawn: 30_000 },
      { total: 40, marked: 25, drawn: 30 },
    ]) {
      let sum = 0;
      for (let k = Math.max(0, draw.drawn + draw.marked - draw.total); k <= Math.min(draw.marked, draw.drawn); k++) {
        sum += Math.exp(lnProbability(k, draw));
      }
      expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
    }
  });
});
