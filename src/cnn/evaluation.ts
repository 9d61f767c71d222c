import { asPart, type Steps } from "../steps.ts";
import { type Bounds, bootstrapIntervals, wilsonInterval } from "./intervals.ts";
import {
  classMetrics,
  groupsArea,
  groupsConfusion,
  groupsPrecision,
  matthews,
  type ScoreGroups,
  twoClassMetrics,
} from "./metrics.ts";

/** One measure of how well a model does, with its 95 % interval. */
export interface Measure {
  readonly measure: string;
  /** Undefined where it means nothing for these data. */
  readonly value: number | undefined;
  readonly interval?: Bounds | undefined;
  /** Why there is no value. */
  readonly note?: string;
}

/** Two classes: measures of the ranks, then those at a cut in the logit; `seed` is of the bootstrap. */
export function* twoClassMeasures(
  logits: ArrayLike<number>,
  positive: ArrayLike<number>,
  cut: number,
  seed: number,
): Steps<Measure[]> {
  const metrics = twoClassMetrics(logits, positive, cut);
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = metrics;
  const correlation = (groups: ScoreGroups) => matthews(groupsConfusion(groups, cut));
  const [auc, precision, cc] = yield* bootstrapIntervals(
    logits,
    positive,
    [groupsArea, groupsPrecision, correlation],
    seed,
  );
  const both = tp + fn > 0 && tn + fp > 0;
  const only = tp + fn > 0 ? "only positives" : "only negatives";
  const measures: Measure[] = [
    { measure: "AUC", value: metrics.auc, interval: auc },
    { measure: "average precision", value: metrics.averagePrecision, interval: precision },
    { measure: "accuracy", value: metrics.accuracy, interval: wilsonInterval(tp + tn, logits.length) },
    { measure: "Sn (sensitivity)", value: metrics.sensitivity, interval: wilsonInterval(tp, tp + fn) },
    { measure: "Sp (specificity)", value: metrics.specificity, interval: wilsonInterval(tn, tn + fp) },
    { measure: "precision", value: metrics.precision, interval: wilsonInterval(tp, tp + fp) },
    { measure: "CC (Matthews)", value: metrics.correlation, interval: both ? cc : undefined },
  ];
  const noCalls = "nothing is called positive";
  return measures.map((m) => (m.value === undefined ? { ...m, note: both ? noCalls : only } : m));
}

/** Several classes: total error, then each class's error and AUC against the rest; `seed` is of the bootstrap. */
export function* classMeasures(
  logits: ArrayLike<number>,
  targets: ArrayLike<number>,
  names: readonly string[],
  seed: number,
): Steps<Measure[]> {
  const { confusion, error, classErrors, auc } = classMetrics(logits, targets, names.length);
  const wrong = Math.round(error * targets.length);
  const scoresOf = (k: number) => Float64Array.from(targets, (_, i) => logits[i * names.length + k]);
  const isOf = (k: number) => Uint8Array.from(targets, (target) => Number(target === k));
  const intervals: (Bounds | undefined)[] = [];
  for (let k = 0; k < names.length; k++) {
    const drawing = bootstrapIntervals(scoresOf(k), isOf(k), [groupsArea], seed);
    intervals.push(...(yield* asPart(drawing, k / names.length, (k + 1) / names.length)));
  }
  return [
    { measure: "error", value: error, interval: wilsonInterval(wrong, targets.length) },
    ...names.map((name, k): Measure => {
      const total = confusion[k].reduce((sum, n) => sum + n, 0);
      const missing = total === 0 ? { note: "no sequences of this class" } : {};
      return {
        measure: `error of ${name}`,
        value: classErrors[k],
        interval: wilsonInterval(total - confusion[k][k], total),
        ...missing,
      };
    }),
    ...names.map(
      (name, k): Measure => ({
        measure: `AUC of ${name}`,
        value: auc[k],
        interval: intervals[k],
        ...(auc[k] === undefined ? { note: "one side is empty" } : {}),
      }),
    ),
  ];
}

/** Values: root of the mean squared error and Pearson's correlation. */
export function valueMeasures(predicted: ArrayLike<number>, measured: ArrayLike<number>): Measure[] {
  const n = measured.length;
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, x) => sum + x, 0) / n;
  const [mp, mm] = [mean(predicted), mean(measured)];
  let [square, pp, mmSum, pm] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [p, m] = [predicted[i] - mp, measured[i] - mm];
    square += (predicted[i] - measured[i]) ** 2;
    pp += p * p;
    mmSum += m * m;
    pm += p * m;
  }
  const r = pp > 0 && mmSum > 0 ? pm / Math.sqrt(pp * mmSum) : undefined;
  return [
    { measure: "root mean squared error", value: Math.sqrt(square / n) },
    { measure: "correlation (Pearson)", value: r, ...(r === undefined ? { note: "all values are equal" } : {}) },
  ];
}
