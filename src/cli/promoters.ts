import { recordIslands, recordPromoters } from "../regulation/analysis.ts";
import { PROMOTER_SHAPE } from "../report/promoter-shape.ts";
import { AnnotationCheck, startSites, tssOption } from "./analysis-options.ts";
import { defineCommand } from "./command.ts";
import { methodOption } from "./cpg.ts";
import { inputRecords, inSource, writeFeatures } from "./records.ts";

export const command = defineCommand({
  summary: "Promoters at annotated start sites, or predicted from sequence.",
  args: "[fasta...]",
  examples: [
    ["tatabox promoters genes.fa --tss genes.bed", "elements and class of each annotated promoter"],
    ["tatabox promoters genome.fa", "candidates without annotation, with the false calls to expect"],
    ["tatabox promoters genes.fa --tss genes.bed -f gff3", "promoters with their elements as children"],
  ],
  about:
    "Elements: TATA, Inr, CCAAT and GC box by Bucher's weights (J Mol Biol 212:563) with EPDnew's windows and cut-offs; " +
    "the other core elements by matrices at p ≤ 1e-3 and proximal factors at p ≤ 2e-4 inside their windows. Predictions " +
    "come from a logistic score of elements, GC content and CpGs; they find island promoters and hardly any others.",
  formats: ["table", "tsv", "bed", "gff3", "json", "ndjson"],
  pipeFormat: "tsv",
  options: { ...tssOption, ...methodOption },
  async run(context, settings) {
    const tss = await startSites(settings.tss, context);
    const check = new AnnotationCheck(tss);
    const find = (record: Parameters<typeof recordPromoters>[0]) => {
      check.seen(record);
      const promoters = recordPromoters(record, recordIslands(record.codes, settings.method), tss);
      const summary = { name: record.name, length: record.codes.length, promoters: promoters.length };
      return { features: inSource(record, promoters), summary };
    };
    const finish = () => check.finish(settings.tss, context);
    await writeFeatures(context, PROMOTER_SHAPE, inputRecords(context), find, {}, finish);
  },
});
