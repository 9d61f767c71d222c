import { MethodComparison } from "../cpg/compare.ts";
import { cpgClusterPassesOver } from "../cpg/cpgcluster.ts";
import type { CpgIsland } from "../cpg/island.ts";
import { DEFAULT_ISLAND_METHOD, ISLAND_METHOD_NAMES, ISLAND_METHODS, type IslandMethodName } from "../cpg/methods.ts";
import { codesSoftMasked } from "../cpg/soft-mask.ts";
import type { IslandThresholds } from "../cpg/thresholds.ts";
import { usageError } from "../errors.ts";
import { COMPARISON_SHAPE } from "../report/comparison-shape.ts";
import { embossReport } from "../report/emboss-report.ts";
import { islandShape } from "../report/island-shape.ts";
import { type IslandRecord, islandSvg } from "../report/island-svg.ts";
import { islandTracks, type TrackRecord } from "../report/island-track.ts";
import { resultHead } from "../report/json.ts";
import { resultWriter } from "../report/writers.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { type Context, defineCommand } from "./command.ts";
import { islandOptions, ownOptions, thresholdOptions } from "./island-options.ts";
import { choiceSchema, flagSchema, listSchema, type OptionTable, type SettingsOf } from "./options.ts";
import { inputRecords, inSource, writeFeatures } from "./records.ts";

const GROUP = "Islands";

/** How islands are defined; shared by every command that looks for them. */
export const methodOption = {
  method: {
    flags: "--method <NAME>",
    help: ISLAND_METHOD_NAMES.join(", "),
    group: GROUP,
    schema: choiceSchema(ISLAND_METHOD_NAMES).default(DEFAULT_ISLAND_METHOD),
    echo: true,
  },
} satisfies OptionTable;

export const softMaskOption = {
  softMask: {
    flags: "--soft-mask",
    help: "lower-case letters count as N",
    group: GROUP,
    schema: flagSchema,
    echo: true,
  },
} satisfies OptionTable;

const options = {
  ...methodOption,
  ...thresholdOptions,
  ...softMaskOption,
  ...ownOptions,
  compare: {
    flags: "--compare",
    help: "instead of islands: how far methods agree, pair by pair (Jaccard index in bases)",
    group: "Comparison",
    schema: flagSchema,
    echo: true,
  },
  compareMethod: {
    flags: "--compare-method <NAME>",
    help: "compare these alone; repeatable (default: all)",
    group: "Comparison",
    schema: listSchema,
    repeats: true,
    echo: true,
  },
  ascii: {
    flags: "--ascii",
    help: "draw the table's island tracks with ASCII characters",
    group: "Output",
    schema: flagSchema,
  },
} satisfies OptionTable;

type Settings = SettingsOf<typeof options>;
type FindIslands = (record: FastaRecord) => CpgIsland[];

/** Records whose tracks are drawn under a table. */
const DRAWN_RECORDS = 40;
/** Gardiner-Garden's islands keep 50 bp from both ends and are at least 200 bp long. */
const GARDINER_GARDEN_RECORD_BP = 300;

export const command = defineCommand({
  summary: "CpG islands by published definitions.",
  args: "[fasta...]",
  examples: [
    ["tatabox cpg genes.fa", "as UCSC's track: GC above 50 %, observed/expected CpG above 0.6, longer than 200"],
    [
      "tatabox cpg genome.fa.gz --soft-mask -f bed -o islands.bed",
      "repeats (lower case) count as N, as in UCSC's table",
    ],
    ["tatabox cpg genes.fa --method takai-jones", "the stricter definition of Takai and Jones"],
    ["tatabox cpg genes.fa --method hmm --posterior 0.5", "runs of the hidden Markov model by posterior probability"],
    ["tatabox cpg genes.fa --compare", "where all six definitions agree"],
    ["tatabox cpg genes.fa -f svg -o islands.svg", "a picture"],
  ],
  about:
    `Methods. ${ISLAND_METHOD_NAMES.map((name) => `${name}: ${ISLAND_METHODS[name].summary}.`).join(" ")} ` +
    "Thresholds left out take the method's own values. Coordinates are 0-based half-open; -f ucsc are the ten columns of " +
    "cpgIslandExt without bin, -f emboss is newcpgreport's report (1-based). A table is followed by a picture: a line a " +
    "record, islands as shades of the share they cover. Memory: records are read one at a time, four to five bytes a base while they come; on " +
    "top of that ucsc and cpgcluster keep the CpGs (about a tenth of a byte a base), gardiner-garden, takai-jones and emboss " +
    "a window, hmm one byte a base for the best path and eight with --posterior.",
  formats: ["table", "tsv", "bed", "gff3", "ucsc", "emboss", "json", "ndjson", "svg"],
  pipeFormat: "tsv",
  options,
  async run(context, settings) {
    const methods = settings.compareMethod.length > 0 ? settings.compareMethod.map(methodName) : ISLAND_METHOD_NAMES;
    const compares = settings.compare || settings.compareMethod.length > 0;
    checkFormat(context.format, settings.method, compares);
    const given = islandOptions(settings, compares ? methods : [settings.method]);
    const find = ({ codes, letters }: FastaRecord, method: IslandMethodName) =>
      ISLAND_METHODS[method].islands(settings.softMask ? codesSoftMasked(letters) : codes, given);
    if (compares) return compareMethods(context, methods, find);
    const tally = new Tally(settings);
    const findNoted = (record: FastaRecord) => {
      const islands = find(record, settings.method);
      tally.add(record, islands.length);
      return islands;
    };
    const limits = { ...ISLAND_METHODS[settings.method].defaults, ...given };
    if (context.format === "emboss") await writeEmboss(context, findNoted, limits);
    else if (context.format === "svg") await writeSvg(context, findNoted, settings.method);
    else await writeIslands(context, findNoted, settings);
    tally.report(context);
  },
});

