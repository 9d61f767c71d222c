import { dataError } from "../errors.ts";
import { randomStream } from "../random.ts";
import { classWeights, type Example } from "./examples.ts";
import type { Initializer } from "./initializers.ts";
import { Learner, predictLogits, type Targets } from "./learner.ts";
import { batchLoss } from "./losses.ts";
import { areaUnderCurve, classMetrics } from "./metrics.ts";
import { initialParameters, type Network, type Parameter } from "./network.ts";
import type { OptimizerName, OptimizerSettings } from "./optimizers.ts";
import { type EncodedSequences, encodeSequences } from "./triples.ts";

export interface TrainingSettings {
  readonly optimizer: OptimizerName;
  readonly rates: Partial<OptimizerSettings>;
  readonly initializer: Initializer;
  readonly bothStrands: boolean;
  /** Records a step; `batch` takes all of them. */
  readonly batchSize: number;
  readonly epochs: number;
  /** Epochs without a smaller validation loss before training stops. */
  readonly patience: number;
  readonly dropout: number;
  readonly weightDecay: number;
  /** Every class weighs the same, however many sequences it has. */
  readonly balanced: boolean;
  readonly seed: number;
}

/** Equal outputs for fewer sequences may be chance. */
const FEWEST_TO_JUDGE = 10;
/** A gain in validation loss that counts. */
const LEAST_GAIN = 1e-4;

export interface EpochReport {
  /** From 1. */
  readonly epoch: number;
  readonly steps: number;
  readonly trainingLoss: number;
  readonly validationLoss: number;
  /** Two classes: AUC on the validation set, when it has both. */
  readonly auc?: number;
  /** Several classes: share of wrong calls on the validation set. */
  readonly error?: number;
  /** The lowest validation loss so far. */
  readonly best: boolean;
  /** Every validation sequence gets the same output: the network has gone blind. */
  readonly blind: boolean;
  /** Then the first layer whose ReLUs are all off, if there is one. */
  readonly deadLayer?: string;
}

export interface Trained {
  readonly parameters: readonly Parameter[];
  readonly bestEpoch: number;
  readonly history: readonly EpochReport[];
  readonly stopped: "patience" | "epochs" | "asked";
}

/** Sequences with targets in the form that the engine takes. */
export function encodeExamples(
  examples: readonly Example[],
  network: Network,
  padding: number,
  bothStrands: boolean,
  balanced: boolean,
): { data: EncodedSequences; targets: Targets } {
  const codes = examples.map((example) => example.codes);
  const data = encodeSequences(codes, network.inputLength, padding, bothStrands);
  const values = Float32Array.from(examples, ({ target }) => target);
  return { data, targets: balanced ? { values, weights: classWeights(examples) } : { values } };
}

/**
 * Trains a network of one logit, or of one logit a class, epoch by epoch; yields a report after each and returns the
 * parameters of the epoch with the lowest validation loss. Stop early with `next(true)`. The same settings and examples give
 * the same bits. Throws a data error when the loss is no number any more.
 */
export function* trainNetwork(
  network: Network,
  training: readonly Example[] | ((epoch: number) => readonly Example[]),
  validation: readonly Example[],
  settings: TrainingSettings,
): Generator<EpochReport, Trained, boolean | undefined> {
  const { optimizer, rates, dropout, weightDecay, seed, bothStrands, balanced } = settings;
  const learner = new Learner(network, bothStrands ? 2 : 1, { optimizer, rates, dropout, weightDecay, seed });
  const { engine } = learner;
  engine.setParameters(initialParameters(network, settings.initializer, randomStream(seed, "weights")));
  const encode = (examples: readonly Example[], weigh: boolean) =>
    encodeExamples(examples, network, engine.padding, bothStrands, weigh);
  let train = typeof training === "function" ? undefined : encode(training, balanced);
  const check = encode(validation, balanced);
  const history: EpochReport[] = [];
  let best = { loss: Number.POSITIVE_INFINITY, epoch: 0, parameters: engine.packedParameters.slice() };
  let stopped: Trained["stopped"] = "epochs";
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    if (typeof training === "function") train = encode(training(epoch), balanced);
    const { steps, loss } = runEpoch(learner, train!, settings, epoch);
    const logits = predictLogits(engine, check.data);
    const validationLoss = batchLoss(network.output, logits, check.targets, network.outputs, []);
    if (!Number.isFinite(validationLoss)) throw noNumber(`after step ${steps}`, epoch);
    const gained = validationLoss < best.loss - LEAST_GAIN;
    if (gained) best = { loss: validationLoss, epoch, parameters: engine.packedParameters.slice() };
    const blind = logits.every((z, i) => z === logits[i % network.outputs]) && validation.length >= FEWEST_TO_JUDGE;
    const deadLayer = blind ? engine.deadLayer : undefined;
    const report = {
      ...{ epoch, steps, trainingLoss: loss, validationLoss, best: gained, blind },
      ...(deadLayer === undefined ? {} : { deadLayer }),
      ...quality(network, logits, check.targets.values),
    };
    history.push(report);
    if (yield report) {
      stopped = "asked";
      break;
    }
    if (epoch - best.epoch >= settings.patience) {
      stopped = "patience";
      break;
    }
  }
  engine.packedParameters.set(best.parameters);
  return { parameters: engine.parameters(), bestEpoch: best.epoch, history, stopped };
}

function runEpoch(
  learner: Learner,
  { data, targets }: { data: EncodedSequences; targets: Targets },
  { optimizer, batchSize, seed }: TrainingSettings,
  epoch: number,
): { steps: number; loss: number } {
  const order = Uint32Array.from({ length: data.records.length }, (_, i) => i);
  randomStream(seed, "order", epoch).shuffle(order);
  const size = optimizer === "batch" ? data.records.length : batchSize;
  let sum = 0;
  let steps = 0;
  for (let from = 0; from < data.records.length; from += size) {
    const to = Math.min(data.records.length, from + size);
    const loss = learner.train(data, targets, order, from, to, epoch);
    steps++;
    if (!Number.isFinite(loss)) throw noNumber(`at step ${steps}`, epoch);
    sum += loss * (to - from);
  }
  return { steps, loss: sum / data.records.length };
}

function noNumber(when: string, epoch: number): Error {
  return dataError(
    `the loss is no number any more ${when} of epoch ${epoch}: the steps are too long; lower --learning-rate`,
  );
}

function quality(
  { output, outputs }: Network,
  logits: Float64Array,
  targets: Float32Array,
): { auc?: number; error?: number } {
  if (output === "softmax") return { error: classMetrics(logits, targets, outputs).error };
  const auc = output === "sigmoid" && outputs === 1 ? areaUnderCurve(logits, targets) : undefined;
  return auc === undefined ? {} : { auc };
}
