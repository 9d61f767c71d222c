import { usageError } from "../errors.ts";
import type { Background } from "../motif/background.ts";
import type { Pseudocount } from "../motif/score-matrix.ts";
import type { Strands } from "../scan/plain.ts";
import { scoreOptions } from "./motif-options.ts";
import type { OptionTable } from "./options.ts";
import { scanBackground } from "./scan-background.ts";

/** Scores and thresholds as `scan` has them under the same options, where there is no sequence. */
export const wordScoreOptions = {
  pValue: { ...scoreOptions.pValue, help: "largest p-value of a word that counts as a hit" },
  background: {
    ...scoreOptions.background,
    help: "uniform, nrdb, A,C,G,T, or a MEME background file (default uniform)",
  },
  pseudocount: scoreOptions.pseudocount,
  strand: { ...scoreOptions.strand, help: "strands that will be scanned; both averages the background over them" },
} satisfies OptionTable;

export async function wordScoring(settings: {
  background?: string | undefined;
  pseudocount: Pseudocount;
  strand: Strands;
}): Promise<{ background: Background; pseudocount: Pseudocount }> {
  const background = await scanBackground({ ...settings, fimo: false }, () => {
    throw usageError("--background sequence: this command reads no sequence; give A,C,G,T or a file");
  });
  return { background, pseudocount: settings.pseudocount };
}
