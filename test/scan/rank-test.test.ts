import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lnNormalTail, rankTest } from "../../src/scan/rank-test.ts";

const floats = (values: readonly number[]) => Float32Array.from(values);
const test = (x: readonly number[], y: readonly number[]) => rankTest(floats(x), floats(y));

/** Pairs won, ties by half. */
function pairsWon(x: readonly number[], y: readonly number[]): number {
  let won = 0;
  for (const a of x) for (const b of y) won += a > b ? 1 : a === b ? 0.5 : 0;
  return won;
}

/** Share of all splits of the values, each as likely, that win at least as many pairs. */
function exactP(x: readonly number[], y: readonly number[]): number {
  const all = [...x, ...y];
  let splits = 0;
  let asGood = 0;
  for (let mask = 0; mask < 1 << all.length; mask++) {
    const left = all.filter((_, i) => (mask >> i) & 1);
    if (left.length !== x.length) continue;
    splits++;
    const right = all.filter((_, i) => !((mask >> i) & 1));
    if (pairsWon(left, right) >= pairsWon(x, y)) asGood++;
  }
  return asGood / splits;
}

const scores = (max: number) => fc.array(fc.constantFrom(-1e9, 0, 1, 2, 3, 4.5), { minLength: 1, maxLength: max });

describe("rankTest", () => {
  it("equals the count over all splits for few values, with ties", () => {
    fc.assert(
      fc.property(scores(5), scores(5), (x, y) => {
        const { auc, lnP } = test(x, y);
        expect(auc).toBeCloseTo(pairsWon(x, y) / (x.length * y.length), 12);
        expect(Math.exp(lnP)).toBeCloseTo(exactP(x, y), 12);
      }),
    );
  });

  it("equals scipy 1.17.1: mannwhitneyu(method='exact', alternative='greater')", () => {
    const { lnP, auc } = test([1.5, 2.25, 9, 7.5, 3], [1, 2, 0.5, 4, 6, 2.5]);
    expect(Math.exp(lnP)).toBeCloseTo(0.16450216450216448, 12);
    expect(auc).toBeCloseTo(21 / 30, 12);
  });

  it("equals scipy 1.17.1: mannwhitneyu(method='asymptotic', alternative='greater') without and with ties", () => {
    const x = Array.from({ length: 30 }, (_, i) => ((i * 37) % 101) / 8);
    const y = Array.from({ length: 40 }, (_, i) => ((i * 53) % 89) / 8 - 1);
    const plain = test(x, y);
    expect(plain.auc * 1200).toBeCloseTo(751.5, 9);
    expect(Math.exp(plain.lnP) / 0.03654944444879696).toBeCloseTo(1, 10);
    const tied = test([...x].map(Math.floor), [...y].map(Math.floor));
    expect(tied.auc * 1200).toBeCloseTo(751.5, 9);
    expect(Math.exp(tied.lnP) / 0.03608256572344409).toBeCloseTo(1, 10);
  });

  it("says nothing where all values are equal, and counts sequences without a window as the lowest", () => {
    expect(test(new Array(15).fill(2), new Array(15).fill(2))).toEqual({
      auc: 0.5,
      lnP: expect.closeTo(-Math.LN2),
      z: 0,
    });
    const none = Number.NEGATIVE_INFINITY;
    expect(test([1, 1], [none, none, none]).auc).toBe(1);
    expect(Math.exp(test([1, 1], [none, none, none]).lnP)).toBeCloseTo(0.1, 12);
  });
});

describe("lnNormalTail", () => {
  // scipy 1.17.1: norm.logsf
  for (const [z, truth] of [
    [-3, -0.0013508099647481925],
    [-1, -0.1727537790234499],
    [0, -Math.LN2],
    [0.5, -1.1759117615936188],
    [1.96, -3.6889636517296385],
    [2.999, -6.6044435875705805],
    [3, -6.60772622151035],
    [5, -15.064998393988727],
    [20, -203.9171553710973],
    [100, -5005.524208694205],
  ]) {
    it(`equals scipy at ${z}`, () => expect(Math.abs(lnNormalTail(z) / truth - 1)).toBeLessThan(1e-12));
  }

  it("is 0 far below", () => expect(lnNormalTail(-40)).toBeCloseTo(0, 15));
});
