import { bundledLibrary } from "../motif/library.ts";
import {
  type AnalysisSettings,
  expressionInCells,
  type PreparedRecord,
  preparationSteps,
} from "../regulation/analysis.ts";
import type { ExpressionRow } from "../report/expression-shape.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import {
  AnnotationCheck,
  chosenCells,
  clusterOptions,
  enhancerOptions,
  expressionConditions,
  expressionOptions,
  methylationLevels,
  methylationOption,
  methylationRouteOption,
  startSites,
  tssOption,
} from "./analysis-options.ts";
import type { Context } from "./command.ts";
import { methodOption } from "./cpg.ts";
import { experimentOptions } from "./experiment-options.ts";
import { flagSchema, type OptionTable, optionalText, type SettingsOf } from "./options.ts";
import type { ChosenParameters } from "./parameter-options.ts";
import { inSource, inSteps } from "./records.ts";

const analysisOptions = {
  ...tssOption,
  ...methodOption,
  ...expressionOptions,
  ...methylationOption("none"),
  ...methylationRouteOption,
  ...enhancerOptions,
} satisfies OptionTable;

export const expressOptions = {
  ...analysisOptions,
  ...experimentOptions,
  sites: {
    flags: "--sites <FILE>",
    help: "evaluate a list of sites (JSON) instead of sequences",
    group: "Expression",
    schema: optionalText,
    echo: true,
    file: true,
  },
  ascii: {
    flags: "--ascii",
    help: "draw the table of several cells with ASCII characters",
    group: "Output",
    schema: flagSchema,
  },
} satisfies OptionTable;

export type ExpressSettings = SettingsOf<typeof expressOptions>;

/** What `express` and `report` compute with, from their options. */
export async function analysisSettings(
  settings: SettingsOf<typeof analysisOptions>,
  context: Context,
  { parameters, library }: ChosenParameters,
): Promise<AnalysisSettings> {
  return {
    method: settings.method,
    tss: await startSites(settings.tss, context),
    enhancers: clusterOptions(settings),
    cells: await chosenCells(settings, context, library ?? bundledLibrary()),
    methylation: await methylationLevels(settings.methylation, context),
    conditions: expressionConditions(settings.model, parameters, settings.methylationActs),
    library,
  };
}

/** Counts the records that annotation and measurements name, while they pass. */
export function recordChecks(context: Context, settings: Pick<ExpressSettings, "tss">, analysis: AnalysisSettings) {
  const check = new AnnotationCheck(analysis.tss);
  return {
    seen: (record: FastaRecord) => check.seen(record),
    finish() {
      check.finish(settings.tss, context);
      if (typeof analysis.methylation === "object") analysis.methylation.finish();
    },
  };
}

/** A record ready for expression; signals are heard meanwhile. */
export function preparedRecord(
  context: Context,
  record: FastaRecord,
  analysis: AnalysisSettings,
): Promise<PreparedRecord> {
  return inSteps(context, preparationSteps(record, analysis));
}

/** Rows of a record's promoters, cell by cell. */
export function* expressionRows(record: FastaRecord, prepared: PreparedRecord): Generator<ExpressionRow> {
  for (const promoter of prepared.promoters) {
    for (const value of expressionInCells(prepared, promoter))
      yield inSource(record, { sequence: record.name, name: promoter.name, ...value });
  }
}
