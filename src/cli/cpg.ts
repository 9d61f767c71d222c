import { MethodComparison } from "../cpg/compare.ts";
import { DEFAULT_ISLAND_METHOD, ISLAND_METHOD_NAMES, ISLAND_METHODS, type IslandMethodName } from "../cpg/methods.ts";
import type { IslandThresholds } from "../cpg/thresholds.ts";
import { usageError } from "../errors.ts";
import { counted } from "../printf.ts";
import { COMPARISON_SHAPE } from "../report/comparison-shape.ts";
import { embossReport } from "../report/emboss-report.ts";
import { islandShape } from "../report/island-shape.ts";
import { islandSvg } from "../report/island-svg.ts";
import { islandTracks, type TrackRecord } from "../report/island-track.ts";
import { resultHead } from "../report/json.ts";
import { resultWriter } from "../report/writers.ts";
import type { Interval } from "../sequence/interval.ts";
import { type Context, defineCommand } from "./command.ts";
import { type IslandPart, islandParts, islandRecords } from "./cpg-islands.ts";
import { islandOptions, ownOptions, thresholdOptions } from "./island-options.ts";
import { choiceSchema, flagSchema, listSchema, type OptionTable, type SettingsOf } from "./options.ts";
import { inSource, writeFeatures } from "./records.ts";

const GROUP = "Islands";

/** How islands are defined; shared by every command that looks for them. */
export const methodOption = {
  method: {
    flags: "--method <NAME>",
    help: ISLAND_METHOD_NAMES.join(", "),
    group: GROUP,
    schema: choiceSchema(ISLAND_METHOD_NAMES, DEFAULT_ISLAND_METHOD),
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
type Parts = AsyncIterable<IslandPart>;

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
    "record, islands as shades of the share they cover. Memory does not grow with the length of a record: it is read in " +
    "pieces, and ucsc, gardiner-garden, emboss and hmm keep running counts and the last few hundred bases. takai-jones keeps the " +
    "bases of the island that it is at (it may be trimmed from both sides), cpgcluster three or four bytes for each CpG of the " +
    "record (the typical distance is known at its end alone), hmm --posterior a byte a base up to the next 100 unknown ones " +
    "in a row, and a region (--region, --regions) is read as a whole.",
  formats: ["table", "tsv", "bed", "gff3", "ucsc", "emboss", "json", "ndjson", "svg"],
  pipeFormat: "tsv",
  options,
  async run(context, settings) {
    const methods = settings.compareMethod.length > 0 ? settings.compareMethod.map(methodName) : ISLAND_METHOD_NAMES;
    const compares = settings.compare || settings.compareMethod.length > 0;
    checkFormat(context.format, settings.method, compares);
    const given = islandOptions(settings, compares ? methods : [settings.method]);
    const searches = (names: readonly IslandMethodName[]) => () =>
      names.map((name) => ISLAND_METHODS[name].search(given));
    if (compares) return compareMethods(context, methods, islandParts(context, settings.softMask, searches(methods)));
    const { method } = settings;
    const tally = new Tally(method);
    const parts = tally.counted(islandParts(context, settings.softMask, searches([method])));
    if (context.format === "emboss")
      await writeEmboss(context, parts, { ...ISLAND_METHODS[method].defaults, ...given });
    else if (context.format === "svg") await writeSvg(context, parts, method);
    else await writeIslands(context, parts, settings);
    tally.report(context);
  },
});

function methodName(name: string): IslandMethodName {
  const parsed = choiceSchema(ISLAND_METHOD_NAMES).safeParse(name);
  if (!parsed.success) throw usageError(`--compare-method ${name}: ${parsed.error.issues[0].message}`);
  return parsed.data!;
}

function checkFormat(format: string, method: IslandMethodName, compares: boolean): void {
  if (compares && !["table", "tsv", "json", "ndjson"].includes(format)) {
    throw usageError(`--compare writes table, tsv, json and ndjson, not ${format}`);
  }
  if ((format === "ucsc" || format === "emboss") && method !== format) {
    throw usageError(`-f ${format} is the layout of --method ${format}, not of ${method}`);
  }
}

async function writeIslands(context: Context, parts: Parts, { method, ascii }: Settings): Promise<void> {
  const tracks = new Tracks();
  let count = 0;
  await writeFeatures(context, islandShape(method), parts, (part) => {
    const { name, first, last, length } = part;
    const islands = part.islands[0];
    if (context.format === "table") tracks.add(part);
    count = islands.length + (first ? 0 : count);
    return {
      features: inSource(part, islands).map((island) => ({ sequence: name, ...island })),
      summary: last ? { name, length, islands: count } : undefined,
    };
  });
  if (context.format === "table") await context.out.write(tracks.text(context, ascii));
}

/** The first records with where their islands lie. */
class Tracks {
  readonly #drawn: TrackRecord[] = [];
  #open: Interval[] = [];
  #records = 0;

  add({ name, region, first, last, length, islands }: IslandPart): void {
    if (first) this.#open = [];
    if (this.#records < DRAWN_RECORDS) for (const { start, end } of islands[0]) this.#open.push({ start, end });
    if (!last) return;
    if (++this.#records <= DRAWN_RECORDS) this.#drawn.push({ name: region ?? name, length, islands: this.#open });
  }

  text({ columns, colours }: Context, ascii: boolean): string {
    const more = this.#records > DRAWN_RECORDS ? `and ${this.#records - DRAWN_RECORDS} more records\n` : "";
    return `\n${islandTracks(this.#drawn, { columns, ascii }, colours)}${more}`;
  }
}

async function writeEmboss(context: Context, parts: Parts, limits: IslandThresholds): Promise<void> {
  for await (const record of islandRecords(parts)) {
    const { name, length } = record;
    await context.out.write(embossReport(name, length, inSource(record, record.islands[0]), limits));
  }
}

async function writeSvg(context: Context, parts: Parts, method: IslandMethodName): Promise<void> {
  const records = [];
  for await (const { name, region, length, islands } of islandRecords(parts)) {
    records.push({ name: region ?? name, length, islands: islands[0] });
  }
  await context.out.write(islandSvg(records, method));
}

async function compareMethods(context: Context, methods: readonly IslandMethodName[], parts: Parts): Promise<void> {
  const comparison = new MethodComparison(methods);
  for await (const { islands } of islandRecords(parts)) comparison.add(islands);
  const writer = await resultWriter(context.format, COMPARISON_SHAPE, context.colours);
  const pairs = comparison.pairs().map((pair) => writer.feature(pair));
  const head = writer.head(resultHead(context.command, context.echo));
  await context.out.write([head, ...pairs, writer.end(context.warnings)].join(""));
}

/** What is to be said at the end about records without islands. */
class Tally {
  readonly #method: IslandMethodName;
  #records = 0;
  #bases = 0;
  #islands = 0;
  #short = 0;
  #passedOver = 0;

  constructor(method: IslandMethodName) {
    this.#method = method;
  }

  /** The parts, counted as they pass. */
  async *counted(parts: Parts): AsyncGenerator<IslandPart> {
    for await (const part of parts) {
      this.#islands += part.islands[0].length;
      if (part.last) this.#addRecord(part);
      yield part;
    }
  }

  #addRecord({ length, passedOver }: IslandPart): void {
    this.#records++;
    this.#bases += length;
    if (this.#method === "gardiner-garden" && length < GARDINER_GARDEN_RECORD_BP) this.#short++;
    if (passedOver) this.#passedOver++;
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
