import { type Node, node } from "./graph.ts";
import { sigmoid } from "./operations/gates.ts";

/** What the network's last numbers (logits) mean, and the loss that goes with it. */
export const OUTPUTS = ["sigmoid", "softmax", "linear"] as const;
export type Output = (typeof OUTPUTS)[number];

/**
 * One record's loss, not yet divided by anything, and its gradient by logit into `slope`. Written so that nothing
 * overflows; probabilities never enter.
 */
type RecordLoss = (logits: ArrayLike<number>, target: ArrayLike<number>, slope: Float64Array) => number;

/** Binary cross-entropy of each logit z against its target t in 0 … 1: max(z, 0) − z·t + log(1 + e^−|z|). */
const binaryCrossEntropy: RecordLoss = (logits, target, slope) => {
  let loss = 0;
  for (let i = 0; i < slope.length; i++) {
    const z = logits[i];
    loss += Math.max(z, 0) - z * target[i] + Math.log1p(Math.exp(-Math.abs(z)));
    slope[i] = sigmoid(z) - target[i];
  }
  return loss;
};

/** Cross-entropy of the softmax; `target` holds the class number. */
const crossEntropy: RecordLoss = (logits, target, slope) => {
  const right = target[0];
  const p = softmax(logits);
  slope.set(p);
  slope[right] -= 1;
  let top = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < slope.length; i++) top = Math.max(top, logits[i]);
  for (let i = 0; i < slope.length; i++) sum += Math.exp(logits[i] - top);
  return top + Math.log(sum) - logits[right];
};

const squaredError: RecordLoss = (logits, target, slope) => {
  let loss = 0;
  for (let i = 0; i < slope.length; i++) {
    const error = logits[i] - target[i];
    loss += error * error;
    slope[i] = 2 * error;
  }
  return loss;
};

const RECORD_LOSSES: Readonly<Record<Output, RecordLoss>> = {
  sigmoid: binaryCrossEntropy,
  softmax: crossEntropy,
  linear: squaredError,
};

export function softmax(logits: ArrayLike<number>): Float64Array {
  const out = Float64Array.from(logits);
  const top = out.reduce((best, z) => Math.max(best, z), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = Math.exp(out[i] - top);
    sum += out[i];
  }
  return out.map((e) => e / sum);
}

/** Probabilities of the logits (sigmoid, softmax), or the values themselves (linear). */
export function outputValues(output: Output, logits: ArrayLike<number>): Float64Array {
  if (output === "softmax") return softmax(logits);
  const values = Float64Array.from(logits);
  return output === "sigmoid" ? values.map(sigmoid) : values;
}

export interface BatchTargets {
  /** One number a logit ([record][logit]); for softmax one class number a record. */
  readonly values: ArrayLike<number>;
  /** Weight of each record's loss (1 when left out); the mean still divides by the number of records. */
  readonly weights?: ArrayLike<number>;
}

/**
 * Mean loss of a batch of logits [record][logit]: over all elements for sigmoid and linear, over records for softmax.
 * Its gradient is written to `gradient`.
 */
export function batchLoss(
  output: Output,
  logits: ArrayLike<number>,
  targets: BatchTargets,
  outputs: number,
  gradient: { [index: number]: number },
): number {
  const records = logits.length / outputs;
  const perRecord = output === "softmax" ? 1 : outputs;
  const slope = new Float64Array(outputs);
  const z = new Float64Array(outputs);
  let total = 0;
  for (let record = 0; record < records; record++) {
    for (let i = 0; i < outputs; i++) z[i] = logits[record * outputs + i];
    const share = (targets.weights?.[record] ?? 1) / (records * perRecord);
    total += share * RECORD_LOSSES[output](z, recordTarget(targets.values, record, perRecord), slope);
    for (let i = 0; i < outputs; i++) gradient[record * outputs + i] = share * slope[i];
  }
  return total;
}

function recordTarget(values: ArrayLike<number>, record: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => values[record * count + i]);
}

/** The mean loss as a node of the graph. */
export function loss(output: Output, logits: Node, targets: BatchTargets): Node {
  const slope = new Float64Array(logits.value.length);
  const value = batchLoss(output, logits.value, targets, logits.shape[1], slope);
  return node("loss", [], Float64Array.of(value), [logits], ([gradient]) => {
    for (let i = 0; i < slope.length; i++) logits.gradient[i] += gradient * slope[i];
  });
}
