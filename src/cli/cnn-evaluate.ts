import { classMeasures, type Measure, twoClassMeasures, valueMeasures } from "../cnn/evaluation.ts";
import { shuffledNegatives } from "../cnn/examples.ts";
import { DRAWS } from "../cnn/intervals.ts";
import { areaUnderCurve, averagePrecision, curvePoints } from "../cnn/metrics.ts";
import { type Model, modelEngine, predictSteps } from "../cnn/model.ts";
import { dataError, usageError } from "../errors.ts";
import { rocSvg } from "../report/roc-svg.ts";
import { atOnce, type Steps } from "../steps.ts";
import { exampleOptions, type Labelled, labelledExamples } from "./cnn-data.ts";
import { MEASURE_SHAPE } from "./cnn-measures.ts";
import { modelAndRest } from "./cnn-model-file.ts";
import { defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { numberSchema } from "./options.ts";
import { inItems } from "./records.ts";

export const command = defineCommand({
  summary: "How well a trained network does on sequences it has not seen.",
  args: "<model>",
  examples: [
    [
      "tatabox cnn evaluate model.json --positive test.fa --negative other.fa",
      "AUC, average precision, Sn, Sp, CC with intervals",
    ],
    ["tatabox cnn evaluate model.json --positive test.fa", "against dinucleotide shuffles of the positives"],
    ["tatabox cnn evaluate model.json --positive test.fa -f svg -o roc.svg", "ROC and precision-recall curves"],
    ["tatabox cnn evaluate model.json --class donor=ei.fa --class acceptor=ie.fa", "several classes"],
  ],
  about:
    "Sn = TP/(TP+FN), Sp = TN/(TN+FP); gene-finding papers also call the precision TP/(TP+FP) Sp. Calls are made at --threshold, by " +
    "default the probability that did best on the validation sequences of the training.",
  formats: ["table", "tsv", "json", "svg"],
  pipeFormat: "tsv",
  options: {
    ...exampleOptions,
    threshold: {
      flags: "--threshold <P>",
      help: "probability from which a sequence is called positive (default: the model's)",
      schema: numberSchema({ above: 0, to: 1 }),
      echo: true,
    },
    seed: {
      flags: "--seed <N>",
      help: "of shuffled negatives and bootstrap draws",
      schema: numberSchema({ from: 0, to: Number.MAX_SAFE_INTEGER, whole: true }, 1),
      echo: true,
    },
  },
  async run(context, settings) {
    const { model, file, rest } = await modelAndRest(context.args);
    if (rest.length > 0) throw usageError(`do not know what to do with ${rest[0]}; give sequences as --positive FASTA`);
    const labelled = inModelsClasses(await labelledExamples(settings, context), model, file);
    const made = labelled.task === "two classes" && settings.negative.length === 0;
    if (made) context.note("no --negative: dinucleotide shuffles of the positives are used");
    const examples = made
      ? [...labelled.examples, ...shuffledNegatives(labelled.examples, settings.seed)]
      : labelled.examples;
    const long = examples.find(({ codes }) => codes.length > model.inputLength);
    if (long !== undefined)
      throw dataError(`has ${long.codes.length} bases, but the model takes ${model.inputLength}`, {
        record: long.name,
      });
    const codes = examples.map((example) => example.codes);
    const predicting = predictSteps(modelEngine(model), model, codes);
    const { logits } = await inItems(context, predicting, codes.length, "sequences");
    const targets = examples.map(({ target }) => target);
    if (context.format === "svg") return void (await context.out.write(curves(model, logits, targets)));
    const threshold = settings.threshold ?? model.threshold ?? 0.5;
    const measuring = measuresOf(model, logits, targets, threshold, settings.seed);
    const measures = await inItems(context, measuring, DRAWS, "bootstrap draws");
    await writeList(context, MEASURE_SHAPE, measures);
  },
});

/** ROC and precision-recall curves, for two classes that are both there. */
function curves({ output }: Model, logits: Float64Array, targets: readonly number[]): string {
  if (output !== "sigmoid") throw usageError("-f svg draws ROC curves, which need two classes");
  const auc = areaUnderCurve(logits, targets);
  const average = averagePrecision(logits, targets);
  if (auc === undefined || average === undefined) throw dataError("only one class is there: no curve can be drawn");
  return rocSvg(curvePoints(logits, targets), auc, average);
}

function measuresOf(
  model: Model,
  logits: Float64Array,
  targets: readonly number[],
  threshold: number,
  seed: number,
): Steps<Measure[]> {
  if (model.output === "linear") return atOnce(valueMeasures(logits, targets));
  if (model.output === "softmax") return classMeasures(logits, targets, model.classes, seed);
  return twoClassMeasures(logits, targets, Math.log(threshold / (1 - threshold)), seed);
}

/** The same task as the model's, class numbers as the model has them. */
function inModelsClasses(labelled: Labelled, { output, classes }: Model, file: string): Labelled {
  const task = { sigmoid: "two classes", softmax: "several classes", linear: "values" }[output];
  if (labelled.task !== task) throw usageError(`${file} tells ${task} apart; give the sequences accordingly`);
  if (output !== "softmax") return labelled;
  const numbers = labelled.classes.map((name) => {
    const k = classes.indexOf(name);
    if (k < 0) throw usageError(`--class ${name}: the model knows ${classes.join(", ")}`);
    return k;
  });
  return {
    ...labelled,
    classes,
    examples: labelled.examples.map((example) => ({ ...example, target: numbers[example.target] })),
  };
}
