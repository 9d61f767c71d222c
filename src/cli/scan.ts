import { usageError } from "../errors.ts";
import { fimoShape } from "../report/fimo-shape.ts";
import { HIT_SHAPE, HIT_SHAPE_WITHOUT_Q, motifSummary } from "../report/hit-shape.ts";
import type { HitRow } from "../report/scan-rows.ts";
import type { Shape } from "../report/shape.ts";
import { rowText } from "../report/writers.ts";
import { genomicName } from "../scan/fimo/header.ts";
import { MATRIX_VALUES } from "../scan/hit-matrix.ts";
import { KnownStretches } from "../scan/q-values.ts";
import { plannedSearches } from "../scan/search-plan.ts";
import type { PieceCut } from "../sequence/fasta-parser.ts";
import * as z from "../zod.ts";
import { type Context, defineCommand } from "./command.ts";
import { hitRule, motifOptions, scoreOptions } from "./motif-options.ts";
import { choiceSchema, flagSchema, numberSchema, type OptionTable, type SettingsOf } from "./options.ts";
import { haveNames, type InputPiece, inputPieces, inputRecords } from "./records.ts";
import { FROM_SEQUENCE, scanLetters } from "./scan-background.ts";
import { rowsOfBest, rowsOfPieces, writeMatrix, writeScan } from "./scan-output.ts";
import { type PieceProduct, qValuesIn, type ScanTask } from "./scan-piece.ts";
import { benjaminiHochberg, fimoQTables, type QTables } from "./scan-q-values.ts";
import { withThreads } from "./scan-threads.ts";
import { searchPlan, warnUnreachable, warnWide } from "./searches.ts";
import { replayableInputs } from "./spool.ts";

