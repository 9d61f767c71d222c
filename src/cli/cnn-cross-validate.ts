import { classMeasures, type Measure, twoClassMeasures, valueMeasures } from "../cnn/evaluation.ts";
import { dealGroups, type Example, shuffledNegatives, splitExamples } from "../cnn/examples.ts";
import { type Model, modelEngine, predict } from "../cnn/model.ts";
import { dataError } from "../errors.ts";
import { formatFixed } from "../printf.ts";
import { echoWithClassNames } from "./cnn-data.ts";
import { MEASURE_SHAPE } from "./cnn-measures.ts";
import { trainOptions } from "./cnn-train-options.ts";
import { type Plan, planTraining, runTraining } from "./cnn-training.ts";
import { type Context, defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { numberSchema } from "./options.ts";

export const command = defineCommand({
  summary: "How well a network would do on new sequences: each part is judged by a network trained on the others.",
  args: "",
  examples: [
    ["tatabox cnn cross-validate --positive promoters.fa --negative genes.fa --preset positional", "ten folds"],
    ["tatabox cnn cross-validate --positive peaks.fa --folds 5 --json", "peaks against their shuffles"],
  ],
  about:
    "Equal sequences, and a positive and its shuffle, are always in the same fold. Of the other folds a tenth is held back to choose the " +
    "epoch. Measures are of all held-out predictions together, calls at probability 0.5.",
  formats: ["table", "tsv", "json"],
  pipeFormat: "tsv",
  options: {
    ...trainOptions,
    folds: {
      flags: "--folds <N>",
      help: "parts",
      group: "Learning",
      schema: numberSchema({ from: 2, to: 100, whole: true }).default(10),
      echo: true,
    },
  },
  async run(context, settings) {
    const plan = await planTraining(context, settings);
    const { folds } = settings;
    const part = dealGroups(plan.examples, folds, settings.seed);
    if (new Set(part).size < folds) throw dataError(`${plan.examples.length} sequences are too few for ${folds} folds`);
    const logits: number[] = [];
    const targets: number[] = [];
    for (let fold = 0; fold < folds; fold++) {
      const held = plan.examples.filter((_, i) => part[i] === fold);
      const judged = plan.shuffles ? [...held, ...shuffledNegatives(held, settings.seed)] : held;
      const rest = plan.examples.filter((_, i) => part[i] !== fold);
      logits.push(...(await foldLogits(context, plan, rest, judged, `fold ${fold + 1}/${folds}`)));
      targets.push(...judged.map(({ target }) => target));
    }
    await writeList(
      { ...context, echo: echoWithClassNames(context.echo) },
      MEASURE_SHAPE,
      measures(plan, logits, targets),
    );
  },
});

function measures({ task, classes, training }: Plan, logits: readonly number[], targets: readonly number[]): Measure[] {
  if (task === "values") return valueMeasures(logits, targets);
  return task === "several classes"
    ? classMeasures(logits, targets, classes)
    : twoClassMeasures(logits, targets, 0, training.seed);
}

async function foldLogits(
  context: Context,
  plan: Plan,
  rest: readonly Example[],
  judged: readonly Example[],
  label: string,
): Promise<Float64Array> {
  const { seed } = plan.training;
  const { training, validation } = splitExamples(rest, 10, seed);
  const checked = plan.shuffles ? [...validation, ...shuffledNegatives(validation, seed)] : validation;
  const trained = await runTraining(plan, training, checked, () => false);
  const best = trained.history[trained.bestEpoch - 1];
  context.note(
    `${label}: epoch ${trained.bestEpoch} of ${trained.history.length}, validation loss ${formatFixed(best.validationLoss, 4)}`,
  );
  const model: Model = {
    ...{
      description: "",
      citation: "",
      alphabet: "ACGT",
      training: {},
      classes: [...plan.classes],
      layers: plan.layers,
    },
    ...{ inputLength: plan.network.inputLength, bothStrands: plan.training.bothStrands, output: plan.network.output },
    parameters: trained.parameters,
  };
  return predict(
    modelEngine(model),
    model,
    judged.map(({ codes }) => codes),
  ).logits;
}
