import { type Example, shuffledNegatives, splitExamples } from "../cnn/examples.ts";
import { explainStep } from "../cnn/explain.ts";
import { bestCut, classMetrics, twoClassMetrics } from "../cnn/metrics.ts";
import { CITATION, type Model, modelEngine, predict, writeModel } from "../cnn/model.ts";
import { initialParameters } from "../cnn/network.ts";
import { sigmoid } from "../cnn/operations/gates.ts";
import type { EpochReport, Trained } from "../cnn/training.ts";
import { trainingWatch } from "../cnn/training-watch.ts";
import { dataError, usageError } from "../errors.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import { randomStream } from "../random.ts";
import { learningCurve } from "../report/learning-curve.ts";
import type { Sink } from "../report/writer.ts";
import { labelledExamples } from "./cnn-data.ts";
import { epochProgress } from "./cnn-progress.ts";
import { trainOptions } from "./cnn-train-options.ts";
import { type Plan, planTraining, runTraining } from "./cnn-training.ts";
import { type Context, defineCommand } from "./command.ts";
import { flagSchema, listSchema, numberSchema, type OptionTable, optionalText, type SettingsOf } from "./options.ts";

const GROUP = "Validation";
const fasta = { group: GROUP, schema: listSchema, repeats: true, echo: true, file: true } as const;

const options = {
  ...trainOptions,
  validation: {
    flags: "--validation <SHARE>",
    help: "share of the sequences held back to judge each epoch; equal sequences stay together",
    group: GROUP,
    schema: numberSchema({ from: 0.01, to: 0.5 }, 0.1),
    echo: true,
  },
  validationPositive: {
    flags: "--validation-positive <FASTA>",
    help: "positives to judge by instead; repeatable",
    ...fasta,
  },
  validationNegative: { flags: "--validation-negative <FASTA>", help: "and negatives; repeatable", ...fasta },
  explain: {
    flags: "--explain",
    help: "first show one training step on one sequence, layer by layer, forward and backward",
    group: "Output",
    schema: flagSchema,
  },
  log: {
    flags: "--log <FILE>",
    help: "the learning curve as TSV",
    group: "Output",
    schema: optionalText,
    written: true,
  },
} satisfies OptionTable;

type Settings = SettingsOf<typeof options>;

export const command = defineCommand({
  summary: "Learns a convolutional network from sequences and writes it as a model file.",
  args: "",
  examples: [
    ["tatabox cnn train --positive peaks.fa -o model.json", "peaks against their own dinucleotide shuffles"],
    [
      "tatabox cnn train --positive promoters.fa --negative genes.fa --preset positional -o model.json",
      "windows around a start site",
    ],
    [
      "tatabox cnn train --class donor=ei.fa --class acceptor=ie.fa --class neither=n.fa --preset positional -o model.json",
      "several classes",
    ],
    [
      'tatabox cnn train --positive p.fa --layers "conv 32x12, relu, pool global, fc 1" --optimizer nesterov -o model.json',
      "other layers and another method",
    ],
    [
      'tatabox cnn train --positive p.fa --layers "conv 4x8, relu, pool global, fc 1" --explain --epochs 1 -o model.json',
      "one training step in words, layer by layer, forward and backward",
    ],
  ],
  about:
    "The same seed gives the same model, bit for bit. The epoch with the lowest loss on the validation sequences is kept, also when " +
    "training is stopped with Ctrl-C. Presets are networks that did well on real data: motifs is DeepBind's form (Alipanahi et al. " +
    "2015), positional keeps where things are.",
  formats: ["json"],
  pipeFormat: "json",
  options,
  async run(context, settings) {
    const log = settings.log === undefined ? undefined : context.openBeside(settings.log);
    const plan = await planTraining(context, settings);
    const { training, validation } = await split(context, plan, settings);
    warnOfFew(context, plan, validation);
    if (settings.explain) explain(context, plan);
    const trained = await train(context, plan, training, validation);
    const model = describe(plan, context, trained, training.length, validation);
    if (log !== undefined) await writeLog(log, trained.history, trained.bestEpoch);
    await context.out.write(writeModel(model));
  },
});

function explain(context: Context, { network, examples, training }: Plan): void {
  const example = examples.find(({ codes }) => codes.length === network.inputLength)!;
  const parameters = initialParameters(network, training.initializer, randomStream(training.seed, "weights"));
  for (const line of explainStep(network, parameters, example, training.optimizer, training.rates)) context.note(line);
}

async function split(context: Context, plan: Plan, settings: Settings) {
  const { validationPositive: positive, validationNegative: negative, seed } = settings;
  if (positive.length + negative.length > 0) {
    checkValidation(plan, settings);
    const { examples } = await labelledExamples({ positive, negative, class: [] }, context);
    checkLengths(plan, examples);
    warnOfShared(context, plan.examples, examples);
    const made = negative.length === 0 ? shuffledNegatives(examples, seed) : [];
    return { training: plan.examples, validation: [...examples, ...made] };
  }
  const { training, validation } = splitExamples(plan.examples, Math.round(1 / settings.validation), seed);
  return { training, validation: plan.shuffles ? [...validation, ...shuffledNegatives(validation, seed)] : validation };
}

function checkValidation({ task, shuffles }: Plan, settings: Settings): void {
  if (task !== "two classes") throw usageError("--validation-positive and --validation-negative go with --positive");
  if (settings.validationPositive.length === 0) throw usageError("--validation-negative needs --validation-positive");
  if (!shuffles && settings.validationNegative.length === 0) {
    throw usageError(
      "--validation-positive needs --validation-negative: the negatives of the training are no shuffles",
    );
  }
}

