import fos from "../../fixtures/genes/fos.fa";
import startSitesBed from "../../fixtures/genes/genes.bed";
import globin from "../../fixtures/genes/globin.fa";
import tyms from "../../fixtures/genes/tyms.fa";
import { cellProfile } from "../regulation/cells.ts";
import { CLUSTER_DEFAULTS } from "../regulation/cluster-buster.ts";
import { DEFAULT_PARAMETERS } from "../regulation/expression-parameters.ts";
import { parseFasta } from "../sequence/fasta.ts";
import { bySequence, parseBedTss } from "../sequence/tss.ts";
import { expressionConditions } from "./analysis-options.ts";
import { defineCommand } from "./command.ts";
import { flagSchema } from "./options.ts";
import { writeReport } from "./report.ts";

/** Cells that tell the genes apart: a common one, the one that makes globin, and one that does not. */
const CELLS = ["generic", "erythroid", "hepatocyte"];

export const command = defineCommand({
  summary: "The main job on three bundled human genes; no files needed.",
  args: "",
  examples: [
    ["tatabox demo", "FOS, TYMS and the β-globin cluster"],
    ["tatabox demo --json", "the same for programs"],
    ["tatabox demo -f html -o demo.html", "as a page for the web browser"],
  ],
  about:
    "FOS: an island promoter with a TATA box. TYMS: a housekeeping gene, an island and no TATA box. β-globin (HBB): " +
    "tissue-specific, few CpGs. The island promoters fall silent when their islands are methylated; globin wants erythroid factors.",
  formats: ["table", "tsv", "json", "ndjson", "gff3", "html", "mqc"],
  pipeFormat: "table",
  options: {
    ascii: { flags: "--ascii", help: "draw the table with ASCII characters", group: "Output", schema: flagSchema },
  },
  async run(context, settings) {
    const analysis = {
      method: "ucsc",
      tss: bySequence(parseBedTss(startSitesBed, "genes.bed")),
      enhancers: { settings: CLUSTER_DEFAULTS },
      cells: CELLS.map(cellProfile),
      methylation: "islands",
      conditions: expressionConditions("direct", DEFAULT_PARAMETERS),
    } as const;
    await writeReport(context, analysis, "genes.bed", parseFasta(fos + tyms + globin, context.warn), settings.ascii);
  },
});
