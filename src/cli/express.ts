import * as z from "zod";
import { dataError, TataboxError } from "../errors.ts";
import { type AnalysisSettings, analyzeRecord } from "../regulation/analysis.ts";
import { evaluateSites } from "../regulation/thermodynamics/site-file.ts";
import { EXPRESSION_SHAPE, type ExpressionRow } from "../report/expression-shape.ts";
import { openText } from "../sequence/open.ts";
import {
  AnnotationCheck,
  chosenCells,
  clusterOptions,
  enhancerOptions,
  expressionConditions,
  expressionOptions,
  methylationLevels,
  methylationOption,
  startSites,
  tssOption,
} from "./analysis-options.ts";
import { type Context, defineCommand } from "./command.ts";
import { methodOption } from "./cpg.ts";
import type { OptionTable, SettingsOf } from "./options.ts";
import { inputRecords, inSource, writeFeatures } from "./records.ts";

const sitesOption = {
  sites: {
    flags: "--sites <FILE>",
    help: "evaluate a list of sites (JSON) instead of sequences",
    group: "Expression",
    schema: z.string().optional(),
    echo: true,
    file: true,
  },
} satisfies OptionTable;

const options = {
  ...tssOption,
  ...methodOption,
  ...expressionOptions,
  ...methylationOption("none"),
  ...sitesOption,
  ...enhancerOptions,
};

export const command = defineCommand({
  summary: "Expression of each promoter from the factors that can bind.",
  args: "[fasta...]",
  examples: [
    ["tatabox express genes.fa --tss genes.bed --cell erythroid", "probability that polymerase is bound, and why"],
    ["tatabox express genes.fa --tss genes.bed --cell all -f tsv", "a row a promoter and cell"],
    ["tatabox express genes.fa --tss genes.bed --methylation islands", "with every CpG island methylated"],
    ["tatabox express genes.fa --tss genes.bed --methylation reads.bedMethyl", "with measured levels"],
    ["tatabox express --sites sites.json --model quenching", "the model alone, on a list of sites"],
  ],
  about:
    "Thermodynamic models of sites that exclude each other (Bintu et al. 2005; He et al. 2010): a site's weight falls by half " +
    "for each bit below the best word. No parameter is fitted to measured expression: compare cells and states by ratios.",
  formats: ["table", "tsv", "json", "ndjson"],
  pipeFormat: "tsv",
  options,
  async run(context, settings) {
    if (settings.sites !== undefined) return expressSites(context, settings.sites, settings);
    const analysis = await analysisSettings(settings, context);
    const check = new AnnotationCheck(analysis.tss);
    const find = (record: Parameters<typeof analyzeRecord>[0]) => {
      check.seen(record);
      const rows = inSource(record, analyzeRecord(record, analysis)).promoters.flatMap(
        ({ promoter, expression }): ExpressionRow[] =>
          expression.map((value) => ({ sequence: record.name, name: promoter.name, ...value })),
      );
      return { features: rows, summary: { name: record.name, length: record.codes.length, rows: rows.length } };
    };
    const finish = () => {
      check.finish(settings.tss, context);
      if (typeof analysis.methylation === "object") analysis.methylation.finish();
    };
    await writeFeatures(context, EXPRESSION_SHAPE, inputRecords(context), find, {}, finish);
  },
});

/** What `express` and `report` compute with, from their options. */
export async function analysisSettings(
  settings: Omit<SettingsOf<typeof options>, "sites">,
  context: Context,
): Promise<AnalysisSettings> {
  return {
    method: settings.method,
    tss: await startSites(settings.tss, context),
    enhancers: clusterOptions(settings),
    cells: await chosenCells(settings, context),
    methylation: await methylationLevels(settings.methylation, context),
    conditions: expressionConditions(settings),
  };
}

async function expressSites(
  { out }: Context,
  file: string,
  { model }: Pick<SettingsOf<typeof options>, "model">,
): Promise<void> {
  await out.write(`${JSON.stringify(evaluateSites(await readJson(file), model, file), null, 1)}\n`);
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await openText(file));
  } catch (error) {
    if (error instanceof TataboxError) throw error;
    throw dataError(`is no JSON (${(error as Error).message})`, { file });
  }
}
