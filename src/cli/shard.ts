import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { dataError, usageError } from "../errors.ts";
import { bundledLibrary } from "../motif/library.ts";
import { jsonResult, resultHead } from "../report/json.ts";
import { openSink } from "../report/writer.ts";
import { readFastaPieces } from "../sequence/fasta.ts";
import { cutBetweenRecords, cutInsideRecords, type RecordLength, type Shard } from "../sequence/shards.ts";
import { type Context, defineCommand } from "./command.ts";
import { chosenMotifs, consensusMotifs, motifOptions, scoreOptions } from "./motif-options.ts";
import { flagSchema, numberSchema, type OptionTable, optionalText, type SettingsOf } from "./options.ts";
import { bytesOfFiles } from "./progress.ts";

const GROUP = "Pieces";
/** Bases held at a time while the records are measured. */
const READ_BASES = 1 << 20;

const options = {
  pieces: {
    flags: "-n, --pieces <N>",
    help: "pieces to cut into; small inputs give fewer",
    group: GROUP,
    schema: numberSchema({ from: 1, to: 100_000, whole: true }, 8),
    echo: true,
  },
  betweenRecords: {
    flags: "--between-records",
    help: "whole records only, as cpg, enhancers, promoters, express and report need them",
    group: GROUP,
    schema: flagSchema,
    echo: true,
  },
  overlap: {
    flags: "--overlap <BP>",
    help: "bases that a piece sees beyond its own (default: the widest motif's width − 1)",
    group: GROUP,
    schema: numberSchema({ from: 0, whole: true }),
    echo: true,
  },
  beds: {
    flags: "--beds <DIR>",
    help: "also write each piece as DIR/1.bed, DIR/2.bed …, for --regions",
    group: GROUP,
    schema: optionalText,
  },
  ...motifOptions,
  consensus: scoreOptions.consensus,
} satisfies OptionTable;

type Settings = SettingsOf<typeof options>;

export const command = defineCommand({
  summary: "Cut work on a genome into pieces that can run apart; merge joins their results.",
  args: "[fasta...]",
  examples: [
    ["tatabox shard genome.fa -m jaspar.meme -n 8 --beds pieces -o plan.json", "for scan: inside records too"],
    ["tatabox scan genome.fa -m jaspar.meme --regions pieces/3.bed -o 3.tsv", "one piece, anywhere, in any order"],
    ["tatabox merge --plan plan.json 1.tsv 2.tsv 3.tsv 4.tsv 5.tsv 6.tsv 7.tsv 8.tsv", "the bytes of a single run"],
    ["tatabox shard genome.fa --between-records -n 4 --beds whole", "for cpg, enhancers, promoters, express, report"],
  ],
  about:
    "A scan may be cut inside records: the pieces overlap by the widest motif's width − 1, and a hit belongs to the piece " +
    "in which it starts. What looks at whole records is cut between them (--between-records). q-values, --best and " +
    "--background sequence look further than a piece and cannot be merged. The plan holds the records with their lengths " +
    "and the pieces with their regions (0-based half-open; what starts before ownEnd is the piece's own).",
  formats: ["json"],
  pipeFormat: "json",
  options,
  async run(context, settings) {
    if (context.regions !== undefined) {
      throw usageError("whole files are cut into pieces: leave out --region and --regions");
    }
    const records = await recordLengths(context);
    const overlap = settings.betweenRecords ? 0 : await overlapBases(settings, context);
    const pieces = settings.betweenRecords
      ? cutBetweenRecords(records, settings.pieces)
      : cutInsideRecords(records, settings.pieces, overlap);
    if (settings.beds !== undefined) await writeBeds(settings.beds, pieces);
    const fields = { overlap, records, pieces, warnings: context.warnings };
    await context.out.write(jsonResult(resultHead(context.command, context.echo), fields));
  },
});

/** Names and lengths in the order of the input. Regions are asked for by name, so names must be unique. */
async function recordLengths({ args, warn, progress }: Context): Promise<RecordLength[]> {
  progress.begin(bytesOfFiles(args));
  const records: RecordLength[] = [];
  const names = new Set<string>();
  const cut = { pieceBases: READ_BASES, overlap: 0 };
  for await (const { name, own, last, length } of readFastaPieces(args, warn, cut, progress.read)) {
    await progress.done(own);
    if (!last) continue;
    if (names.has(name)) throw dataError("occurs more than once; pieces go by names: rename one", { record: name });
    if (/^#|^(track|browser)$/.test(name))
      throw dataError("cannot be named in a BED file; rename it", { record: name });
    names.add(name);
    records.push({ name, length });
  }
  progress.clear();
  if (records.every(({ length }) => length === 0)) throw dataError("the input holds no bases; there is nothing to cut");
  return records;
}

/** So many bases that no window of the motifs chosen (as by scan) is lost at a cut. */
async function overlapBases({ overlap, motifs, motif, consensus }: Settings, { warn }: Context): Promise<number> {
  if (overlap !== undefined) return overlap;
  const words = consensusMotifs(consensus);
  const named = motifs.length > 0 || motif.length > 0;
  const matrices = named ? await chosenMotifs(motifs, motif, warn) : words.length > 0 ? [] : bundledLibrary();
  return Math.max(...[...matrices, ...words].map(({ width }) => width)) - 1;
}

async function writeBeds(folder: string, pieces: readonly Shard[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [i, { regions }] of pieces.entries()) {
    const out = openSink(join(folder, `${i + 1}.bed`));
    await out.write(regions.map(({ sequence, start, end }) => `${sequence}\t${start}\t${end}\n`).join(""));
    await out.finish();
  }
}