function checkLengths({ network }: Plan, examples: readonly Example[]): void {
  const long = examples.find(({ codes }) => codes.length > network.inputLength);
  if (long === undefined) return;
  const problem = `has ${long.codes.length} bases, but those of the training have at most ${network.inputLength}`;
  throw dataError(problem, { record: long.name });
}

function warnOfShared({ warn }: Context, training: readonly Example[], validation: readonly Example[]): void {
  const known = new Set(training.map(({ group }) => group));
  const shared = validation.filter(({ group }) => known.has(group));
  if (shared.length === 0) return;
  warn(`${shared.length} validation sequences are also trained on (${shared[0].name}): they look better than new ones`);
}

/** Sequences of a class from which the choice of the epoch is no matter of chance. */
const FEWEST_OF_A_CLASS = 20;

function warnOfFew({ warn }: Context, { task, classes }: Plan, validation: readonly Example[]): void {
  if (task === "values") return;
  const counts = classes.map((_, k) => validation.filter(({ target }) => target === k).length);
  const least = counts.indexOf(Math.min(...counts));
  if (counts[least] < FEWEST_OF_A_CLASS) {
    warn(
      `only ${counts[least]} validation sequences are ${classes[least]}: which epoch is best is partly chance; give more, or a larger --validation`,
    );
  }
}

/** Runs the epochs with a line each; Ctrl-C ends the training, not the program. */
async function train(
  context: Context,
  plan: Plan,
  training: readonly Example[],
  validation: readonly Example[],
): Promise<Trained> {
  const { epochs } = plan.training;
  let asked = false;
  const usual = process.listeners("SIGINT");
  process.removeAllListeners("SIGINT");
  process.once("SIGINT", () => {
    asked = true;
  });
  try {
    const progress = epochProgress(context, epochs, training.length * (plan.shuffles ? 2 : 1));
    const watch = trainingWatch();
    const trained = await runTraining(plan, training, validation, (report) => {
      progress(report);
      const warning = watch(report);
      if (warning !== undefined) context.warn(warning);
      return asked;
    });
    const { screen } = context;
    screen?.show(learningCurve(trained.history, trained.bestEpoch, screen.columns));
    context.note(
      screen === undefined ? `${curve(trained.history)} validation loss; ${stopText(trained)}` : stopText(trained),
    );
    return trained;
  } finally {
    context.screen?.clear();
    process.removeAllListeners("SIGINT");
    for (const listener of usual) process.on("SIGINT", listener as () => void);
  }
}

const BARS = "▁▂▃▄▅▆▇█";

/** The validation loss of each epoch as a row of bars. */
function curve(history: readonly EpochReport[]): string {
  const losses = history.map(({ validationLoss }) => validationLoss);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const bar = (loss: number) => BARS[high > low ? Math.round(((loss - low) / (high - low)) * (BARS.length - 1)) : 0];
  return losses.map(bar).join("");
}

function stopText({ stopped, bestEpoch, history }: Trained): string {
  const why = {
    patience: "the validation loss no longer fell",
    epochs: "all epochs are done",
    asked: "stopped on request",
  };
  return `epoch ${bestEpoch} of ${history.length} is kept (${why[stopped]})`;
}

/** The model with what is known about it: settings, counts, learning curve, quality on the validation sequences. */
function describe(
  plan: Plan,
  context: Context,
  trained: Trained,
  trainedOn: number,
  validation: readonly Example[],
): Model {
  const { network, layers, classes, training } = plan;
  const bare: Model = {
    description: `${plan.task === "values" ? "value" : classes.join(" / ")} of ${network.inputLength} bases: ${layers}`,
    citation: CITATION,
    layers,
    inputLength: network.inputLength,
    alphabet: "ACGT",
    bothStrands: training.bothStrands,
    output: network.output,
    classes: [...classes],
    parameters: trained.parameters,
    training: {},
  };
  const { logits } = predict(
    modelEngine(bare),
    bare,
    validation.map(({ codes }) => codes),
  );
  const targets = validation.map(({ target }) => target);
  const record = {
    settings: context.echo,
    used: training,
    sequences: { training: trainedOn, validation: validation.length, shuffledNegatives: plan.shuffles },
    bestEpoch: trained.bestEpoch,
    stopped: trained.stopped,
    history: trained.history,
  };
  if (network.output === "linear") return { ...bare, training: record };
  if (network.output === "softmax") {
    return { ...bare, training: { ...record, validation: classMetrics(logits, targets, classes.length) } };
  }
  const cut = bestCut(logits, targets);
  const metrics = twoClassMetrics(logits, targets, cut);
  if (metrics.auc !== undefined) {
    context.note(
      `validation: AUC ${formatFixed(metrics.auc, 4)}, CC ${formatFixed(metrics.correlation ?? 0, 3)} at probability ${formatFixed(sigmoid(cut), 3)}`,
    );
  }
  return { ...bare, threshold: sigmoid(cut), training: { ...record, validation: metrics } };
}

async function writeLog(sink: Sink, history: readonly EpochReport[], bestEpoch: number): Promise<void> {
  await sink.write("epoch\tsteps\ttraining_loss\tvalidation_loss\tauc\terror\tbest\n");
  for (const { epoch, steps, trainingLoss, validationLoss, auc, error } of history) {
    const numbers = [trainingLoss, validationLoss, auc, error].map((x) => (x === undefined ? "" : formatGeneral(x, 6)));
    await sink.write(`${[epoch, steps, ...numbers, epoch === bestEpoch ? "*" : ""].join("\t")}\n`);
  }
  await sink.finish();
}
