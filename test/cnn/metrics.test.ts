import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapIntervals, wilsonInterval } from "../../src/cnn/intervals.ts";
import {
  areaUnderCurve,
  averagePrecision,
  bestCut,
  classMetrics,
  confusionAt,
  curvePoints,
  groupsArea,
  groupsConfusion,
  groupsPrecision,
  matthews,
  type ScoreGroups,
  twoClassMetrics,
} from "../../src/cnn/metrics.ts";
import { randomStream } from "../../src/random.ts";
import { finished } from "../../src/steps.ts";

const labelled = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean()), { minLength: 2, maxLength: 30 });
const split = (pairs: readonly (readonly [number, boolean])[]) => ({
  scores: pairs.map(([score]) => score),
  positive: pairs.map(([, label]) => (label ? 1 : 0)),
});

describe("areaUnderCurve", () => {
  it("is the share of pairs in the right order, a tie one half", () => {
    fc.assert(
      fc.property(labelled, (pairs) => {
        const { scores, positive } = split(pairs);
        const of = (side: boolean) => pairs.filter(([, label]) => label === side).map(([score]) => score);
        const wins = of(true).flatMap((p) => of(false).map((n): number => (p > n ? 1 : p === n ? 0.5 : 0)));
        const auc = areaUnderCurve(scores, positive);
        if (wins.length === 0) expect(auc).toBeUndefined();
        else expect(auc).toBeCloseTo(wins.reduce((sum, win) => sum + win, 0) / wins.length, 12);
      }),
    );
  });

  it("ends also with scores that are no numbers", () => {
    expect(areaUnderCurve([Number.NaN, Number.NaN, 1], [1, 0, 1])).toBeGreaterThanOrEqual(0);
  });
});

describe("averagePrecision", () => {
  it("equals scikit-learn's example (average_precision_score 0.83…, roc_auc_score 0.75)", () => {
    const [scores, positive] = [
      [0.1, 0.4, 0.35, 0.8],
      [0, 0, 1, 1],
    ];
    expect(averagePrecision(scores, positive)).toBeCloseTo(5 / 6, 12);
    expect(areaUnderCurve(scores, positive)).toBe(0.75);
  });

  it("takes equal scores in together: all equal gives the share of positives", () => {
    expect(averagePrecision([1, 1, 1, 1], [1, 0, 0, 0])).toBe(0.25);
  });

  it("is the area under the steps of the precision-recall curve", () => {
    fc.assert(
      fc.property(labelled, (pairs) => {
        const { scores, positive } = split(pairs);
        const expected = averagePrecision(scores, positive);
        if (expected === undefined) return;
        let [area, recall] = [0, 0];
        for (const point of curvePoints(scores, positive)) {
          area += (point.truePositiveRate - recall) * point.precision;
          recall = point.truePositiveRate;
        }
        expect(area).toBeCloseTo(expected, 12);
      }),
    );
  });
});