const options = {
  ...motifOptions,
  ...scoreOptions,
  best: {
    flags: "--best <N>",
    help: "only the N best hits per motif and record",
    group: "Scores",
    schema: numberSchema({ from: 1, whole: true }),
    echo: true,
  },
  qValues: {
    flags: "--q-values",
    help: "compute q-values (reads the input twice)",
    group: "Scores",
    schema: flagSchema,
    echo: true,
  },
  backgroundOrder: {
    flags: "--background-order <N>",
    help: "letters before a letter that its probability hangs on when p-values are made (0, 1, 2), as in --background's file or sequence; scores stay",
    group: "Scores",
    schema: numberSchema({ from: 0, to: 2, whole: true }, 0),
    echo: true,
  },
  qValue: {
    flags: "--q-value <Q>",
    help: "largest q-value of a hit",
    group: "Scores",
    schema: numberSchema({ above: 0, to: 1 }),
    echo: true,
  },
  qScope: {
    flags: "--q-scope <SCOPE>",
    help: "motif: correct for the windows of each motif; global: of all motifs",
    group: "Scores",
    schema: choiceSchema(["motif", "global"], "motif"),
    echo: true,
  },
  matrix: {
    flags: "--matrix <VALUE>",
    help: "what -f matrix holds of each motif: count of hits, best score, presence",
    group: "Matrix",
    schema: choiceSchema(MATRIX_VALUES, "count"),
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
    schema: z._default(z.boolean(), true),
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
  const pieces = (overlap: number) => inputPieces(quiet, { ...ANY_PIECES, overlap });
  const { background, chain } = await scanLetters(settings, pieces);
  const plan = { ...(await searchPlan(settings, background, context)), chain, fimo: settings.fimo };
  const task = { plan, strands: settings.strand };
  if (!wantsQValues(settings)) return scanOnce(context, settings, task, undefined);
  const qTables = await qValues(quiet, settings, task);
  return scanOnce(context, settings, task, qTables);
}

/** What all passes over the input have in common. */
type PassTask = Omit<ScanTask, "product">;

async function scanOnce(
  context: Context,
  settings: Settings,
  task: PassTask,
  qTables: QTables | undefined,
): Promise<void> {
  const { shape, product, merged, wholeRecords } = scanOutput(context, settings, qTables);
  const { matrix: value } = settings;
  await withThreads({ ...task, product }, context, async ({ searches, cut, scan }) => {
    warnUnreachable(searches, context);
    if (context.format === "matrix") {
      return writeMatrix(context, value, searches, scan(namedPieces(context, cut, settings)));
    }
    const whole = { pieceBases: Number.POSITIVE_INFINITY, overlap: 0 };
    const pieces = new Measured(namedPieces(context, wholeRecords ? whole : cut, settings));
    const extras = { qValueOf: qValuesIn(qTables), largestQ: settings.qValue, ranked: wholeRecords };
    const rowsOf = merged ? rowsOfBest(settings.best!, searches, extras) : rowsOfPieces(searches, extras);
    await writeScan(context, shape, scan(pieces), rowsOf, { motifs: searches.map(motifSummary) }, () =>
      warnWide(searches, pieces.longest, context),
    );
  });
}

/** Lets pieces pass and remembers the length of the longest record. */
class Measured {
  longest = 0;
  readonly #pieces: AsyncIterable<InputPiece>;

  constructor(pieces: AsyncIterable<InputPiece>) {
    this.#pieces = pieces;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<InputPiece> {
    for await (const piece of this.#pieces) {
      this.longest = Math.max(this.longest, piece.length);
      yield piece;
    }
  }
}

/** The pieces under the names that hits will bear. */
function namedPieces(context: Context, cut: PieceCut, { fimo, pgc }: Settings): AsyncGenerator<InputPiece> {
  return fimo && pgc ? genomicPieces(inputPieces(context, cut, true)) : inputPieces(context, cut);
}

/** For readers that look at single bases. */
const ANY_PIECES = { pieceBases: 1 << 20, overlap: 0 };

/** Where rows are made, and how. */
interface ScanOutput {
  readonly shape: Shape<HitRow>;
  readonly product: PieceProduct;
  /** Are the best hits of the pieces of a record joined? */
  readonly merged: boolean;
  readonly wholeRecords: boolean;
}

/** Text is made where the scanning is done, unless rows hang on those before them or on the whole record. */
function scanOutput(
  { format, regions }: Context,
  { fimo, best, qValue: largestQ, matrix: value }: Settings,
  qTables: QTables | undefined,
): ScanOutput {
  const plain = qTables === undefined ? HIT_SHAPE_WITHOUT_Q : HIT_SHAPE;
  const shape = fimo ? fimoShape(plain) : plain;
  // FIMO's GFF3 numbers a record's hits by their p-values.
  const wholeRecords = fimo && format === "gff3";
  const merged = best !== undefined && !wholeRecords;
  const asText = !wholeRecords && !merged && rowText(format, shape) !== undefined;
  const text = { kind: "text", format, fimo, named: haveNames(regions), qTables, largestQ } as const;
  const product =
    format === "matrix" ? ({ kind: "matrix", value } as const) : asText ? text : ({ kind: "hits", best } as const);
  return { shape, product, merged, wholeRecords };
}

/** Pieces under the names and coordinates that FIMO takes from their records' headers. */
async function* genomicPieces(pieces: AsyncIterable<InputPiece>): AsyncGenerator<InputPiece> {
  for await (const piece of pieces) {
    const { name, shift } = genomicName(piece.name, piece.description);
    yield { ...piece, name, origin: piece.origin + shift };
  }
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

async function qValues(quiet: Context, { strand, qScope }: Settings, task: PassTask): Promise<QTables> {
  if (task.plan.fimo) return fimoQTables(inputRecords(quiet), [...plannedSearches(task.plan)], strand);
  const stretches = new KnownStretches();
  return withThreads({ ...task, product: { kind: "hits", best: undefined } }, quiet, ({ searches, cut, scan }) => {
    const counted = async function* () {
      for await (const piece of inputPieces(quiet, cut)) {
        stretches.add(piece.codes, piece.own, piece.last);
        yield piece;
      }
    };
    return benjaminiHochberg(scan(counted()), stretches, searches, strand, qScope);
  });
}
