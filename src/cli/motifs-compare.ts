import { didYouMean, usageError } from "../errors.ts";
import { COLUMN_DISTANCES } from "../motif/column-similarity.ts";
import { DEFAULT_OVERLAP, type MotifMatch, motifComparer } from "../motif/compare.ts";
import type { Motif } from "../motif/motif.ts";
import { readMotifFile } from "../motif/read-motifs.ts";
import { matchingMotifs } from "../motif/select.ts";
import { MATCH_SHAPE, matchTable } from "../report/match-shape.ts";
import { fileExists } from "../sequence/open.ts";
import { type Context, defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { chosenMotifs, motifOptions } from "./motif-options.ts";
import { choiceSchema, listSchema, numberSchema, type OptionTable, type SettingsOf } from "./options.ts";

const COMPARISON = "Comparison";
const MATCHES = "Matches";

/** Fewer targets draw a poor picture of what columns there are (TOMTOM warns at the same number). */
const FEW_TARGETS = 50;
const DEFAULT_E_VALUE = 1;

const options = {
  motifs: {
    ...motifOptions.motifs,
    help: "file that query ids are looked up in; repeatable (default: the bundled library)",
  },
  to: {
    flags: "--to <FILE>",
    help: "known motifs to compare with; repeatable (default: the bundled library)",
    group: COMPARISON,
    schema: listSchema,
    repeats: true,
    echo: true,
    file: true,
  },
  distance: {
    flags: "--distance <NAME>",
    help: "pearson: correlation of columns; euclid: distance between them",
    group: COMPARISON,
    schema: choiceSchema(COLUMN_DISTANCES, "pearson"),
    echo: true,
  },
  minOverlap: {
    flags: "--min-overlap <COLUMNS>",
    help: "columns that must lie on each other; all of a narrower motif",
    group: COMPARISON,
    schema: numberSchema({ from: 1, whole: true }, DEFAULT_OVERLAP),
    echo: true,
  },
  strand: {
    flags: "--strand <STRAND>",
    help: "both, forward (targets are not turned)",
    group: COMPARISON,
    schema: choiceSchema(["both", "forward"], "both"),
    echo: true,
  },
  pValue: {
    flags: "-p, --p-value <P>",
    help: "largest p-value of a match",
    group: MATCHES,
    schema: numberSchema({ above: 0, to: 1 }),
    echo: true,
  },
  eValue: {
    flags: "--evalue <E>",
    help: `largest E-value of a match (default ${DEFAULT_E_VALUE}, unless -p or --best is given)`,
    group: MATCHES,
    schema: numberSchema({ above: 0 }),
    echo: true,
  },
  best: {
    flags: "--best <N>",
    help: "only the N best matches of each query",
    group: MATCHES,
    schema: numberSchema({ from: 1, whole: true }),
    echo: true,
  },
} satisfies OptionTable;

type Settings = SettingsOf<typeof options>;

export const command = defineCommand({
  summary: "Known motifs that are like a motif, in the manner of TOMTOM.",
  args: "<query...>",
  examples: [
    ["tatabox motifs compare found.meme --to jaspar.meme", "name the motifs of a discovery run"],
    ["tatabox motifs compare MA0093.2", "a motif of the bundled library among the others"],
    ["tatabox motifs compare GATA1 -m jaspar.meme --to jaspar.meme --best 5", "its family in a file"],
    ["tatabox motifs compare found.meme --distance euclid --evalue 0.01 -f tsv", "a stricter table"],
  ],
  about:
    "A query is a motif file (- for standard input), or an id or name. It is laid on every target at every offset, also " +
    "turned; the p-value of a placement is exact for columns drawn from all columns of the targets, and the best of all " +
    "placements counts as 1 - (1 - p)^n (Gupta et al. 2007). E-value: such matches expected by chance among the " +
    "targets; q-value: Benjamini and Hochberg. offset is the target's column under the query's first one; strand - means " +
    "that the target is reverse-complemented. p-values need many targets: fewer than 50 get a warning.",
  formats: ["table", "tsv", "json", "ndjson"],
  pipeFormat: "tsv",
  options,
  async run(context, settings) {
    const queries = await queryMotifs(context, settings);
    const targets = await chosenMotifs(settings.to, [], context.warn);
    if (targets.length < FEW_TARGETS) {
      context.warn(`p-values are rough with fewer than ${FEW_TARGETS} motifs to compare with (here ${targets.length})`);
    }
    const compare = motifComparer(targets, settings);
    const found: { readonly query: Motif; readonly matches: MotifMatch[] }[] = [];
    context.progress.begin(undefined);
    for (const query of queries) {
      found.push({ query, matches: withinLimits(compare(query), settings) });
      await context.progress.items(found.length, queries.length, "motifs");
    }
    context.progress.clear();
    if (context.format === "table") {
      await context.out.write(
        found.map(({ query, matches }) => matchTable(query, matches, context.colours)).join("\n"),
      );
    } else {
      const rows = found.flatMap(({ query, matches }) => matches.map((match) => ({ query, ...match })));
      await writeList(context, MATCH_SHAPE, rows, { queries: queries.map(querySummary) });
    }
  },
});

function withinLimits(matches: readonly MotifMatch[], settings: Settings): MotifMatch[] {
  const { pValue = 1, best = Number.POSITIVE_INFINITY } = settings;
  const unlimited = settings.pValue === undefined && settings.best === undefined;
  const eValue = settings.eValue ?? (unlimited ? DEFAULT_E_VALUE : Number.POSITIVE_INFINITY);
  return matches.slice(0, best).filter((match) => match.pValue <= pValue && match.eValue <= eValue);
}

/** What each argument names: a file's motifs, or those of an id or name; each motif once. */
async function queryMotifs({ args, warn }: Context, { motifs: files }: Settings): Promise<Motif[]> {
  let known: Motif[] | undefined;
  const queries = new Set<Motif>();
  for (const arg of args) {
    if (arg === "-" || fileExists(arg)) for (const motif of (await readMotifFile(arg, warn)).motifs) queries.add(motif);
    else {
      known ??= await chosenMotifs(files, [], warn);
      for (const motif of namedMotifs(known, arg)) queries.add(motif);
    }
  }
  return [...queries];
}

function namedMotifs(known: readonly Motif[], pattern: string): Motif[] {
  const found = matchingMotifs(known, pattern);
  if (found.length > 0) return found;
  const words = known.flatMap(({ id, name }) => [id, name]).filter((word) => word !== "");
  throw usageError(`'${pattern}' is neither a file nor a motif's id or name${didYouMean(pattern, words)}`);
}

function querySummary({ id, name, width, sites, source }: Motif): object {
  return { id, name, width, sites, source };
}
