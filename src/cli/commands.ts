import type { CommandEntry } from "./command.ts";

/** Every command by its words, in the order of the overview. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  report: {
    summary: "the whole story per record: elements, islands, promoters, enhancers, expression",
    load: () => import("./report.ts"),
  },
  scan: { summary: "motif hits", load: () => import("./scan.ts") },
  enrich: { summary: "motifs over-represented against controls", load: () => import("./enrich.ts") },
  cpg: { summary: "CpG islands", load: () => import("./cpg.ts") },
  methylate: { summary: "methylation of every CpG, simulated or from a file", load: () => import("./methylate.ts") },
  promoters: { summary: "promoters, predicted or at annotated start sites", load: () => import("./promoters.ts") },
  "promoters fit": {
    summary: "the promoter model's weights from your own sequences",
    load: () => import("./promoters-fit.ts"),
  },
  enhancers: { summary: "clusters of factor sites", load: () => import("./enhancers.ts") },
  express: { summary: "expression of each promoter from its sites", load: () => import("./express.ts") },
  "express fit": {
    summary: "the expression model's parameters from measurements",
    load: () => import("./express-fit.ts"),
  },
  "motifs list": { summary: "the motifs of the library or of a file", load: () => import("./motifs-list.ts") },
  "motifs show": { summary: "one motif: matrix, consensus, information, logo", load: () => import("./motifs-show.ts") },
  "motifs logo": { summary: "sequence logos, as SVG or for the terminal", load: () => import("./motifs-logo.ts") },
  "motifs words": { summary: "the words that a p-value admits", load: () => import("./motifs-words.ts") },
  "motifs compare": { summary: "known motifs that are like a motif", load: () => import("./motifs-compare.ts") },
  "motifs convert": { summary: "motif files from one format to another", load: () => import("./motifs-convert.ts") },
  "motifs check": {
    summary: "what was understood of motif files, what is odd",
    load: () => import("./motifs-check.ts"),
  },
  "cnn train": { summary: "learn a network from sequences", load: () => import("./cnn-train.ts") },
  "cnn predict": { summary: "what a trained network says of sequences", load: () => import("./cnn-predict.ts") },
  "cnn evaluate": { summary: "how well it does on sequences it has not seen", load: () => import("./cnn-evaluate.ts") },
  "cnn cross-validate": {
    summary: "how well it would do, fold by fold",
    load: () => import("./cnn-cross-validate.ts"),
  },
  "cnn motifs": { summary: "its filters as motifs", load: () => import("./cnn-motifs.ts") },
  "cnn saliency": { summary: "the bases that its output hangs on", load: () => import("./cnn-saliency.ts") },
  "cnn export": { summary: "a model as ONNX, for other programs", load: () => import("./cnn-export.ts") },
  "cnn graph": { summary: "an expression as a graph: values and gradients", load: () => import("./cnn-graph.ts") },
  "cnn optimizers": { summary: "the optimisers on one surface", load: () => import("./cnn-optimizers.ts") },
  "cnn init": { summary: "what first weights do in deep networks", load: () => import("./cnn-init.ts") },
  "cnn shape": { summary: "sizes and parameters of layers", load: () => import("./cnn-shape.ts") },
  shard: { summary: "cut work on a genome into pieces", load: () => import("./shard.ts") },
  merge: { summary: "join the results of pieces: the bytes of a single run", load: () => import("./merge.ts") },
  diff: { summary: "what changed between two results", load: () => import("./diff.ts") },
  explain: { summary: "a paragraph on a term of the field", load: () => import("./explain.ts") },
  completion: { summary: "completion for bash, zsh and fish", load: () => import("./completion.ts") },
  man: { summary: "the manual page", load: () => import("./man.ts") },
  index: { summary: "indexes FASTA for --region (.fai, .gzi)", load: () => import("./index-fasta.ts") },
  demo: { summary: "the main job on bundled genes; no files needed", load: () => import("./demo.ts") },
};

/** The command that the words of the command line start with, and how many words it took. */
export function findCommand(
  words: readonly string[],
): { name: string; entry: CommandEntry; taken: number } | undefined {
  for (const taken of [2, 1]) {
    const name = words.slice(0, taken).join(" ");
    if (words.length >= taken && Object.hasOwn(COMMANDS, name)) return { name, entry: COMMANDS[name], taken };
  }
  return undefined;
}
