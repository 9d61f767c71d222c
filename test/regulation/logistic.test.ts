import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitLogistic, type LabelledRows, logisticScore } from "../../src/regulation/logistic.ts";
import { leftOutScores } from "../../src/regulation/promoter-fit.ts";

function labelled(features: number, rows: readonly (readonly [positive: number, ...values: number[]])[]): LabelledRows {
  return {
    features,
    values: Float64Array.from(rows.flatMap(([, ...values]) => values)),
    positive: Uint8Array.from(rows, ([positive]) => positive),
  };
}

/** `count` rows alike. */
const times = (count: number, positive: number, ...values: number[]) =>
  Array.from({ length: count }, () => [positive, ...values] as const);

describe("fitLogistic", () => {
  it("is the log odds ratio of a two-by-two table (closed form)", () => {
    const rows = labelled(1, [...times(30, 1, 5), ...times(10, 0, 5), ...times(8, 1, 3), ...times(24, 0, 3)]);
    const { intercept, weights } = fitLogistic(rows, 1e-12);
    expect(weights[0]).toBeCloseTo(Math.log((30 * 24) / (10 * 8)) / 2, 6);
    expect(intercept + 5 * weights[0]).toBeCloseTo(Math.log(30 / 10), 6);
    expect(intercept + 3 * weights[0]).toBeCloseTo(Math.log(8 / 24), 6);
  });

  it("gives a feature that never varies no weight, and the prior's log odds when nothing varies", () => {
    const { intercept, weights } = fitLogistic(labelled(1, [...times(3, 1, 0.1), ...times(9, 0, 0.1)]), 0.1);
    expect(weights).toEqual([0]);
    expect(intercept).toBeCloseTo(Math.log(1 / 3), 9);
  });

  it("stays finite on separable classes, and shrinks with the penalty", () => {
    const rows = labelled(1, [...times(5, 1, 2), ...times(5, 0, 1)]);
    const [weak, strong] = [1e-4, 1].map((l2) => fitLogistic(rows, l2).weights[0]);
    expect(Number.isFinite(weak)).toBe(true);
    expect(weak).toBeGreaterThan(strong);
    expect(strong).toBeGreaterThan(0);
  });

  it("is a stationary point of the mean loss + l2/2 · Σ w², whatever the data (law)", () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.double({ min: -4, max: 9, noNaN: true }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 4, maxLength: 40 }), (list) => {
        const both = [...list.map(([y, x]) => [y, x, x * x] as const), [1, 0.5, 2] as const, [0, 7, 1] as const];
        const rows = labelled(2, both);
        const l2 = 0.05;
        const fit = fitLogistic(rows, l2);
        const errors = both.map(([y, ...x]) => 1 / (1 + Math.exp(-logisticScore(fit, Float64Array.from(x)))) - y);
        const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / both.length;
        expect(mean(errors)).toBeCloseTo(0, 5);
        for (const feature of [0, 1]) {
          const column = both.map((one) => one[feature + 1]);
          const deviation = Math.sqrt(mean(column.map((x) => (x - mean(column)) ** 2)));
          const slope = mean(column.map((x, i) => (errors[i] * (x - mean(column))) / deviation));
          expect(slope + l2 * fit.weights[feature] * deviation).toBeCloseTo(0, 5);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("leftOutScores", () => {
  it("scores each row by a fit without its fold, folds going round within each class", () => {
    const rows = labelled(
      1,
      [...times(6, 1, 1), ...times(4, 0, 1)].map(([y], i) => [y, (i * 7) % 5] as const),
    );
    const { scores, fold } = leftOutScores(rows, 3, 0.1);
    expect([...fold]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
    const kept = [...fold.keys()].filter((row) => fold[row] !== 1);
    const fit = fitLogistic(
      labelled(
        1,
        kept.map((row) => [rows.positive[row], rows.values[row]] as const),
      ),
      0.1,
    );
    for (const row of [1, 4, 7]) expect(scores[row]).toBe(logisticScore(fit, rows.values.subarray(row, row + 1)));
  });
});
