import { classMeasures, type Measure, twoClassMeasures, valueMeasures } from "../cnn/evaluation.ts";
import { dealFolds } from "../cnn/folds.ts";
import { DRAWS } from "../cnn/intervals.ts";
import { dataError } from "../errors.ts";
import { formatFixed } from "../printf.ts";
import { atOnce, type Steps } from "../steps.ts";
import { judgedFolds } from "./cnn-folds.ts";
import { MEASURE_SHAPE } from "./cnn-measures.ts";
import { trainOptions } from "./cnn-train-options.ts";
import { type Plan, planTraining } from "./cnn-training.ts";
import { defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { numberSchema } from "./options.ts";
import { inItems } from "./records.ts";

export const command = defineCommand({
  summary: "How well a network would do on new sequences: each part is judged by a network trained on the others.",
  args: "",
  examples: [
    ["tatabox cnn cross-validate --positive promoters.fa --negative genes.fa --preset positional", "ten folds"],
    ["tatabox cnn cross-validate --positive peaks.fa --folds 5 --json", "peaks against their shuffles"],
  ],
  about:
    "Equal sequences, and a positive and its shuffle, are always in the same fold. Of the other folds a tenth is held back to choose the " +
    "epoch. Folds are trained side by side (-j), with the same result. Measures are of all held-out predictions together, calls at probability 0.5.",
  formats: ["table", "tsv", "json"],
  pipeFormat: "tsv",
  options: {
    ...trainOptions,
    folds: {
      flags: "--folds <N>",
      help: "parts",
      group: "Learning",
      schema: numberSchema({ from: 2, to: 100, whole: true }, 10),
      echo: true,
    },
  },
  async run(context, settings) {
    const plan = await planTraining(context, settings);
    const folds = dealFolds(plan, settings.folds);
    if (folds.some(({ length }) => length === 0))
      throw dataError(`${plan.examples.length} sequences are too few for ${settings.folds} folds`);
    const logits: number[] = [];
    const targets: number[] = [];
    let done = 0;
    for await (const fold of judgedFolds(plan, folds, context.threads)) {
      for (const logit of fold.logits) logits.push(logit);
      for (const target of fold.targets) targets.push(target);
      context.note(
        `fold ${++done}/${folds.length}: epoch ${fold.bestEpoch} of ${fold.epochs}, validation loss ${formatFixed(fold.validationLoss, 4)}`,
      );
    }
    const measured = await inItems(context, measures(plan, logits, targets), DRAWS, "bootstrap draws");
    await writeList(context, MEASURE_SHAPE, measured);
  },
});

function measures(
  { task, classes, training }: Plan,
  logits: readonly number[],
  targets: readonly number[],
): Steps<Measure[]> {
  if (task === "values") return atOnce(valueMeasures(logits, targets));
  return task === "several classes"
    ? classMeasures(logits, targets, classes, training.seed)
    : twoClassMeasures(logits, targets, 0, training.seed);
}
