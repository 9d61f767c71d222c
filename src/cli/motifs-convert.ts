import type { Background } from "../motif/background.ts";
import { convertMotifs, TARGET_FORMATS, type TargetFormat } from "../motif/convert.ts";
import { bundledLibrary } from "../motif/library.ts";
import type { Motif } from "../motif/motif.ts";
import { readMotifFile, warnOfRepeatedIds } from "../motif/read-motifs.ts";
import { selectMotifs } from "../motif/select.ts";
import { type Context, defineCommand } from "./command.ts";
import { motifOptions } from "./motif-options.ts";

export const command = defineCommand({
  summary: "Motif files from any format into MEME, JASPAR, TRANSFAC or HOMER.",
  args: "[file...]",
  examples: [
    ["tatabox motifs convert mine.jaspar > mine.meme", "MEME text, for FIMO and its family"],
    ["tatabox motifs convert a.meme b.transfac.gz -f jaspar -o all.jaspar", "several files into one"],
    ["tatabox motifs convert jaspar.meme --motif 'GATA*' -f homer", "some motifs of a file"],
    ["tatabox motifs convert -f jaspar", "the bundled library"],
  ],
  about:
    "Formats are known by content (MEME, JASPAR, TRANSFAC, HOMER, ENCODE, Cluster-Buster, UniPROBE, JASPAR sites, XMS, " +
    "plain counts, words). Every motif is written, in the order of the files. Ids and names stay; JASPAR and TRANSFAC " +
    "keep counts as they are, MEME and HOMER hold probabilities. What a format has no place for is said in one warning.",
  formats: TARGET_FORMATS,
  pipeFormat: "meme",
  options: { motif: motifOptions.motif },
  async run(context, settings) {
    const { motifs, backgrounds } = await motifsToConvert(context);
    const chosen = selectMotifs(motifs, settings.motif);
    const { text, loss } = convertMotifs(chosen, context.format as TargetFormat, backgrounds);
    if (loss !== undefined) context.warn(loss);
    await context.out.write(text);
  },
});

interface Gathered {
  readonly motifs: readonly Motif[];
  readonly backgrounds: readonly Background[];
}

async function motifsToConvert({ args, warn }: Context): Promise<Gathered> {
  if (args.length === 0) return { motifs: bundledLibrary(), backgrounds: [] };
  const motifs: Motif[] = [];
  const backgrounds: Background[] = [];
  for (const path of args) {
    const file = await readMotifFile(path, warn);
    for (const motif of file.motifs) motifs.push(motif);
    if (file.background !== undefined) backgrounds.push(file.background);
  }
  if (args.length > 1) warnOfRepeatedIds(motifs, "all files together", warn);
  return { motifs, backgrounds };
}
