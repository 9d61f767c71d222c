import {
  type AnalysisSettings,
  analysisSteps,
  type MethylationState,
  type RecordStory,
} from "../regulation/analysis.ts";
import { STORY_GFF3_SHAPE, STORY_ROW_SHAPE, storyLines, storyRows, storyShape } from "../report/story-shape.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import {
  AnnotationCheck,
  enhancerOptions,
  expressionOptions,
  methylationOption,
  methylationRouteOption,
  tssOption,
} from "./analysis-options.ts";
import { type Context, defineCommand } from "./command.ts";
import { methodOption } from "./cpg.ts";
import { analysisSettings } from "./express-settings.ts";
import { flagSchema } from "./options.ts";
import { chosenParameters } from "./parameter-options.ts";
import { inputRecords, inSource, inSteps, writeFeatures } from "./records.ts";
import { writeHtmlReport } from "./report-html.ts";

export const command = defineCommand({
  summary: "The whole story per record: elements, islands, promoters, enhancers, expression.",
  args: "[fasta...]",
  examples: [
    ["tatabox report genes.fa --tss genes.bed", "a table for people"],
    ["tatabox report genes.fa --tss genes.bed --cell erythroid --cell hepatocyte", "expression in two cells"],
    [
      "tatabox report genes.fa --tss genes.bed -f html -o report.html",
      "a page for the web browser, complete in itself",
    ],
    ["tatabox report genes.fa --tss genes.bed -f mqc -o genes_mqc.tsv", "a table for MultiQC's report"],
    ["tatabox report genome.fa.gz --json -o report.json", "promoters predicted; everything as JSON"],
  ],
  about:
    "Each promoter's expression is given unmethylated and with the CpG islands methylated (--methylation changes the second " +
    "state). The sequence is the same in both: methylation is no mutation. Coordinates are 0-based.",
  formats: ["table", "tsv", "json", "ndjson", "gff3", "html", "mqc"],
  pipeFormat: "table",
  options: {
    ...tssOption,
    ...methodOption,
    ...expressionOptions,
    ...methylationOption("islands"),
    ...methylationRouteOption,
    ...enhancerOptions,
    ascii: { flags: "--ascii", help: "draw the table with ASCII characters", group: "Output", schema: flagSchema },
  },
  async run(context, settings) {
    await writeReport(
      context,
      await analysisSettings(settings, context, await chosenParameters(settings, context)),
      settings.tss,
      inputRecords(context),
      settings.ascii,
    );
  },
});

/** How the methylation state is headed beside the unmethylated one. */
const STATE_NAMES: Readonly<Record<MethylationState, string | undefined>> = {
  none: undefined,
  islands: "islands methylated",
  all: "all CpGs methylated",
};

function stateName(methylation: AnalysisSettings["methylation"]): string | undefined {
  return typeof methylation === "object" ? "as measured" : STATE_NAMES[methylation];
}

/** Writes the stories of `records` in the context's format. */
export async function writeReport(
  context: Context,
  analysis: AnalysisSettings,
  tssFile: string | undefined,
  records: AsyncIterable<FastaRecord>,
  ascii: boolean,
): Promise<void> {
  const check = new AnnotationCheck(analysis.tss);
  const story = async (record: FastaRecord): Promise<RecordStory> => {
    check.seen(record);
    return inSource(record, await inSteps(context, analysisSteps(record, analysis)));
  };
  const finish = () => {
    check.finish(tssFile, context);
    if (typeof analysis.methylation === "object") analysis.methylation.finish();
  };
  switch (context.format) {
    case "html":
      return writeHtmlReport(context, analysis, records, (record) => check.seen(record), finish);
    case "tsv": {
      const rows = async (record: FastaRecord) => ({ features: storyRows(await story(record)) });
      return writeFeatures(context, STORY_ROW_SHAPE, records, rows, {}, finish);
    }
    case "gff3": {
      const lines = async (record: FastaRecord) => ({ features: storyLines(await story(record), analysis.method) });
      return writeFeatures(context, STORY_GFF3_SHAPE, records, lines, {}, finish);
    }
    default: {
      const whole = async (record: FastaRecord) => ({ features: [await story(record)] });
      return writeFeatures(
        context,
        storyShape({ paint: context.colours, columns: context.columns }, stateName(analysis.methylation), ascii),
        records,
        whole,
        {},
        finish,
      );
    }
  }
}
