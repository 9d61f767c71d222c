import { recordEnhancers } from "../regulation/analysis.ts";
import { ENHANCER_SHAPE } from "../report/enhancer-shape.ts";
import { clusterOptions, enhancerOptions } from "./analysis-options.ts";
import { defineCommand } from "./command.ts";
import { inputRecords, inSource, writeFeatures } from "./records.ts";

export const command = defineCommand({
  summary: "Clusters of factor sites: enhancer and silencer candidates.",
  args: "[fasta...]",
  examples: [
    ["tatabox enhancers genes.fa", "clusters of the library's activators and repressors"],
    ["tatabox enhancers genes.fa --min-score 8 -f bed", "fewer and denser ones, as BED"],
  ],
  about:
    "The model is Cluster-Buster's (Frith, Li & Weng 2003): the likelihood of a stretch as sites with gaps against the local " +
    "background. Motifs that read the same words share one weight. A generic motif set does not find measured human " +
    "enhancers; read the calls as candidates.",
  formats: ["table", "tsv", "bed", "gff3", "json", "ndjson"],
  pipeFormat: "tsv",
  options: enhancerOptions,
  async run(context, settings) {
    const options = clusterOptions(settings);
    await writeFeatures(context, ENHANCER_SHAPE, inputRecords(context), (record) => {
      const { name, codes } = record;
      const clusters = recordEnhancers(codes, options);
      return {
        features: inSource(record, clusters).map((cluster) => ({ sequence: name, ...cluster })),
        summary: { name, length: codes.length, enhancers: clusters.length },
      };
    });
  },
});
