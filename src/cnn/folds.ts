import { Engine } from "./engine.ts";
import { dealGroups, type Example, shuffledNegatives, splitExamples } from "./examples.ts";
import { predictLogits } from "./learner.ts";
import type { Network } from "./network.ts";
import { type EpochReport, type Trained, type TrainingSettings, trainNetwork } from "./training.ts";
import { encodeSequences } from "./triples.ts";

/** What a training starts from; plain data, which may go to another thread. */
export interface TrainingPlan {
  /** Without the shuffled negatives, which are made after the split. */
  readonly examples: readonly Example[];
  readonly shuffles: boolean;
  readonly network: Network;
  readonly training: TrainingSettings;
}

/** What a network trained on the other folds says of one. */
export interface JudgedFold {
  /** [example][logit] */
  readonly logits: Float64Array;
  readonly targets: readonly number[];
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly validationLoss: number;
}

/** Of the other folds one sequence in this many is held back to choose the epoch. */
const HELD_BACK = 10;

/** Epochs of a training; shuffled negatives are drawn anew each epoch. */
export function trainingEpochs(
  { network, shuffles, training: settings }: TrainingPlan,
  training: readonly Example[],
  validation: readonly Example[],
): Generator<EpochReport, Trained, boolean | undefined> {
  const source = shuffles
    ? (epoch: number) => [...training, ...shuffledNegatives(training, settings.seed, epoch)]
    : training;
  return trainNetwork(network, source, validation, settings);
}

/** The examples to be judged, by fold. Equal sequences are in the same one; a fold may be empty when there are few. */
export function dealFolds({ examples, training }: TrainingPlan, folds: number): number[][] {
  const part = dealGroups(examples, folds, training.seed);
  return Array.from({ length: folds }, (_, fold) => [...examples.keys()].filter((i) => part[i] === fold));
}

/** Trains on all but the held-out examples (their numbers) and judges these. Depends on nothing else. */
export function judgeFold(plan: TrainingPlan, heldOut: readonly number[]): JudgedFold {
  const { examples, training: settings, network } = plan;
  const isHeld = new Set(heldOut);
  const judged = withShuffles(
    plan,
    examples.filter((_, i) => isHeld.has(i)),
  );
  const rest = examples.filter((_, i) => !isHeld.has(i));
  const { training, validation } = splitExamples(rest, HELD_BACK, settings.seed);
  const trained = finish(trainingEpochs(plan, training, withShuffles(plan, validation)));
  const engine = new Engine(network, settings.bothStrands ? 256 : 128);
  engine.setParameters(trained.parameters);
  const codes = judged.map((example) => example.codes);
  const data = encodeSequences(codes, network.inputLength, engine.padding, settings.bothStrands);
  return {
    logits: predictLogits(engine, data),
    targets: judged.map(({ target }) => target),
    epochs: trained.history.length,
    bestEpoch: trained.bestEpoch,
    validationLoss: trained.history[trained.bestEpoch - 1].validationLoss,
  };
}

function withShuffles({ shuffles, training }: TrainingPlan, examples: readonly Example[]): readonly Example[] {
  return shuffles ? [...examples, ...shuffledNegatives(examples, training.seed)] : examples;
}

function finish(epochs: Generator<EpochReport, Trained, boolean | undefined>): Trained {
  for (;;) {
    const { done, value } = epochs.next();
    if (done) return value;
  }
}
