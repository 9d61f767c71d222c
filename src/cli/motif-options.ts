import { usageError } from "../errors.ts";
import { consensusMotif } from "../motif/consensus.ts";
import { bundledLibrary } from "../motif/library.ts";
import type { Motif } from "../motif/motif.ts";
import { readMotifFile } from "../motif/read-motifs.ts";
import { DEFAULT_PSEUDOCOUNT, type Pseudocount } from "../motif/score-matrix.ts";
import { selectMotifs } from "../motif/select.ts";
import type { HitRule } from "../scan/search.ts";
import * as z from "../zod.ts";
import { choiceSchema, flagSchema, listSchema, numberSchema, type OptionTable, optionalText } from "./options.ts";

const MOTIFS = "Motifs";
const SCORES = "Scores";

/** Which motifs: files, or the bundled library; all or some of them. */
export const motifOptions = {
  motifs: {
    flags: "-m, --motifs <FILE>",
    help: "motif file, format by content; repeatable (default: the bundled library)",
    group: MOTIFS,
    schema: listSchema,
    repeats: true,
    echo: true,
    file: true,
  },
  motif: {
    flags: "--motif <ID>",
    help: "only this motif, by id or name, any case, * for anything; repeatable",
    group: MOTIFS,
    schema: listSchema,
    repeats: true,
    echo: true,
  },
} satisfies OptionTable;

/** How motifs are scored and what makes a hit. */
export const scoreOptions = {
  consensus: {
    flags: "--consensus <WORD>",
    help: "IUPAC word; reports exactly the words that match it; repeatable",
    group: MOTIFS,
    schema: listSchema,
    repeats: true,
    echo: true,
  },
  pValue: {
    flags: "-p, --p-value <P>",
    help: "largest p-value of a hit",
    group: SCORES,
    schema: numberSchema({ above: 0, to: 1 }, 1e-4),
    echo: true,
  },
  score: {
    flags: "--score <BITS>",
    help: "lowest score of a hit, instead of -p",
    group: SCORES,
    schema: numberSchema({}),
    echo: true,
  },
  scoreFraction: {
    flags: "--score-fraction <F>",
    help: "lowest score as a share of the best score, instead of -p",
    group: SCORES,
    schema: numberSchema({ above: 0, to: 1 }),
    echo: true,
  },
  relativeScore: {
    flags: "--relative-score <F>",
    help: "lowest score as a share of the range from worst to best, instead of -p",
    group: SCORES,
    schema: numberSchema({ from: 0, to: 1 }),
    echo: true,
  },
  homerThreshold: {
    flags: "--homer-threshold",
    help: "lowest score as each motif of a HOMER file states it, instead of -p",
    group: SCORES,
    schema: flagSchema,
    echo: true,
  },
  strand: {
    flags: "--strand <STRAND>",
    help: "both, forward, reverse",
    group: SCORES,
    schema: choiceSchema(["both", "forward", "reverse"], "both"),
    echo: true,
  },
  background: {
    flags: "--background <B>",
    help: "uniform, nrdb, sequence (the input's own), A,C,G,T, or a MEME background file (default uniform; nrdb under --fimo)",
    group: SCORES,
    schema: optionalText,
    echo: true,
  },
  pseudocount: {
    flags: "--pseudocount <X>",
    help: "added to a column in total; sqrt: a quarter of √total per letter",
    group: SCORES,
    schema: z._default(
      z.union([z.literal("sqrt"), numberSchema({ from: 0 })], "expected a number from 0, or sqrt"),
      DEFAULT_PSEUDOCOUNT,
    ) as z.ZodMiniType<Pseudocount>,
    echo: true,
  },
} satisfies OptionTable;

/** The motifs asked for, in file order, then library order. Throws for an unknown name. */
export async function chosenMotifs(
  files: readonly string[],
  patterns: readonly string[],
  warn: (message: string) => void,
): Promise<Motif[]> {
  if (files.length === 0) return selectMotifs<Motif>(bundledLibrary(), patterns);
  const motifs: (readonly Motif[])[] = [];
  for (const file of files) motifs.push((await readMotifFile(file, warn)).motifs);
  return selectMotifs(motifs.flat(), patterns);
}

export function consensusMotifs(words: readonly string[]): Motif[] {
  return words.map((word) => {
    try {
      return consensusMotif(word);
    } catch (error) {
      throw usageError(`--consensus: ${(error as Error).message}`);
    }
  });
}

/** One hit rule from the options, of which at most one may replace the p-value. */
export function hitRule(settings: {
  pValue: number;
  score?: number | undefined;
  scoreFraction?: number | undefined;
  relativeScore?: number | undefined;
  homerThreshold?: boolean | undefined;
}): HitRule {
  const rules: HitRule[] = [];
  if (settings.score !== undefined) rules.push({ by: "score", bits: settings.score });
  if (settings.scoreFraction !== undefined) rules.push({ by: "scoreFraction", fraction: settings.scoreFraction });
  if (settings.relativeScore !== undefined) rules.push({ by: "relativeScore", fraction: settings.relativeScore });
  if (settings.homerThreshold) rules.push({ by: "homer" });
  if (rules.length > 1) {
    throw usageError("give only one of --score, --score-fraction, --relative-score, --homer-threshold");
  }
  return rules[0] ?? { by: "pValue", limit: settings.pValue };
}
