import { usageError } from "../errors.ts";
import type { AnalysisSettings } from "../regulation/analysis.ts";
import { evaluateSites } from "../regulation/thermodynamics/site-file.ts";
import { EXPRESSION_SHAPE } from "../report/expression-shape.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { type Context, defineCommand } from "./command.ts";
import { experimentKind } from "./experiment-options.ts";
import { writeHeatMap } from "./express-heat.ts";
import {
  analysisSettings,
  type ExpressSettings,
  expressionRows,
  expressOptions,
  preparedRecord,
  recordChecks,
} from "./express-settings.ts";
import { readJson } from "./json-file.ts";
import { type ChosenParameters, chosenParameters } from "./parameter-options.ts";
import { inputRecords, lazilyFound, writeFeatures } from "./records.ts";

export const command = defineCommand({
  summary: "Expression of each promoter from the factors that can bind.",
  args: "[fasta...]",
  examples: [
    ["tatabox express genes.fa --tss genes.bed --cell erythroid", "probability that polymerase is bound, and why"],
    ["tatabox express genes.fa --tss genes.bed --cell all", "genes × cells; -f svg draws it"],
    ["tatabox express genes.fa --tss genes.bed --factors tpm.tsv --tpm", "with measured factor levels"],
    ["tatabox express genes.fa --tss genes.bed --methylation islands", "with every CpG island methylated"],
    ["tatabox express genes.fa --tss genes.bed --knock-out KLF1 --cell erythroid", "without a factor, and the change"],
    ["tatabox express genes.fa --tss genes.bed --mutate 'U01317:62049:C>G'", "with a base changed (1-based)"],
    ["tatabox express genes.fa --tss genes.bed --saturation -f svg -o map.svg", "all single-base changes"],
    ["tatabox express genes.fa --tss genes.bed --vcf variants.vcf", "each variant: sites, promoters, expression"],
    ["tatabox express --sites sites.json --model quenching", "the model alone, on a list of sites"],
  ],
  about:
    "Thermodynamic models of sites that exclude each other (Bintu et al. 2005; He et al. 2010): a site's weight falls by half " +
    "for each bit below the best word. Unless --parameters says so, no parameter is fitted to measured expression: compare " +
    "cells and states by ratios. JSON lists every parameter in force with its meaning and source. In experiments promoters " +
    "and clusters stay where the unchanged sequence has them; their sites are read anew. --vcf takes each allele alone; hits " +
    "are gained and lost at --hit-p-value.",
  formats: ["table", "tsv", "json", "ndjson", "svg"],
  pipeFormat: "tsv",
  insteadOfFasta: ["sites"],
  options: expressOptions,
  async run(context, settings) {
    const kind = experimentKind(settings);
    if (settings.sites !== undefined) return expressSites(context, settings.sites, settings);
    const chosen = await chosenParameters(settings, context);
    const analysis = await analysisSettings(settings, context, chosen);
    if (kind !== undefined) {
      const { writeExperiment } = await import("./express-experiments.ts");
      return writeExperiment(kind, context, settings, analysis, chosen);
    }
    if (context.format === "svg" || (context.format === "table" && analysis.cells.length > 1)) {
      return writeHeatMap(context, settings, analysis);
    }
    await writeExpression(context, settings, analysis, chosen);
  },
});

async function writeExpression(
  context: Context,
  settings: ExpressSettings,
  analysis: AnalysisSettings,
  { inForce }: ChosenParameters,
): Promise<void> {
  const checks = recordChecks(context, settings, analysis);
  const find = async (record: FastaRecord) => {
    checks.seen(record);
    return lazilyFound(record, expressionRows(record, await preparedRecord(context, record, analysis)));
  };
  await writeFeatures(context, EXPRESSION_SHAPE, inputRecords(context), find, { parameters: inForce }, checks.finish);
}

async function expressSites({ out, format }: Context, file: string, { model }: ExpressSettings): Promise<void> {
  if (format === "svg" || format === "ndjson") throw usageError(`--sites writes json, not ${format}`);
  await out.write(`${JSON.stringify(evaluateSites(await readJson(file), model, file), null, 1)}\n`);
}
