import * as z from "zod";
import { usageError } from "../errors.ts";
import type { Background } from "../motif/background.ts";
import { fimoShape } from "../report/fimo-shape.ts";
import { HIT_SHAPE, HIT_SHAPE_WITHOUT_Q, motifSummary } from "../report/hit-shape.ts";
import { matrixShape } from "../report/matrix-writer.ts";
import { hitRows } from "../report/scan-rows.ts";
import { genomicRecords } from "../scan/fimo/header.ts";
import { fimoBackground, fimoSearch } from "../scan/fimo/search.ts";
import { MATRIX_VALUES, matrixRows } from "../scan/hit-matrix.ts";
import type { Hits } from "../scan/hits.ts";
import { kernelModule } from "../scan/kernel.ts";
import { Scanner } from "../scan/scanner.ts";
import type { Search } from "../scan/search.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { type Context, defineCommand } from "./command.ts";
import { kernelFlavour } from "./kernel-choice.ts";
import { hitRule, motifOptions, scoreOptions } from "./motif-options.ts";
import { choiceSchema, flagSchema, numberSchema, type OptionTable, type SettingsOf } from "./options.ts";
import { inputRecords, writeFeatures } from "./records.ts";
import { FROM_SEQUENCE, scanBackground } from "./scan-background.ts";
import { benjaminiHochberg, fimoQValueOf, type QValueOf } from "./scan-q-values.ts";
import { motifsToScan, searchesFor, warnUnreachable, warnWide } from "./searches.ts";
import { replayableInputs } from "./spool.ts";

const options = {
  ...motifOptions,
  ...scoreOptions,
  best: {
    flags: "--best <N>",
    help: "only the N best hits per motif and record",
    group: "Scores",
    schema: numberSchema({ from: 1, whole: true }).optional(),
    echo: true,
  },
  qValues: {
    flags: "--q-values",
    help: "compute q-values (reads the input twice)",
    group: "Scores",
    schema: flagSchema,
    echo: true,
  },
  qValue: {
    flags: "--q-value <Q>",
    help: "largest q-value of a hit",
    group: "Scores",
    schema: numberSchema({ above: 0, to: 1 }).optional(),
    echo: true,
  },
  qScope: {
    flags: "--q-scope <SCOPE>",
    help: "motif: correct for the windows of each motif; global: of all motifs",
    group: "Scores",
    schema: choiceSchema(["motif", "global"]).default("motif"),
    echo: true,
  },
  matrix: {
    flags: "--matrix <VALUE>",
    help: "what -f matrix holds of each motif: count of hits, best score, presence",
    group: "Matrix",
    schema: choiceSchema(MATRIX_VALUES).default("count"),
    echo: true,
  },
  fimo: {
    flags: "--fimo",
    help: "scores, p-values, q-values and rows of FIMO 5.5.8",
    group: "FIMO",
    schema: flagSchema,
    echo: true,
  },
  pgc: {
    flags: "--no-pgc",
    help: "under --fimo: do not take coordinates from header lines",
    group: "FIMO",
    schema: z.boolean().default(true),
    echo: true,
  },
} satisfies OptionTable;

type Settings = SettingsOf<typeof options>;

export const command = defineCommand({
  summary: "Motif hits with exact p-values, on both strands.",
  args: "[fasta...]",
  examples: [
    ["tatabox scan genes.fa", "the bundled library: TATA, CCAAT, GC box, octamer and 50 more"],
    ["tatabox scan genome.fa.gz -m jaspar.meme -p 1e-5 -o hits.tsv", "any motif file; hits to a file"],
    ["tatabox scan genes.fa --consensus TATAWAWR -f bed", "an IUPAC word, hits as BED"],
    ["cat genes.fa | tatabox scan --motif 'MA0108*' --json", "standard input, one motif, JSON"],
    ["tatabox scan genes.fa -m jaspar.meme --q-value 0.05", "only hits with a false discovery rate of 5 %"],
    ["tatabox scan genes.fa -m jaspar.meme --fimo --q-values", "the numbers of FIMO 5.5.8, row for row"],
    ["tatabox scan genome.fa --regions peaks.bed -f matrix --matrix best", "regions × motifs for R and Python"],
  ],
  about:
    "A score is the sum of log2 odds in bits; a p-value is the exact share of random words that score at least as much " +
    "(for wide motifs within 0.5 %). A window is a hit when its p-value is at most -p. Windows never cross an N or the " +
    "end of a record; lower case is scanned; U counts as T. q-values are Benjamini and Hochberg's over all windows tested. " +
    "tsv has FIMO's columns, 1-based closed; bed and json are 0-based half-open.",
  formats: ["table", "tsv", "bed", "narrowpeak", "gff3", "json", "ndjson", "parquet", "matrix"],
  pipeFormat: "tsv",
  options,
  async run(context, settings) {
    checkCombination(settings);
    if (context.format === "matrix" && wantsQValues(settings)) {
      throw usageError("-f matrix holds no q-values: leave out --q-values and --q-value");
    }
    const passes = needsTwoPasses(settings) ? await replayableInputs(context.args) : undefined;
    try {
      await scan(passes === undefined ? context : { ...context, args: passes.paths }, settings);
    } finally {
      passes?.dispose();
    }
  },
});

