import { type MeasuredMethylation, pooledReads } from "../cpg/measured-methylation.ts";
import { islandStepsBy } from "../cpg/methods.ts";
import { methylationSites, RegionSummaries } from "../cpg/methylation-sites.ts";
import { namedState } from "../cpg/methylation-states.ts";
import { type ClassWindow, promoterRegion } from "../cpg/promoter-class.ts";
import { codesSoftMasked } from "../cpg/soft-mask.ts";
import { cpgPositions } from "../cpg/statistics.ts";
import { dataError } from "../errors.ts";
import { resultHead } from "../report/json.ts";
import { lollipopSvg } from "../report/lollipop-svg.ts";
import { type LollipopRecord, lollipopLegend, lollipopText } from "../report/lollipop-text.ts";
import {
  type MethylationFeature,
  methylationShape,
  SUMMARY_SHAPE,
  type SummaryRow,
  TRAJECTORY_SHAPE,
} from "../report/methylation-shape.ts";
import type { Shape } from "../report/shape.ts";
import { resultWriter } from "../report/writers.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import type { Interval } from "../sequence/interval.ts";
import { sitesOnRecord, type TssBySequence } from "../sequence/tss.ts";
import { asPart } from "../steps.ts";
import { AnnotationCheck, startSites, tssOption } from "./analysis-options.ts";
import { type Context, defineCommand } from "./command.ts";
import { asCounts, DEFAULT_CELLS, MethylationSimulator } from "./methylate-model.ts";
import { checkMethylate, isModel, levelsFrom, type MethylateSettings, methylateOptions } from "./methylate-options.ts";
import { MethylationSource } from "./methylation-source.ts";
import type { SettingsOf } from "./options.ts";
import { inputRecords, inSource, inSteps, writeFeatures } from "./records.ts";

/** About what share of the time the islands take. */
const ISLANDS_FOUND = 0.05;

/** Where a promoter's methylation is summed up. */
const PROMOTER: ClassWindow = { from: -500, to: 200 };

const options = {
  ...methylateOptions,
  tss: {
    ...tssOption.tss,
    help: "start sites (BED): promoters for --summary; the silent genes of --state tissue-specific",
    group: "What is written",
  },
};

type Settings = SettingsOf<typeof options>;

export const command = defineCommand({
  summary: "Methylation of every CpG, simulated or read from a file.",
  args: "[fasta...]",
  examples: [
    [
      "tatabox methylate genes.fa",
      "20 divisions of 20 cells, half methylated at first: islands lose it, the rest fills up",
    ],
    ["tatabox methylate genes.fa --methylation reads.bedMethyl --summary", "real data, a row an island"],
    ["tatabox methylate genes.fa --methylation CpG_report.txt.gz --merge-strands -f bedgraph", "another format"],
    [
      "tatabox methylate genes.fa --maintenance .96 --de-novo-daughter .17 --initial 1 --trajectory",
      "a model beside its closed form",
    ],
    [
      "tatabox methylate genes.fa --model collaborative --initial 1 --cells 8 -f table",
      "cells that keep a state, drawn",
    ],
    ["tatabox methylate genes.fa --state housekeeping -f svg -o state.svg", "islands unmethylated, a picture"],
  ],
  about:
    "The sequence never changes: levels (0..1) stand beside it, a CpG being both strands. strand: each new strand follows its " +
    "old one (Genereux 2005; default rates are tatabox's own). site: one variable per CpG (Otto and Walbot 1990). " +
    "collaborative: CpGs help each other (after Haerter 2014; rates are tatabox's own), so clusters inherit one of two states. " +
    "expected, full, hemi and none of --trajectory are closed forms; for collaborative the mean field of an endless cluster. " +
    "Sequence alone does not tell the real state: simulated output says that it is simulated. From files: rows of other " +
    "contexts are counted and left out, CpGs without reads are absent, and the level of a CpG pools the reads of both strands.",
  formats: ["table", "tsv", "bed", "bedgraph", "bismark", "json", "ndjson", "svg"],
  pipeFormat: "tsv",
  options,
  async run(context, settings) {
    checkMethylate(settings, context.format);
    const work = await Work.start(context, settings);
    if (settings.trajectory) return writeTrajectory(context, work);
    if (settings.summary) return writeSummary(context, settings, work);
    if (context.format === "svg") return writeSvg(context, work);
    if (context.format === "table") return writeLollipops(context, settings, work);
    return writeLevels(context, settings, work);
  },
});