function methodName(name: string): IslandMethodName {
  const parsed = choiceSchema(ISLAND_METHOD_NAMES).safeParse(name);
  if (!parsed.success) throw usageError(`--compare-method ${name}: ${parsed.error.issues[0].message}`);
  return parsed.data;
}

function checkFormat(format: string, method: IslandMethodName, compares: boolean): void {
  if (compares && !["table", "tsv", "json", "ndjson"].includes(format)) {
    throw usageError(`--compare writes table, tsv, json and ndjson, not ${format}`);
  }
  if ((format === "ucsc" || format === "emboss") && method !== format) {
    throw usageError(`-f ${format} is the layout of --method ${format}, not of ${method}`);
  }
}

async function writeIslands(context: Context, find: FindIslands, { method, ascii }: Settings): Promise<void> {
  const drawn: TrackRecord[] = [];
  let records = 0;
  await writeFeatures(context, islandShape(method), inputRecords(context), (record) => {
    const { name, codes } = record;
    const islands = find(record);
    if (++records <= DRAWN_RECORDS) drawn.push({ name: record.region ?? name, length: codes.length, islands });
    return {
      features: inSource(record, islands).map((island) => ({ sequence: name, ...island })),
      summary: { name, length: codes.length, islands: islands.length },
    };
  });
  if (context.format !== "table") return;
  const tracks = islandTracks(drawn, { columns: context.columns, ascii }, context.colours);
  const more = records > DRAWN_RECORDS ? `and ${records - DRAWN_RECORDS} more records\n` : "";
  await context.out.write(`\n${tracks}${more}`);
}

async function writeEmboss(context: Context, find: FindIslands, limits: IslandThresholds): Promise<void> {
  for await (const record of inputRecords(context)) {
    await context.out.write(embossReport(record.name, record.codes.length, inSource(record, find(record)), limits));
  }
}

async function writeSvg(context: Context, find: FindIslands, method: IslandMethodName): Promise<void> {
  const records: IslandRecord[] = [];
  for await (const record of inputRecords(context)) {
    records.push({ name: record.region ?? record.name, length: record.codes.length, islands: find(record) });
  }
  await context.out.write(islandSvg(records, method));
}

async function compareMethods(
  context: Context,
  methods: readonly IslandMethodName[],
  find: (record: FastaRecord, method: IslandMethodName) => CpgIsland[],
): Promise<void> {
  const comparison = new MethodComparison(methods);
  for await (const record of inputRecords(context)) comparison.add(methods.map((method) => find(record, method)));
  const writer = await resultWriter(context.format, COMPARISON_SHAPE, context.colours);
  const pairs = comparison.pairs().map((pair) => writer.feature(pair));
  const head = writer.head(resultHead(context.command, context.echo));
  await context.out.write([head, ...pairs, writer.end(context.warnings)].join(""));
}

/** What is to be said at the end about records without islands. */
class Tally {
  readonly #method: IslandMethodName;
  readonly #softMask: boolean;
  #records = 0;
  #bases = 0;
  #islands = 0;
  #short = 0;
  #passedOver = 0;

  constructor({ method, softMask }: Settings) {
    this.#method = method;
    this.#softMask = softMask;
  }

  add({ codes, letters }: FastaRecord, islands: number): void {
    this.#records++;
    this.#bases += codes.length;
    this.#islands += islands;
    if (this.#method === "gardiner-garden" && codes.length < GARDINER_GARDEN_RECORD_BP) this.#short++;
    if (this.#method !== "cpgcluster" || islands > 0) return;
    if (cpgClusterPassesOver(this.#softMask ? codesSoftMasked(letters) : codes)) this.#passedOver++;
  }

  report({ note }: Context): void {
    if (this.#islands === 0) note(`no islands in ${counted(this.#records, "record")}, ${this.#bases} bases`);
    if (this.#short > 0) {
      note(
        `${counted(this.#short, "record")} below ${GARDINER_GARDEN_RECORD_BP} bp: gardiner-garden finds no island within 50 bp of either end`,
      );
    }
    if (this.#passedOver > 0) {
      note(
        `${counted(this.#passedOver, "record")} passed over: cpgcluster needs a CpG and a pair of known letters that is none`,
      );
    }
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