async function scan(context: Context, settings: Settings): Promise<void> {
  const quiet = { ...context, warn: () => {} };
  const recordsFor = (reader: Context) =>
    settings.fimo && settings.pgc ? genomicRecords(inputRecords(reader)) : inputRecords(reader);
  const background = await scanBackground(settings, () => recordsFor(quiet));
  const searches = await searchesOf(settings, background, context);
  warnUnreachable(searches, context);
  const scanner = new Scanner(searches, settings.strand, kernelModule(kernelFlavour()));
  const hitsOf = (record: FastaRecord): Hits => scanner.scan(record.codes);
  if (context.format === "matrix") return writeMatrix(context, settings, searches, recordsFor(context), hitsOf);
  const qValueOf = await qValues(settings, searches, () => recordsFor(quiet), hitsOf);
  const shape = qValueOf === undefined ? HIT_SHAPE_WITHOUT_Q : HIT_SHAPE;
  let longest = 0;
  await writeFeatures(
    context,
    settings.fimo ? fimoShape(shape) : shape,
    recordsFor(context),
    (record) => {
      longest = Math.max(longest, record.codes.length);
      const all = hitsOf(record);
      const hits = settings.best === undefined ? all : all.best(settings.best);
      const extras = { qValueOf, largestQ: settings.qValue, ranked: settings.fimo };
      return {
        features: hitRows(record, hits, searches, extras),
        summary: { name: record.name, length: record.codes.length },
      };
    },
    { motifs: searches.map(motifSummary) },
    () => warnWide(searches, longest, context),
  );
}

/** A row a record or region, a column a motif. */
async function writeMatrix(
  context: Context,
  { matrix, strand }: Settings,
  searches: readonly Search[],
  records: AsyncIterable<FastaRecord>,
  hitsOf: (record: FastaRecord) => Hits,
): Promise<void> {
  const row = matrixRows(matrix, searches, strand);
  const shape = matrixShape(searches.map(({ motif }) => motif.id));
  await writeFeatures(context, shape, records, (record) => ({
    features: [{ name: record.region ?? record.name, values: row(record.codes, () => hitsOf(record)) }],
  }));
}

function checkCombination({ fimo, consensus, qScope, ...settings }: Settings): void {
  if (!fimo) return;
  if (hitRule(settings).by !== "pValue" || consensus.length > 0) {
    throw usageError("--fimo knows p-values only: leave out --consensus and the thresholds on scores");
  }
  if (qScope === "global") throw usageError("--fimo computes q-values per motif: leave out --q-scope global");
}

function wantsQValues({ qValues, qValue }: Settings): boolean {
  return qValues || qValue !== undefined;
}

function needsTwoPasses(settings: Settings): boolean {
  return wantsQValues(settings) || settings.background === FROM_SEQUENCE;
}

/** FIMO has its own scores for the same motifs. */
async function searchesOf(settings: Settings, background: Background, context: Context): Promise<Search[]> {
  if (!settings.fimo) return searchesFor(settings, background, context);
  const motifs = await motifsToScan(settings, context);
  return motifs.map((motif) => fimoSearch(motif, fimoBackground(background), settings.pValue));
}

async function qValues(
  settings: Settings,
  searches: readonly Search[],
  records: () => AsyncIterable<FastaRecord>,
  hitsOf: (record: FastaRecord) => Hits,
): Promise<QValueOf | undefined> {
  if (!wantsQValues(settings)) return undefined;
  const { fimo, strand, qScope } = settings;
  return fimo
    ? fimoQValueOf(records(), searches, strand)
    : benjaminiHochberg(records(), searches, strand, qScope, hitsOf);
}
