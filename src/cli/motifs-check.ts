import { checkMotifs, type FileMotif } from "../motif/check.ts";
import { bundledLibrary } from "../motif/library.ts";
import { readMotifFile } from "../motif/read-motifs.ts";
import { MOTIF_CHECK_SHAPE } from "../report/motif-check-shape.ts";
import { type Context, defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { wordScoreOptions, wordScoring } from "./word-scoring.ts";

export const command = defineCommand({
  summary: "What was understood of motif files, what is odd about them, what their scores can reach.",
  args: "[file...]",
  examples: [
    ["tatabox motifs check mine.meme", "format, width, sites, best and worst score, threshold, oddities"],
    ["tatabox motifs check a.jaspar b.meme -p 1e-5", "also ids and matrices that both files hold; another threshold"],
    ["tatabox motifs check mine.meme -f tsv | awk -F'\\t' '$14 != \"\"'", "only motifs with an oddity"],
  ],
  about:
    "A row a motif. Odd, though no error: columns whose counts differ in total or whose probabilities had to be " +
    "normalised, fewer than 5 columns, an id or a matrix (also reverse-complemented) that was there before, columns with " +
    "less than 0.01 bits of information, zeros (letters that only the pseudocount admits), and motifs of which no word " +
    "reaches -p. Scores are in bits, thresholds those of 'tatabox scan'. A file that cannot be read ends the check with " +
    "exit code 1 and names line and motif. Without files: the bundled library.",
  formats: ["table", "tsv", "json", "ndjson"],
  pipeFormat: "tsv",
  options: wordScoreOptions,
  async run(context, settings) {
    const scoring = { ...(await wordScoring(settings)), limit: settings.pValue };
    const checks = checkMotifs(await motifsToCheck(context), scoring);
    await writeList(context, MOTIF_CHECK_SHAPE, checks);
    const odd = checks.filter(({ oddities }) => oddities.length > 0).length;
    if (context.format === "table") context.note(`motifs: ${checks.length}, with oddities: ${odd}`);
  },
});

async function motifsToCheck({ args, warn }: Context): Promise<FileMotif[]> {
  if (args.length === 0) return bundledLibrary().map((motif) => ({ motif, format: "library" }));
  const motifs: FileMotif[] = [];
  for (const path of args) {
    const file = await readMotifFile(path, warn);
    for (const motif of file.motifs) motifs.push({ motif, format: file.format });
  }
  return motifs;
}
