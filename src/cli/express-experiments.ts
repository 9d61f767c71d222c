import { usageError } from "../errors.ts";
import { bundledLibrary, type LibraryMotif } from "../motif/library.ts";
import { type AnalysisSettings, expressionInCells, type PreparedRecord } from "../regulation/analysis.ts";
import { type CellProfile, withoutFactors } from "../regulation/cells.ts";
import { editedExpression } from "../regulation/edited-promoter.ts";
import { saturation } from "../regulation/saturation.ts";
import {
  EXPERIMENT_SHAPE,
  type ExperimentRow,
  SATURATION_SHAPE,
  type SaturationRow,
} from "../report/experiment-shape.ts";
import { promoterLabel } from "../report/expression-shape.ts";
import { saturationSvg } from "../report/saturation-svg.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import type { Context } from "./command.ts";
import type { ExperimentKind } from "./experiment-options.ts";
import { type ExpressSettings, preparedRecord, recordChecks } from "./express-settings.ts";
import { Mutations } from "./mutations.ts";
import type { ChosenParameters } from "./parameter-options.ts";
import { inputRecords, inSource, lazilyFound, writeFeatures } from "./records.ts";

/** Runs the experiment and writes what it changes. */
export async function writeExperiment(
  kind: ExperimentKind,
  context: Context,
  settings: ExpressSettings,
  analysis: AnalysisSettings,
  chosen: ChosenParameters,
): Promise<void> {
  const { library = bundledLibrary() } = analysis;
  const knockedOut = analysis.cells.map((cell) => withoutFactors(cell, settings.knockOut, library));
  switch (kind) {
    case "compare":
      return writeComparison(context, settings, analysis, knockedOut, chosen);
    case "saturation":
      return writeSaturation(context, settings, { ...analysis, cells: knockedOut }, chosen);
    case "variants": {
      const { writeVariants } = await import("./express-variants.ts");
      return writeVariants(context, settings, { ...analysis, cells: knockedOut }, chosen, countMotifs(library));
    }
  }
}

/** Motifs that have a matrix: what `scan` looks for, too. */
function countMotifs(library: readonly LibraryMotif[]): LibraryMotif[] {
  return library.filter(({ counts }) => counts !== undefined);
}

async function writeComparison(
  context: Context,
  settings: ExpressSettings,
  analysis: AnalysisSettings,
  knockedOut: readonly CellProfile[],
  { inForce }: ChosenParameters,
): Promise<void> {
  if (context.format === "svg") throw usageError("--knock-out and --mutate write table, tsv, json and ndjson, not svg");
  const checks = recordChecks(context, settings, analysis);
  const mutations = new Mutations(settings.mutate, context.warn);
  const find = async (record: FastaRecord) => {
    checks.seen(record);
    const prepared = await preparedRecord(context, record, { ...analysis, cells: [...analysis.cells, ...knockedOut] });
    return lazilyFound(record, comparisonRows(record, prepared, analysis.cells.length, mutations));
  };
  const finish = () => {
    checks.finish();
    mutations.finish();
  };
  await writeFeatures(context, EXPERIMENT_SHAPE, inputRecords(context), find, { parameters: inForce }, finish);
}

function* comparisonRows(
  record: FastaRecord,
  prepared: PreparedRecord,
  /** So many cells as they are, then the same without the factors. */
  cells: number,
  mutations: Mutations,
): Generator<ExperimentRow> {
  const edits = mutations.of(record);
  const before = { ...prepared, cells: prepared.cells.slice(0, cells) };
  for (const promoter of prepared.promoters) {
    const references = expressionInCells(before, promoter);
    for (const [i, cell] of prepared.cells.slice(cells).entries()) {
      const after = editedExpression(prepared, cell, promoter, edits);
      const reference = references[i].expression;
      const effect = after.expression / reference;
      yield inSource(record, { sequence: record.name, name: promoter.name, ...after, reference, effect });
    }
  }
}

async function writeSaturation(
  context: Context,
  settings: ExpressSettings,
  analysis: AnalysisSettings,
  { inForce }: ChosenParameters,
): Promise<void> {
  const checks = recordChecks(context, settings, analysis);
  if (context.format !== "svg") {
    const find = async (record: FastaRecord) => {
      checks.seen(record);
      return lazilyFound(record, saturationRows(record, await preparedRecord(context, record, analysis)));
    };
    const lists = { parameters: inForce };
    return writeFeatures(context, SATURATION_SHAPE, inputRecords(context), find, lists, checks.finish);
  }
  const maps: { title: string; rows: SaturationRow[] }[] = [];
  for await (const record of inputRecords(context)) {
    checks.seen(record);
    const prepared = await preparedRecord(context, record, analysis);
    for (const row of saturationRows(record, prepared)) {
      const title = `${promoterLabel(row)} in ${row.cell}`;
      if (maps.at(-1)?.title !== title) maps.push({ title, rows: [] });
      maps[maps.length - 1].rows.push(row);
      await context.progress.done(0);
    }
  }
  checks.finish();
  await context.out.write(saturationSvg(maps));
}

/** Promoter by promoter, cell by cell. */
function* saturationRows(record: FastaRecord, prepared: PreparedRecord): Generator<SaturationRow> {
  for (const promoter of prepared.promoters) {
    const { tss, strand, name } = promoter;
    const about = { sequence: record.name, tss, strand, name };
    for (const cell of prepared.cells)
      for (const row of saturation(prepared, cell, promoter)) yield inSource(record, { ...about, ...row });
  }
}
