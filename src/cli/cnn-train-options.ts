import { INITIALIZERS } from "../cnn/initializers.ts";
import { OPTIMIZER_DEFAULTS, OPTIMIZERS, type OptimizerSettings } from "../cnn/optimizers.ts";
import { PRESETS, type Preset } from "../cnn/presets.ts";
import type { TrainingSettings } from "../cnn/training.ts";
import { exampleOptions } from "./cnn-data.ts";
import { choiceSchema, flagSchema, numberSchema, type OptionTable, optionalText, type SettingsOf } from "./options.ts";

export const NEGATIVE_KINDS = ["dinucleotide-shuffle", "gc-matched"] as const;

const NETWORK = "Network";
const LEARNING = "Learning";
const whole = { from: 1, whole: true } as const;
const share = { from: 0, to: 0.95 } as const;

/** How a network is made and trained; shared by train and cross-validate. */
export const trainOptions = {
  ...exampleOptions,
  negatives: {
    flags: "--negatives <KIND>",
    help: "made when there is no --negative: dinucleotide-shuffle (of each positive, anew each epoch) or gc-matched (--background)",
    group: "Sequences",
    schema: choiceSchema(NEGATIVE_KINDS, "dinucleotide-shuffle"),
    echo: true,
  },
  background: {
    flags: "--background <FASTA>",
    help: "where gc-matched negatives are drawn",
    group: "Sequences",
    schema: optionalText,
    echo: true,
    file: true,
  },
  allowConflicts: {
    flags: "--allow-conflicts",
    help: "let the same sequence be in two classes",
    group: "Sequences",
    schema: flagSchema,
    echo: true,
  },
  preset: {
    flags: "--preset <NAME>",
    help: "motifs: is a site somewhere? (peaks); positional: what stands where? (windows around a fixed point)",
    group: NETWORK,
    schema: choiceSchema(PRESETS, "motifs"),
    echo: true,
  },
  layers: {
    flags: "--layers <TEXT>",
    help: 'other layers than the preset\'s, as "conv 16x24, relu, pool 4, fc 32, relu, fc 1, sigmoid"',
    group: NETWORK,
    schema: optionalText,
    echo: true,
  },
  strands: {
    flags: "--strands <WHICH>",
    help: "both: the larger of the two strands' outputs counts; one (default: both for motifs)",
    group: NETWORK,
    schema: choiceSchema(["both", "one"]),
    echo: true,
  },
  init: {
    flags: "--init <NAME>",
    help: `first weights: ${INITIALIZERS.join(", ")} (default: glorot)`,
    group: NETWORK,
    schema: choiceSchema(INITIALIZERS),
    echo: true,
  },
  optimizer: {
    flags: "--optimizer <NAME>",
    help: OPTIMIZERS.join(", "),
    group: LEARNING,
    schema: choiceSchema(OPTIMIZERS, "adam"),
    echo: true,
  },
  learningRate: {
    flags: "--learning-rate <RATE>",
    help: "default: the preset's for adam, else the method's own",
    group: LEARNING,
    schema: numberSchema({ above: 0 }),
    echo: true,
  },
  momentum: {
    flags: "--momentum <SHARE>",
    help: "of momentum and nesterov",
    group: LEARNING,
    schema: numberSchema({ from: 0, to: 1 }, OPTIMIZER_DEFAULTS.momentum.momentum),
    echo: true,
  },
  epsInside: {
    flags: "--eps-inside",
    help: "adagrad, rmsprop: epsilon under the root, as Ruder and Keras write it",
    group: LEARNING,
    schema: flagSchema,
    echo: true,
  },
  batchSize: {
    flags: "--batch-size <N>",
    help: "sequences a step (default: the preset's; 1 for stochastic descent)",
    group: LEARNING,
    schema: numberSchema(whole),
    echo: true,
  },
  epochs: {
    flags: "--epochs <N>",
    help: "times through the sequences, at most (default: the preset's)",
    group: LEARNING,
    schema: numberSchema(whole),
    echo: true,
  },
  patience: {
    flags: "--patience <N>",
    help: "epochs without a lower validation loss before training stops (default: the preset's)",
    group: LEARNING,
    schema: numberSchema(whole),
    echo: true,
  },
  dropout: {
    flags: "--dropout <SHARE>",
    help: "inputs of each fc layer left out in training (default: the preset's)",
    group: LEARNING,
    schema: numberSchema(share),
    echo: true,
  },
  weightDecay: {
    flags: "--weight-decay <X>",
    help: "L2: this much of each weight is added to its gradient (default: the preset's)",
    group: LEARNING,
    schema: numberSchema({ from: 0 }),
    echo: true,
  },
  balanced: {
    flags: "--balanced",
    help: "every class weighs the same, however many sequences it has",
    group: LEARNING,
    schema: flagSchema,
    echo: true,
  },
  seed: {
    flags: "--seed <N>",
    help: "of first weights, order, dropout, negatives and split",
    group: LEARNING,
    schema: numberSchema({ from: 0, to: Number.MAX_SAFE_INTEGER, whole: true }, 1),
    echo: true,
  },
} satisfies OptionTable;

export type TrainSettings = SettingsOf<typeof trainOptions>;

/** The options over the preset's values. */
export function trainingSettings(settings: TrainSettings, usual: Preset): TrainingSettings {
  const { optimizer, momentum, epsInside, balanced, seed } = settings;
  const rate = settings.learningRate ?? (optimizer === "adam" ? usual.learningRate : undefined);
  const rates: Partial<OptimizerSettings> = {
    ...{ momentum, epsilonInside: epsInside },
    ...(rate === undefined ? {} : { learningRate: rate }),
  };
  return {
    ...{ optimizer, rates, balanced, seed },
    initializer: settings.init ?? usual.initializer,
    bothStrands: settings.strands === undefined ? usual.bothStrands : settings.strands === "both",
    batchSize: settings.batchSize ?? usual.batchSize,
    epochs: settings.epochs ?? usual.epochs,
    patience: settings.patience ?? usual.patience,
    dropout: settings.dropout ?? usual.dropout,
    weightDecay: settings.weightDecay ?? usual.weightDecay,
  };
}
