import { DEFAULT_ISLAND_METHOD, ISLAND_METHODS } from "../cpg/methods.ts";
import { dataError, usageError } from "../errors.ts";
import { bundledLibrary, type LibraryMotif, readLibrary } from "../motif/library.ts";
import { parseMotifs } from "../motif/read-motifs.ts";
import { selectMotifs } from "../motif/select.ts";
import { methylationState } from "../regulation/analysis.ts";
import { libraryFile, parsePairs, parseRoles, withoutGemstatMarks } from "../regulation/fit-files.ts";
import { type FreeParameter, freeParameters } from "../regulation/fit-parameters.ts";
import type { FitProblem, FitSequence } from "../regulation/fit-prediction.ts";
import { fitFactors, fitSequence, measuredValues } from "../regulation/fit-problem.ts";
import { type NumberTable, parseNumberTable } from "../regulation/number-table.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { openText, sourceName } from "../sequence/open.ts";
import { methylationLevels } from "./analysis-options.ts";
import type { Context } from "./command.ts";
import type { FitOptions } from "./express-fit-options.ts";
import { chosenParameters, type ParameterInForce } from "./parameter-options.ts";
import { inputRecords } from "./records.ts";

/** What is fitted to what. */
export interface FitTask {
  readonly problem: FitProblem;
  readonly free: readonly FreeParameter[];
  readonly measured: Float64Array;
  readonly inForce: readonly ParameterInForce[];
  /** The user's motifs in the library's format. */
  readonly library: object | undefined;
}

/** Reads the files that the options name. */
export async function fitTask(
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
  const stateOf = (record: FastaRecord) =>
    methylationState(record, ISLAND_METHODS[DEFAULT_ISLAND_METHOD].islands(record.codes), state);
  const sequences = new Map<string, FitSequence>();
  let unmeasured = 0;
  for await (const record of inputRecords(context)) {
    // Lets signals be heard.
    await context.progress.done(record.codes.length);
    if (!table.rows.has(record.name)) unmeasured++;
    else if (sequences.has(record.name))
      throw dataError("two sequences of this name; which one was measured?", { record: record.name });
    else sequences.set(record.name, fitSequence(record, motifs, parameters, stateOf(record)));
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