describe("twoClassMetrics", () => {
  it("follows the definitions: TP 3, FN 1, TN 4, FP 2", () => {
    const scores = [9, 8, 7, 1, 6, 6, 0, 0, 0, 0];
    const positive = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
    const metrics = twoClassMetrics(scores, positive, 5);
    expect(metrics).toMatchObject({ truePositives: 3, falseNegatives: 1, trueNegatives: 4, falsePositives: 2 });
    expect(metrics.sensitivity).toBe(3 / 4);
    expect(metrics.specificity).toBe(4 / 6);
    expect(metrics.precision).toBe(3 / 5);
    expect(metrics.accuracy).toBe(0.7);
    expect(metrics.correlation).toBeCloseTo((3 * 4 - 2 * 1) / Math.sqrt(5 * 4 * 6 * 5), 12);
  });

  it("says nothing where one class is missing, instead of 0 or NaN", () => {
    const metrics = twoClassMetrics([1, 2], [1, 1], 1.5);
    expect([metrics.auc, metrics.averagePrecision, metrics.specificity, metrics.correlation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

it("bestCut: no other cut has a better correlation", () => {
  fc.assert(
    fc.property(labelled, (pairs) => {
      const { scores, positive } = split(pairs);
      const at = (cut: number) => matthews(confusionAt(scores, positive, cut));
      const best = at(bestCut(scores, positive));
      for (const score of scores) expect(at(score)).toBeLessThanOrEqual(best + 1e-12);
    }),
  );
});

it("classMetrics: confusion, errors and each class against the rest", () => {
  const scores = [
    [3, 1, 0],
    [0, 2, 1],
    [5, 1, 0],
    [0, 0, 4],
  ].flat();
  const metrics = classMetrics(scores, [0, 1, 1, 2], 3);
  expect(metrics.confusion).toEqual([
    [1, 0, 0],
    [1, 1, 0],
    [0, 0, 1],
  ]);
  expect(metrics.classErrors).toEqual([0, 0.5, 0]);
  expect(metrics.error).toBe(0.25);
  expect(metrics.auc[2]).toBe(1);
});

describe("intervals", () => {
  it("Wilson's for 15 of 20 (closed form: 0.5313 to 0.8881)", () => {
    const [low, high] = wilsonInterval(15, 20)!;
    expect(low).toBeCloseTo(0.5313, 4);
    expect(high).toBeCloseTo(0.8881, 4);
    expect(wilsonInterval(0, 0)).toBeUndefined();
  });

  it("bootstrap: around the value, the same for the same seed", () => {
    const scores = Array.from({ length: 200 }, (_, i) => (i * 37) % 101);
    const positive = scores.map((score, i) => (score + ((i * 17) % 60) > 80 ? 1 : 0));
    const ofArea = (labels: number[]) => finished(bootstrapIntervals(scores, labels, [groupsArea], 1))[0];
    const [low, high] = ofArea(positive)!;
    const auc = areaUnderCurve(scores, positive)!;
    expect(low).toBeLessThan(auc);
    expect(high).toBeGreaterThan(auc);
    expect(high - low).toBeLessThan(0.15);
    expect(ofArea(positive)).toEqual([low, high]);
    expect(ofArea(new Array(200).fill(1))).toBeUndefined();
  });

  it("bootstrap: counting what is drawn gives what measuring each draw's records gives", () => {
    const few = fc.array(fc.record({ score: fc.integer({ min: 0, max: 9 }), positive: fc.boolean() }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(few, fc.integer({ min: 0, max: 9 }), fc.nat(99), (records, cut, seed) => {
        const scores = records.map(({ score }) => score);
        const positive = records.map((record) => Number(record.positive));
        const correlation = (groups: ScoreGroups) => matthews(groupsConfusion(groups, cut));
        const plain = [
          areaUnderCurve,
          averagePrecision,
          (s: number[], p: number[]) => matthews(confusionAt(s, p, cut)),
        ].map((measure) => plainBootstrap(scores, positive, measure, seed));
        const counted = finished(
          bootstrapIntervals(scores, positive, [groupsArea, groupsPrecision, correlation], seed),
        );
        expect(counted).toEqual(plain);
      }),
      { numRuns: 30 },
    );
  });
});

/** 500 lists of drawn records, negatives first, each measured; from the 13th value to the 488th. */
function plainBootstrap(
  scores: number[],
  positive: number[],
  measure: (scores: number[], positive: number[]) => number | undefined,
  seed: number,
) {
  const random = randomStream(seed, "bootstrap");
  const values = Array.from({ length: 500 }, () => {
    const drawn = [0, 1].flatMap((label) => {
      const side = scores.filter((_, i) => positive[i] === label);
      return side.map(() => ({ score: side[random.below(side.length)], label }));
    });
    return measure(
      drawn.map(({ score }) => score),
      drawn.map(({ label }) => label),
    );
  });
  if (values.includes(undefined)) return undefined;
  const sorted = (values as number[]).sort((a, b) => a - b);
  return [sorted[12], sorted[487]];
}
