/** Two-class and many-class measures of how well scores (logits or probabilities; only ranks matter) tell classes apart. */

/** Counts at a cut: a record is called positive when its score is at least the cut. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Undefined where a measure means nothing for the data (one class only). */
export interface TwoClassMetrics extends Confusion {
  readonly auc: number | undefined;
  readonly averagePrecision: number | undefined;
  readonly accuracy: number;
  /** Sn = TP / (TP + FN). */
  readonly sensitivity: number | undefined;
  /** Sp = TN / (TN + FP). */
  readonly specificity: number | undefined;
  /** TP / (TP + FP), which gene-finding papers also call Sp. */
  readonly precision: number | undefined;
  /** CC, Matthews' correlation coefficient; 0 where one side is never called. */
  readonly correlation: number | undefined;
}

const ratio = (part: number, whole: number) => (whole === 0 ? undefined : part / whole);

export function twoClassMetrics(scores: ArrayLike<number>, positive: ArrayLike<number>, cut: number): TwoClassMetrics {
  const confusion = confusionAt(scores, positive, cut);
  const { truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn } = confusion;
  return {
    ...confusion,
    auc: areaUnderCurve(scores, positive),
    averagePrecision: averagePrecision(scores, positive),
    accuracy: (tp + tn) / scores.length,
    sensitivity: ratio(tp, tp + fn),
    specificity: ratio(tn, tn + fp),
    precision: ratio(tp, tp + fp),
    correlation: tp + fn === 0 || tn + fp === 0 ? undefined : matthews(confusion),
  };
}

export function confusionAt(scores: ArrayLike<number>, positive: ArrayLike<number>, cut: number): Confusion {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < scores.length; i++) counts[(positive[i] > 0 ? 2 : 0) + (scores[i] >= cut ? 1 : 0)]++;
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = counts;
  return { truePositives, falsePositives, trueNegatives, falseNegatives };
}

/** (TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN)); 0 when a factor is 0. */
export function matthews({
  truePositives: tp,
  falsePositives: fp,
  trueNegatives: tn,
  falseNegatives: fn,
}: Confusion): number {
  const product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);
  return product === 0 ? 0 : (tp * tn - fp * fn) / Math.sqrt(product);
}

/** Record numbers, highest score first. */
function ranked(scores: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
}

/** The distinct scores, highest first, and how many records of each class have each: all that rank measures need. */
export interface ScoreGroups {
  readonly scores: Float64Array;
  readonly positives: Uint32Array;
  readonly negatives: Uint32Array;
}

/** Groups the records by score; `groupOf` is each record's group. */
export function scoreGroups(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
): ScoreGroups & { readonly groupOf: Uint32Array } {
  const order = ranked(scores);
  const distinct: number[] = [];
  const groupOf = new Uint32Array(order.length);
  for (const record of order) {
    // NaN, not even equal to itself, is a group each time.
    if (distinct.length === 0 || scores[record] !== distinct[distinct.length - 1]) distinct.push(scores[record]);
    groupOf[record] = distinct.length - 1;
  }
  const positives = new Uint32Array(distinct.length);
  const negatives = new Uint32Array(distinct.length);
  groupOf.forEach((group, i) => {
    if (positive[i] > 0) positives[group]++;
    else negatives[group]++;
  });
  return { scores: Float64Array.from(distinct), positives, negatives, groupOf };
}

/** Chance that a positive scores above a negative; a tie counts one half. Undefined with one class only. */
export function areaUnderCurve(scores: ArrayLike<number>, positive: ArrayLike<number>): number | undefined {
  return groupsArea(scoreGroups(scores, positive));
}

/** {@link areaUnderCurve} of grouped records. */
export function groupsArea({ positives, negatives }: ScoreGroups): number | undefined {
  let [wins, p, n] = [0, 0, 0];
  for (let i = 0; i < positives.length; i++) {
    wins += negatives[i] * (p + positives[i] / 2);
    p += positives[i];
    n += negatives[i];
  }
  return ratio(wins, p * n);
}

/**
 * Σ (recall gained) × (precision there) over the distinct scores, highest first, without interpolation. Undefined with one
 * class only.
 */
export function averagePrecision(scores: ArrayLike<number>, positive: ArrayLike<number>): number | undefined {
  return groupsPrecision(scoreGroups(scores, positive));
}

