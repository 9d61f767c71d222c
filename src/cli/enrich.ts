import { ENRICHMENT_SHAPE, type EnrichmentRow } from "../report/enrichment-shape.ts";
import { resultHead } from "../report/json.ts";
import { resultWriter } from "../report/writers.ts";
import { bestScorer } from "../scan/best-scores.ts";
import { type Enrichment, enrichment } from "../scan/enrichment.ts";
import type { Search } from "../scan/search.ts";
import { type Context, defineCommand } from "./command.ts";
import {
  type ComparedSets,
  checkControls,
  compareSets,
  controlOptions,
  setSummary,
  warnOfDifferences,
} from "./enrich-controls.ts";
import { motifOptions, scoreOptions } from "./motif-options.ts";
import { choiceSchema, numberSchema, type OptionTable, type SettingsOf } from "./options.ts";
import { inputRecords } from "./records.ts";
import { FROM_SEQUENCE, scanBackground } from "./scan-background.ts";
import { searchesFor, warnUnreachable, warnWide } from "./searches.ts";
import { replayableInputs } from "./spool.ts";

const options = {
  ...motifOptions,
  ...controlOptions,
  test: {
    flags: "--test <TEST>",
    help: "fisher (sequences with a hit), rank (best scores, no threshold), both",
    group: "Tests",
    schema: choiceSchema(["fisher", "rank", "both"], "both"),
    echo: true,
  },
  qValue: {
    flags: "--q-value <Q>",
    help: "largest q-value listed, in either test; 1 lists every motif",
    group: "Tests",
    schema: numberSchema({ above: 0, to: 1 }, 0.05),
    echo: true,
  },
  top: {
    flags: "--top <N>",
    help: "list the first N motifs at most",
    group: "Tests",
    schema: numberSchema({ from: 1, whole: true }),
    echo: true,
  },
  ...scoreOptions,
} satisfies OptionTable;

type Settings = SettingsOf<typeof options>;

export const command = defineCommand({
  summary: "Motifs over-represented in sequences against controls.",
  args: "[fasta...]",
  examples: [
    ["tatabox enrich peaks.fa -m jaspar.meme", "against the same sequences shuffled, dinucleotides kept"],
    ["tatabox enrich peaks.fa --control others.fa --top 10", "against sequences of your own; the first ten"],
    ["tatabox enrich peaks.fa --genome genome.fa.gz -m jaspar.meme --json", "against windows alike in GC content"],
  ],
  about:
    "Two one-sided tests for each motif: Fisher's exact test on the sequences that hold at least one hit (at -p), and Mann " +
    "and Whitney's rank test on the best score of each sequence, which needs no threshold. q-values are Benjamini and " +
    "Hochberg's over the motifs, E-values Bonferroni's. Odds ratios have half a sequence added to each cell, and 95 % " +
    "intervals. The random controls hang on --seed alone.",
  formats: ["table", "tsv", "json"],
  pipeFormat: "tsv",
  options,
  async run(context, settings) {
    checkControls(settings);
    const twice = settings.background === FROM_SEQUENCE ? await replayableInputs(context.args) : undefined;
    try {
      await enrich(twice === undefined ? context : { ...context, args: twice.paths }, settings);
    } finally {
      twice?.dispose();
    }
  },
});

async function enrich(context: Context, settings: Settings): Promise<void> {
  const quiet = { ...context, warn: () => {} };
  const background = await scanBackground({ ...settings, fimo: false }, () => inputRecords(quiet));
  const searches = await searchesFor(settings, background, context);
  if (settings.test !== "rank") warnUnreachable(searches, context);
  const score = bestScorer(searches, settings.strand);
  const sets = await compareSets(inputRecords(context), score, searches.length, settings, context);
  warnWide(searches, sets.sequences.longest, context);
  warnOfDifferences(sets, context.warn);
  const tested = enrichment(sets.sequences, sets.controls, settings.test);
  const listed = tested.map((result, i) => rowOf(result, i, searches)).filter((row) => isListed(row, settings));
  if (listed.length === 0) context.note(`no motif of ${searches.length} with a q-value up to ${settings.qValue}`);
  await writeRows(context, sets, settings.top === undefined ? listed : listed.slice(0, settings.top));
}

function rowOf({ motif, rank, ...result }: Enrichment, index: number, searches: readonly Search[]): EnrichmentRow {
  const { id, name, width } = searches[motif].motif;
  return { rank: index + 1, motif: id, name, width, ...result, ...(rank === undefined ? {} : { rankTest: rank }) };
}

function isListed({ fisher, rankTest }: EnrichmentRow, { qValue }: Settings): boolean {
  return Math.min(fisher?.qValue ?? 1, rankTest?.qValue ?? 1) <= qValue;
}

async function writeRows(context: Context, sets: ComparedSets, rows: readonly EnrichmentRow[]): Promise<void> {
  const { out } = context;
  const writer = await resultWriter(context.format, ENRICHMENT_SHAPE, context.colours);
  const summaries = [setSummary("sequences", sets.sequences), setSummary(sets.kind, sets.controls)];
  await out.write(writer.head(resultHead(context.command, context.echo), { sets: summaries }));
  for (const row of rows) await out.write(writer.feature(row));
  await out.write(writer.end(context.warnings));
}
