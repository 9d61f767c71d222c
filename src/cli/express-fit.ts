import { usageError } from "../errors.ts";
import { agreement } from "../regulation/agreement.ts";
import { fitParameters, foldsOf, leftOutPredictions, measuredPoints } from "../regulation/fit.ts";
import { fittedParameters, isOnBound, scaleOf } from "../regulation/fit-parameters.ts";
import { Predictor } from "../regulation/fit-prediction.ts";
import { type FitSummary, fitText, fittedTsv } from "../report/fit-text.ts";
import { jsonResult, resultHead } from "../report/json.ts";
import { type Context, defineCommand } from "./command.ts";
import { type FitOptions, fitOptions } from "./express-fit-options.ts";
import { type FitTask, fitTask } from "./express-fit-task.ts";
import type { ParameterInForce } from "./parameter-options.ts";

export const command = defineCommand({
  summary: "Fits the expression model to measured expression.",
  args: "[fasta...]",
  examples: [
    [
      "tatabox express fit enhancers.fa --expression measured.tsv --factors levels.tsv -o fit.json",
      "writes parameters for 'tatabox express --parameters fit.json'",
    ],
    [
      "tatabox express fit seqs.fa --expression expr.tab --factors factor_expr.tab -m factors.wtmx --roles factor_info.txt --cooperativity coop.txt -f table",
      "GEMSTAT's files, as a table",
    ],
  ],
  about:
    "Each sequence is one element: its sites anywhere count, core elements do not. Free are q_b, v of each factor, α of activators, " +
    "β of repressors (direct) or their closing weight (repression), w of the pairs of --cooperativity, k with --methylation. The squared " +
    "error over sequences × conditions is made least by Levenberg and Marquardt's method, inside bounds, from several starts. " +
    "Cross-validation leaves whole sequences out; R² is against the mean of all measurements and can be negative.",
  formats: ["json", "table", "tsv"],
  pipeFormat: "json",
  options: fitOptions,
  async run(context, settings: FitOptions) {
    const { expression, factors } = settings;
    if (expression === undefined || factors === undefined) {
      throw usageError("give --expression FILE and --factors FILE");
    }
    const task = await fitTask(context, settings, expression, factors);
    await writeFit(context, settings, task);
  },
});

async function writeFit(context: Context, settings: FitOptions, task: FitTask): Promise<void> {
  const { problem, free, measured } = task;
  const all = [...problem.sequences.keys()];
  const show = (what: string) => (start: number, iterations: number, rmse: number) =>
    context.progress.say(
      () => `${what}: start ${start + 1} of ${settings.starts}, ${iterations} iterations, RMSE ${rmse.toFixed(5)}`,
    );
  const fit = await fitParameters(problem, free, measured, all, settings, show("fit"));
  const fold = foldsOf(all.length, settings.folds, settings.seed);
  const leftOut = await leftOutPredictions(problem, free, measured, fold, settings, (left, ...step) =>
    show(`fold ${left + 1} of ${settings.folds}`)(...step),
  );
  const predicted = new Predictor(problem, free).predict(fit.values, all);
  const points = measuredPoints(measured, all, problem.conditions.length);
  const of = (values: Float64Array) => Float64Array.from(points, (point) => values[point]);
  const summary: FitSummary = {
    sequences: all.length,
    conditions: problem.conditions.length,
    folds: settings.folds,
    fitted: agreement(of(measured), of(predicted)),
    crossValidated: agreement(of(measured), of(leftOut)),
    starts: fit.starts,
  };
  await context.out.write(fitOutput(context, task, fit.values, summary, { points, predicted, leftOut, fold }));
}

interface Predictions {
  readonly points: readonly number[];
  readonly predicted: Float64Array;
  readonly leftOut: Float64Array;
  readonly fold: readonly number[];
}

function fitOutput(
  context: Context,
  task: FitTask,
  values: readonly number[],
  summary: FitSummary,
  predictions: Predictions,
): string {
  const rows = task.free.map((free, i) => {
    const { name: parameter, start, low, high } = free;
    return { parameter, start, value: values[i], low, high, onBound: isOnBound(free, values[i]) };
  });
  const parameters = parametersAfter(task, values, context);
  switch (context.format) {
    case "tsv":
      return fittedTsv(rows);
    case "table":
      return fitText(
        rows,
        parameters.filter(({ value }) => typeof value === "number"),
        summary,
        context.colours,
      );
    default:
      return jsonResult(resultHead(context.command, context.echo), {
        parameters,
        scale: scaleOf(task.free, values),
        fitted: rows,
        agreement: summary,
        ...(task.library === undefined ? {} : { library: task.library }),
        predictions: predictionRows(task, predictions),
        warnings: context.warnings,
      });
  }
}

/** What was in force, with the fitted values in place of the starts. */
function parametersAfter(
  { problem, free, inForce }: FitTask,
  values: readonly number[],
  { command: name }: Context,
): ParameterInForce[] {
  const fitted = fittedParameters(free, values, problem);
  return inForce.map((one) => {
    const value = fitted[one.name as keyof typeof fitted];
    return value === one.value ? one : { ...one, value, source: name };
  });
}

function predictionRows({ problem, measured }: FitTask, { points, predicted, leftOut, fold }: Predictions): object[] {
  const { sequences, conditions } = problem;
  return points.map((point) => {
    const sequence = Math.floor(point / conditions.length);
    return {
      sequence: sequences[sequence].name,
      condition: conditions[point % conditions.length],
      measured: measured[point],
      predicted: predicted[point],
      leftOut: leftOut[point],
      fold: fold[sequence],
    };
  });
}