/** {@link averagePrecision} of grouped records. */
export function groupsPrecision({ positives, negatives }: ScoreGroups): number | undefined {
  let [sum, p, n] = [0, 0, 0];
  for (let i = 0; i < positives.length; i++) {
    p += positives[i];
    n += negatives[i];
    if (positives[i] > 0) sum += positives[i] * (p / (p + n));
  }
  return n === 0 ? undefined : ratio(sum, p);
}

/** {@link confusionAt} of grouped records. */
export function groupsConfusion({ scores, positives, negatives }: ScoreGroups, cut: number): Confusion {
  const counts = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
  for (let i = 0; i < scores.length; i++) {
    const called = scores[i] >= cut;
    counts[called ? "truePositives" : "falseNegatives"] += positives[i];
    counts[called ? "falsePositives" : "trueNegatives"] += negatives[i];
  }
  return counts;
}

/** The curves behind AUC and average precision: one point for each distinct score, highest first. */
export interface CurvePoint {
  readonly falsePositiveRate: number;
  /** Sensitivity, recall. */
  readonly truePositiveRate: number;
  readonly precision: number;
}

export function curvePoints(scores: ArrayLike<number>, positive: ArrayLike<number>): CurvePoint[] {
  const { positives, negatives } = scoreGroups(scores, positive);
  const [allPositives, allNegatives] = [positives, negatives].map((counts) => counts.reduce((sum, n) => sum + n, 0));
  let [tp, fp] = [0, 0];
  return Array.from(positives, (count, i) => {
    tp += count;
    fp += negatives[i];
    return { falsePositiveRate: fp / allNegatives, truePositiveRate: tp / allPositives, precision: tp / (tp + fp) };
  });
}

/** The cut with the best correlation coefficient, half-way to the next lower score; the highest such cut. */
export function bestCut(scores: ArrayLike<number>, positive: ArrayLike<number>): number {
  const order = ranked(scores);
  const all = confusionAt(scores, positive, Number.NEGATIVE_INFINITY);
  let [tp, fp] = [0, 0];
  let best = { correlation: Number.NEGATIVE_INFINITY, cut: 0 };
  for (let i = 0; i < order.length; i++) {
    if (positive[order[i]] > 0) tp++;
    else fp++;
    const next = i + 1 < order.length ? scores[order[i + 1]] : scores[order[i]] - 1;
    if (next === scores[order[i]]) continue;
    const [fn, tn] = [all.truePositives - tp, all.falsePositives - fp];
    const correlation = matthews({ truePositives: tp, falsePositives: fp, trueNegatives: tn, falseNegatives: fn });
    if (correlation > best.correlation) best = { correlation, cut: (scores[order[i]] + next) / 2 };
  }
  return best.cut;
}

/** Many classes: how often each class [true][predicted] was called, and the share of wrong calls. */
export interface ClassMetrics {
  readonly confusion: readonly (readonly number[])[];
  readonly classErrors: readonly (number | undefined)[];
  readonly error: number;
  /** Each class against all others, by its own score. */
  readonly auc: readonly (number | undefined)[];
}

/** `scores` [record][class]; the largest counts, the first of equals. */
export function classMetrics(scores: ArrayLike<number>, classes: ArrayLike<number>, count: number): ClassMetrics {
  const confusion = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  let wrong = 0;
  for (let record = 0; record < classes.length; record++) {
    let best = 0;
    for (let k = 1; k < count; k++) if (scores[record * count + k] > scores[record * count + best]) best = k;
    confusion[classes[record]][best]++;
    if (best !== classes[record]) wrong++;
  }
  const column = (k: number) => Float64Array.from({ length: classes.length }, (_, i) => scores[i * count + k]);
  const against = (k: number) => Uint8Array.from({ length: classes.length }, (_, i) => (classes[i] === k ? 1 : 0));
  const sums = confusion.map((row) => row.reduce((sum, n) => sum + n, 0));
  return {
    confusion,
    classErrors: confusion.map((row, k) => ratio(sums[k] - row[k], sums[k])),
    error: wrong / classes.length,
    auc: confusion.map((_, k) => areaUnderCurve(column(k), against(k))),
  };
}
