import { dataError, usageError } from "../errors.ts";
import { bundledLibrary, type LibraryMotif, readLibrary } from "../motif/library.ts";
import { parseMotifs } from "../motif/read-motifs.ts";
import { selectMotifs } from "../motif/select.ts";
import { agreement } from "../regulation/agreement.ts";
import { methylationState } from "../regulation/analysis.ts";
import { fitParameters, foldsOf, leftOutPredictions, measuredPoints } from "../regulation/fit.ts";
import { libraryFile, parsePairs, parseRoles, withoutGemstatMarks } from "../regulation/fit-files.ts";
import {
  type FreeParameter,
  fittedParameters,
  freeParameters,
  isOnBound,
  scaleOf,
} from "../regulation/fit-parameters.ts";
import { type FitProblem, type FitSequence, Predictor } from "../regulation/fit-prediction.ts";
import { fitFactors, fitSequence, measuredValues } from "../regulation/fit-problem.ts";
import { type NumberTable, parseNumberTable } from "../regulation/number-table.ts";
import { type FitSummary, fitText, fittedTsv } from "../report/fit-text.ts";
import { jsonResult, resultHead } from "../report/json.ts";
import { openText, sourceName } from "../sequence/open.ts";
import { methylationLevels } from "./analysis-options.ts";
import { type Context, defineCommand } from "./command.ts";
import { type FitOptions, fitOptions } from "./express-fit-options.ts";
import { chosenParameters, type ParameterInForce } from "./parameter-options.ts";
import { inputRecords } from "./records.ts";

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

interface FitTask {
  readonly problem: FitProblem;
  readonly free: readonly FreeParameter[];
  readonly measured: Float64Array;
  readonly inForce: readonly ParameterInForce[];
  /** The user's motifs in the library's format. */
  readonly library: object | undefined;
}

async function fitTask(
  context: Context,
  settings: FitOptions,
  expression: string,
  factorFile: string,
): Promise<FitTask> {
  const table = parseNumberTable(await openText(expression), expression);
  const { parameters, inForce } = await chosenParameters(settings, context);
  const library = await userLibrary(settings, context);
  const motifs =
    library === undefined ? selectMotifs(bundledLibrary(), settings.motif) : readLibrary(library, settings.motifs[0]);
  const levels = parseNumberTable(await openText(factorFile), factorFile);
  const chosen = fitFactors(levels, table.columns, motifs, factorFile);
  const pairs = await fittedPairs(
    settings,
    chosen.factors.map(({ name }) => name),
  );
  const sequences = await fitSequences(context, settings, chosen.motifs, parameters, table, expression);
  const problem: FitProblem = {
    model: settings.model,
    pairs,
    conditions: table.columns,
    sequences,
    start: parameters,
    ...chosen,
  };
  const measured = measuredValues(table, sequences);
  const largest = measured.filter((y) => !Number.isNaN(y)).reduce((most, y) => Math.max(most, y), 0);
  const free = freeParameters({
    ...problem,
    silencing: sequences.some(({ methylated }) => methylated > 0),
    scale: settings.freeScale || largest > 1 ? Math.max(largest, Number.MIN_VALUE) : undefined,
  });
  return { problem, free, measured, inForce, library };
}

/** The motifs of -m with their roles; undefined: the bundled library. */
async function userLibrary(
  { motifs: files, motif, roles }: FitOptions,
  { warn }: Context,
): Promise<object | undefined> {
  if (files.length === 0) {
    if (roles !== undefined) throw usageError("--roles belongs to the motifs of -m; the library knows its own");
    return undefined;
  }
  if (roles === undefined) throw usageError("-m wants --roles FILE: what each factor does");
  const texts = await Promise.all(files.map(openText));
  const motifs = texts.flatMap((text, i) => parseMotifs(withoutGemstatMarks(text), sourceName(files[i]), warn).motifs);
  return libraryFile(selectMotifs(motifs, motif), parseRoles(await openText(roles), roles), sourceName(files[0]));
}

async function fittedPairs(
  { cooperativity: file }: FitOptions,
  factors: readonly string[],
): Promise<[string, string][]> {
  return file === undefined ? [] : parsePairs(await openText(file), file, factors);
}

/** The sequences that were measured; the others are counted in a warning. */
async function fitSequences(
  context: Context,
  settings: FitOptions,
  motifs: readonly LibraryMotif[],
  parameters: FitProblem["start"],
  table: NumberTable,
  file: string,
): Promise<FitSequence[]> {
  const state = await methylationLevels(settings.methylation, context);
  const sequences = new Map<string, FitSequence>();
  let unmeasured = 0;
  for await (const record of inputRecords(context)) {
    if (!table.rows.has(record.name)) unmeasured++;
    else if (sequences.has(record.name))
      throw dataError("two sequences of this name; which one was measured?", { record: record.name });
    else sequences.set(record.name, fitSequence(record, motifs, parameters, methylationState(record, [], state)));
  }
  if (typeof state === "object") state.finish();
  if (unmeasured > 0) context.warn(`${unmeasured} sequences have no row in ${sourceName(file)} and are left out`);
  const missing = [...table.rows.keys()].filter((name) => !sequences.has(name));
  if (sequences.size < settings.folds) {
    throw dataError(`names ${sequences.size} of the sequences; ${settings.folds} folds want as many`, { file });
  }
  if (missing.length > 0)
    context.warn(`${sourceName(file)}: ${missing.length} rows have no sequence (${missing.slice(0, 3).join(", ")})`);
  return [...sequences.values()];
}

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
