import { finished, type Steps } from "../steps.ts";
import { Engine } from "./engine.ts";
import { batchLoss } from "./losses.ts";
import type { Network } from "./network.ts";
import {
  OPTIMIZER_DEFAULTS,
  type OptimizerName,
  type OptimizerSettings,
  optimizerStep,
  type Step,
} from "./optimizers.ts";
import type { EncodedSequences } from "./triples.ts";

/** What the records of a data set should come out as. */
export interface Targets {
  /** [record][logit]; for softmax the class number of each record. */
  readonly values: Float32Array;
  /** Weight of each record in the loss, when they differ. */
  readonly weights?: Float32Array;
}

export interface LearnerSettings {
  readonly optimizer: OptimizerName;
  readonly rates?: Partial<OptimizerSettings>;
  /** Weight decay: this much of every parameter is added to its gradient (L2, as in torch.optim.Adam). */
  readonly weightDecay?: number;
  /** Share of the inputs of each fully connected layer that a training step leaves out. */
  readonly dropout?: number;
  readonly seed?: number;
}

/** Records that go through the engine at once; more are taken in turns. */
const CHUNK = 128;

/** A network in training: batches in, steps taken. On both strands the larger logit of the two counts. */
export class Learner {
  readonly engine: Engine;
  readonly #settings: LearnerSettings;
  readonly #rates: OptimizerSettings;
  readonly #step: Step | undefined;
  #steps = 0;

  constructor(network: Network, strands: 1 | 2, settings: LearnerSettings) {
    this.engine = new Engine(network, CHUNK * strands);
    this.#settings = settings;
    this.#rates = { ...OPTIMIZER_DEFAULTS[settings.optimizer], ...settings.rates };
    const { optimizer } = settings;
    if (optimizer !== "adam" || this.#rates.epsilonInside) {
      this.#step = optimizerStep(optimizer, this.engine.packedParameters.length, this.#rates);
    }
  }

  /** One step on the records `order[from … to)`. Returns their mean loss before it. */
  train(
    data: EncodedSequences,
    targets: Targets,
    order: ArrayLike<number>,
    from: number,
    to: number,
    epoch = 0,
  ): number {
    const { engine } = this;
    engine.clearGradients();
    engine.prepare(data.triples);
    let loss = 0;
    for (let start = from; start < to; start += CHUNK) {
      loss += this.#accumulate(data, targets, order, start, Math.min(to, start + CHUNK), to - from, epoch);
    }
    engine.finishGradients();
    this.#move();
    return loss;
  }

  #move(): void {
    const { weightDecay = 0 } = this.#settings;
    const { learningRate, beta1, beta2, epsilon } = this.#rates;
    if (weightDecay > 0) this.engine.decayWeights(weightDecay);
    this.#steps++;
    if (this.#step === undefined) this.engine.adamStep(this.#steps, learningRate, beta1, beta2, epsilon);
    else this.#step(this.engine.packedParameters, this.engine.packedGradients);
  }

  #accumulate(
    data: EncodedSequences,
    targets: Targets,
    order: ArrayLike<number>,
    from: number,
    to: number,
    batch: number,
    epoch: number,
  ): number {
    const { engine } = this;
    const { dropout = 0, seed = 1 } = this.#settings;
    const rows = engine.load(data, order, from, to);
    const drop = dropout > 0 ? { keep: 1 - dropout, seeds: rowSeeds(seed, epoch, order, from, to, rows) } : undefined;
    engine.forward(rows, drop);
    const loss = this.#lossGradients(targets, order, from, to, rows, batch);
    engine.backward(rows, drop);
    return loss;
  }

  /** Mean loss over the batch of the chunk's records; leaves the gradients by the logits in the engine. */
  #lossGradients(
    targets: Targets,
    order: ArrayLike<number>,
    from: number,
    to: number,
    rows: number,
    batch: number,
  ): number {
    const { network } = this.engine;
    const { outputs, output } = network;
    const count = to - from;
    const { logits, source } = joinedLogits(this.engine, count, rows);
    const perRecord = output === "softmax" ? 1 : outputs;
    const values = new Float64Array(count * perRecord);
    const weights = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const record = order[from + i];
      weights[i] = ((targets.weights?.[record] ?? 1) * count) / batch;
      for (let k = 0; k < perRecord; k++) values[i * perRecord + k] = targets.values[record * perRecord + k];
    }
    const slopes = new Float64Array(logits.length);
    const loss = batchLoss(output, logits, { values, weights }, outputs, slopes);
    const gradients = this.engine.logitGradients();
    gradients.fill(0);
    for (let i = 0; i < slopes.length; i++) gradients[source[i]] = slopes[i];
    return loss;
  }
}

/**
 * Logits of the loaded records [record][logit], the larger of the two strands, and which of the engine's outputs each came
 * from.
 */
export function joinedLogits(
  engine: Engine,
  records: number,
  rows: number,
): { logits: Float64Array; source: Int32Array } {
  const { outputs } = engine.network;
  const out = engine.output();
  const lanes = engine.stages[engine.stages.length - 1].output.paddedChannels;
  const logits = new Float64Array(records * outputs);
  const source = new Int32Array(records * outputs);
  for (let record = 0; record < records; record++) {
    for (let k = 0; k < outputs; k++) {
      let best = record * lanes + k;
      const other = best + records * lanes;
      if (rows > records && out[other] > out[best]) best = other;
      source[record * outputs + k] = best;
      logits[record * outputs + k] = out[best];
    }
  }
  return { logits, source };
}

/** One seed for each row, from the epoch, the record and the strand alone. */
function rowSeeds(
  seed: number,
  epoch: number,
  order: ArrayLike<number>,
  from: number,
  to: number,
  rows: number,
): Uint32Array {
  const base = Math.imul(seed, 0x85ebca6b) ^ Math.imul(epoch + 1, 0xc2b2ae35);
  const count = to - from;
  return Uint32Array.from({ length: rows }, (_, row) => {
    const record = order[from + (row % count)];
    return Math.imul(base ^ (2 * record + (row >= count ? 1 : 0)), 0x27d4eb2f);
  });
}

/** Logits of all records, [record][logit], with the engine's parameters as they are. */
export function predictLogits(engine: Engine, data: EncodedSequences): Float64Array {
  return finished(predictionSteps(engine, data));
}

/** {@link predictLogits} in steps. */
export function* predictionSteps(engine: Engine, data: EncodedSequences): Steps<Float64Array> {
  const { outputs } = engine.network;
  const logits = new Float64Array(data.records.length * outputs);
  const order = Uint32Array.from({ length: data.records.length }, (_, i) => i);
  const chunk = Math.floor(engine.maxRows / data.strands);
  engine.prepare(data.triples);
  for (let from = 0; from < data.records.length; from += chunk) {
    const to = Math.min(data.records.length, from + chunk);
    const rows = engine.load(data, order, from, to);
    engine.forward(rows);
    logits.set(joinedLogits(engine, to - from, rows).logits, from * outputs);
    yield to / data.records.length;
  }
  return logits;
}
