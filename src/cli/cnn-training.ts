import { checkClasses, type Example, gcMatchedNegatives, shuffledNegatives } from "../cnn/examples.ts";
import { type TrainingPlan, trainingEpochs } from "../cnn/folds.ts";
import type { Output } from "../cnn/losses.ts";
import { buildNetwork, parameterCount } from "../cnn/network.ts";
import { type Preset, preset } from "../cnn/presets.ts";
import { parseTemplate, templateText } from "../cnn/template.ts";
import type { EpochReport, Trained } from "../cnn/training.ts";
import { dataError, usageError } from "../errors.ts";
import { formatFixed } from "../printf.ts";
import { type Labelled, labelledExamples, sequences, type Task } from "./cnn-data.ts";
import { type TrainSettings, trainingSettings } from "./cnn-train-options.ts";
import type { Context } from "./command.ts";

/** Everything that a training run starts from, before sequences are split. */
export interface Plan extends TrainingPlan {
  readonly task: Task;
  readonly classes: readonly string[];
  /** As it goes into the model file. */
  readonly layers: string;
}

const OUTPUT_OF: Readonly<Record<Task, Output>> = {
  "two classes": "sigmoid",
  "several classes": "softmax",
  values: "linear",
};

/** Reads the sequences, makes GC-matched negatives if asked, and sizes the network. */
export async function planTraining(context: Context, settings: TrainSettings): Promise<Plan> {
  const labelled = await labelledExamples(settings, context);
  const { examples, shuffles } = await withNegatives(context, settings, labelled);
  const { task, classes } = labelled;
  if (task !== "values" && !shuffles && !settings.allowConflicts) checkClasses(examples, classes);
  const length = inputLength(context, settings, examples);
  const units = task === "several classes" ? classes.length : 1;
  const usual = preset(settings.preset, length, units, OUTPUT_OF[task]);
  const training = trainingSettings(settings, usual);
  const { network, layers } = sizedNetwork(settings, usual, length, units, OUTPUT_OF[task]);
  if (training.initializer === "zeros") {
    context.warn("with zeros all units of a layer compute the same and stay copies of each other; use glorot or he");
  }
  warnOfBalance(context, settings, classes, examples);
  if (shuffles) warnOfUnchanged(context, settings, examples);
  const parts = classes.flatMap((name, k) => {
    const count = examples.filter(({ target }) => target === k).length;
    return count > 0 ? [`${count} ${name}`] : [];
  });
  const counts = task === "values" ? `${examples.length} sequences` : parts.join(", ");
  context.note(
    `${counts}${shuffles ? " (negatives: shuffles of the positives, anew each epoch)" : ""}, ${length} bases`,
  );
  context.note(`${layers}: ${parameterCount(network)} parameters`);
  return { task, classes, examples, shuffles, network, layers, training };
}

/** Sizes from which a class is drowned by another. */
const UNBALANCED = 3;

function warnOfBalance(
  { warn }: Context,
  { balanced }: TrainSettings,
  classes: readonly string[],
  examples: readonly Example[],
): void {
  const counts = classes
    .map((_, k) => examples.filter(({ target }) => target === k).length)
    .filter((count) => count > 0);
  const times = Math.max(...counts) / Math.min(...counts);
  if (times >= UNBALANCED && !balanced) {
    warn(`one class is ${formatFixed(times, 1)} times as large as another; --balanced makes them weigh the same`);
  }
}

/** Some sequences have one arrangement alone (ACTGACTG: each base has one successor). */
function warnOfUnchanged({ warn }: Context, { seed }: TrainSettings, examples: readonly Example[]): void {
  const same = shuffledNegatives(examples, seed).filter(({ codes }, i) =>
    codes.every((code, at) => code === examples[i].codes[at]),
  );
  if (same.length > 0) {
    warn(`${same.length} positives are their own shuffles, as they have hardly another arrangement (${same[0].name})`);
  }
}

async function withNegatives(context: Context, settings: TrainSettings, { task, examples }: Labelled) {
  if (settings.background !== undefined && (settings.negatives !== "gc-matched" || settings.negative.length > 0)) {
    throw usageError("--background goes with --negatives gc-matched, and with no --negative");
  }
  if (task !== "two classes" || settings.negative.length > 0) return { examples, shuffles: false };
  if (settings.negatives === "dinucleotide-shuffle") return { examples, shuffles: true };
  if (settings.background === undefined) throw usageError("--negatives gc-matched needs --background FASTA");
  const background = await sequences([settings.background], context);
  const { negatives, missing } = gcMatchedNegatives(examples, background, settings.seed);
  if (negatives.length === 0)
    throw dataError("has no window like the positives in length and GC", { file: settings.background });
  if (missing > 0)
    context.warn(`the background has no window of the GC of ${missing} positives: as many negatives are missing`);
  return { examples: [...examples, ...negatives], shuffles: false };
}

/** The longest sequence; windows around a fixed point must all be of one length. */
function inputLength(context: Context, settings: TrainSettings, examples: readonly Example[]): number {
  const length = examples.reduce((most, { codes }) => Math.max(most, codes.length), 0);
  const shorter = examples.filter(({ codes }) => codes.length < length);
  if (shorter.length === 0) return length;
  const [{ name, codes }] = shorter;
  if (settings.preset === "positional") {
    throw dataError(
      `${name} has ${codes.length} bases, others ${length}: a positional network needs windows of one length (${shorter.length} are shorter)`,
    );
  }
  context.warn(
    `${shorter.length} sequences are shorter than ${length} bases and are padded (${name}: ${codes.length})`,
  );
  return length;
}

function sizedNetwork(settings: TrainSettings, usual: Preset, length: number, units: number, output: Output) {
  const template = parseTemplate(settings.layers ?? usual.layers);
  const complete = { ...template, output: template.output ?? output };
  const network = buildNetwork(complete, length);
  if (complete.output !== output)
    throw usageError(`the layers end in ${complete.output}, but these sequences need ${output}`);
  if (network.outputs !== units)
    throw usageError(`the last layer must be fc ${units} for these sequences, not fc ${network.outputs}`);
  return { network, layers: templateText(complete) };
}

/** Runs a training; shuffled negatives are drawn anew each epoch, those for validation once. */
export async function runTraining(
  plan: Plan,
  training: readonly Example[],
  validation: readonly Example[],
  onEpoch: (report: EpochReport) => boolean,
): Promise<Trained> {
  const epochs = trainingEpochs(plan, training, validation);
  let next = epochs.next();
  while (!next.done) {
    const stop = onEpoch(next.value);
    // Gives signals a chance between epochs.
    await new Promise((resolve) => setImmediate(resolve));
    next = epochs.next(stop);
  }
  return next.value;
}