/** A record with its islands and the methylation of its CpGs, from its own start. */
interface MethylatedRecord {
  readonly islands: readonly Interval[];
  readonly measured: MeasuredMethylation;
  readonly patterns: readonly string[];
}

/** What all outputs share: where levels come from, and what is said at the end. */
class Work {
  readonly #context: Context;
  readonly #settings: Settings;
  readonly #check: AnnotationCheck;
  readonly tss: TssBySequence | undefined;
  readonly source: MethylationSource | undefined;
  readonly simulator: MethylationSimulator | undefined;

  private constructor(
    context: Context,
    settings: Settings,
    tss: TssBySequence | undefined,
    source: MethylationSource | undefined,
  ) {
    const from = levelsFrom(settings);
    this.#context = context;
    this.#settings = settings;
    this.#check = new AnnotationCheck(tss);
    this.tss = tss;
    this.source = source;
    this.simulator = isModel(from) ? new MethylationSimulator(from, settings) : undefined;
  }

  static async start(context: Context, settings: Settings): Promise<Work> {
    const tss = await startSites(settings.tss, context);
    const { methylation } = settings;
    const source = methylation === undefined ? undefined : await MethylationSource.open(methylation, context);
    return new Work(context, settings, tss, source);
  }

  /** What made the levels; undefined when they were measured. */
  get simulation(): string | undefined {
    const from = levelsFrom(this.#settings);
    if (from === "file") return undefined;
    return from === "state" ? `state ${this.#settings.state}` : `${from} model`;
  }

  async methylate(record: FastaRecord): Promise<MethylatedRecord> {
    this.#check.seen(record);
    const { method, softMask } = this.#settings;
    const codes = softMask ? codesSoftMasked(record.letters) : record.codes;
    const islands = await inSteps(this.#context, asPart(islandStepsBy(method, codes), 0, ISLANDS_FOUND));
    if (this.source !== undefined) return { islands, measured: this.source.at(record), patterns: [] };
    const positions = cpgPositions(record.codes);
    const start = this.#namedLevels(record, positions, islands);
    if (this.simulator !== undefined) {
      const steps = asPart(this.simulator.record({ record, positions, islands, start }), ISLANDS_FOUND, 1);
      return { islands, ...(await inSteps(this.#context, steps)) };
    }
    return {
      islands,
      measured: asCounts(positions, start!, start!, this.#settings.cells ?? DEFAULT_CELLS),
      patterns: [],
    };
  }

  promoters(record: FastaRecord): (Interval & { name: string })[] {
    if (this.tss === undefined) return [];
    return sitesOnRecord(this.tss, record).map(({ position, strand, name }) => {
      const { start, end } = promoterRegion(position, strand, PROMOTER);
      return { start: Math.max(0, start), end: Math.min(record.codes.length, end), name };
    });
  }

  finish(): void {
    this.#check.finish(this.#settings.tss, this.#context);
    this.source?.finish(this.#context);
  }

  #namedLevels(record: FastaRecord, positions: Uint32Array, islands: readonly Interval[]): Float32Array | undefined {
    const { state } = this.#settings;
    if (state === undefined) return undefined;
    return namedState(state, positions, { islands, silentPromoters: this.tss && this.promoters(record) });
  }
}

async function writeLevels(context: Context, settings: MethylateSettings, work: Work): Promise<void> {
  const hasCounts = work.source?.hasCounts ?? true;
  if (!hasCounts && (context.format === "bed" || context.format === "bismark")) {
    throw dataError(`holds no read counts, which -f ${context.format} needs; write bedgraph or tsv`, {
      file: settings.methylation!,
    });
  }
  const find = async (record: FastaRecord) => {
    const { measured, patterns, islands } = await work.methylate(record);
    return {
      features: features(record, measured, settings.byStrand, hasCounts),
      summary: {
        name: record.name,
        length: record.codes.length,
        cpgs: measured.positions.length,
        covered: pooledReads(measured).coverage.reduce((sum, reads) => sum + (reads > 0 ? 1 : 0), 0),
        islands: islands.length,
        ...(patterns.length > 0 ? { patterns } : {}),
      },
    };
  };
  const shape = methylationShape(work.simulation);
  await writeFeatures(context, shape, inputRecords(context), find, {}, () => work.finish());
}

function* features(
  record: FastaRecord,
  measured: MeasuredMethylation,
  byStrand: boolean,
  hasCounts: boolean,
): Generator<MethylationFeature> {
  const offset = record.offset ?? 0;
  for (const { start, end, strand, level, methylated, coverage } of methylationSites(measured, byStrand)) {
    const counts = hasCounts ? { methylated: Math.round(methylated), coverage } : { methylated: null, coverage: null };
    yield { sequence: record.name, start: start + offset, end: end + offset, strand, level, ...counts };
  }
}

async function writeSummary(context: Context, settings: MethylateSettings, work: Work): Promise<void> {
  const find = async (record: FastaRecord) => {
    const { islands, measured } = await work.methylate(record);
    const summaries = new RegionSummaries(measured, settings.mergeStrands);
    const row = (region: Interval, feature: string): SummaryRow => ({
      sequence: record.name,
      feature,
      ...summaries.summary(region),
    });
    const rows = [
      ...islands.map((island) => row(island, "island")),
      ...work
        .promoters(record)
        .map((promoter) => row(promoter, `promoter${promoter.name === "" ? "" : `:${promoter.name}`}`)),
    ];
    return { features: inSource(record, rows), summary: { name: record.name, length: record.codes.length } };
  };
  await writeFeatures(context, SUMMARY_SHAPE, inputRecords(context), find, {}, () => work.finish());
}

async function writeTrajectory(context: Context, work: Work): Promise<void> {
  for await (const record of inputRecords(context)) await work.methylate(record);
  work.finish();
  const writer = await resultWriter(context.format, TRAJECTORY_SHAPE, context.colours);
  const rows = work.simulator!.trajectory().map((row) => writer.feature(row));
  const head = writer.head(resultHead(context.command, context.echo));
  await context.out.write([head, ...rows, writer.end(context.warnings)].join(""));
}

async function lollipops(record: FastaRecord, work: Work): Promise<LollipopRecord> {
  const { islands, measured, patterns } = await work.methylate(record);
  const { methylated, coverage } = pooledReads(measured);
  const start = record.offset ?? 0;
  return {
    name: record.region ?? record.name,
    start,
    length: record.codes.length,
    islands: inSource(record, islands),
    positions: Array.from(measured.positions, (position) => position + start),
    levels: Array.from(coverage, (reads, i) => (reads > 0 ? methylated[i] / reads : Number.NaN)),
    patterns,
  };
}

async function writeLollipops(context: Context, { ascii }: MethylateSettings, work: Work): Promise<void> {
  const { columns, colours } = context;
  const shape: Shape<LollipopRecord> = {
    list: "records",
    item: "record",
    json: (record) => record,
    other: { table: (record) => lollipopText(record, { columns, ascii }, colours) },
    tails: { table: `${lollipopLegend(ascii)}${said(work)}` },
  };
  const find = async (record: FastaRecord) => ({ features: [await lollipops(record, work)] });
  await writeFeatures(context, shape, inputRecords(context), find, {}, () => work.finish());
}

function said({ simulation }: Work): string {
  return simulation === undefined ? "" : `simulated (${simulation}); sequence alone does not tell the real state\n`;
}

async function writeSvg(context: Context, work: Work): Promise<void> {
  const records: LollipopRecord[] = [];
  for await (const record of inputRecords(context)) records.push(await lollipops(record, work));
  work.finish();
  const what = work.simulation === undefined ? "measured" : `simulated, ${work.simulation}`;
  await context.out.write(lollipopSvg(records, what));
}
