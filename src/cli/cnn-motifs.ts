import { joinEqualFilters, type SharedMotif } from "../cnn/equal-filters.ts";
import { FILTER_METHODS, type FilterMotif, filterCount, filterSteps } from "../cnn/filter-motifs.ts";
import { modelEngine } from "../cnn/model.ts";
import { dataError, usageError } from "../errors.ts";
import { type MotifMatch, motifComparer } from "../motif/compare.ts";
import { writeJaspar } from "../motif/formats/jaspar.ts";
import { writeMeme } from "../motif/formats/meme.ts";
import { writeTransfac } from "../motif/formats/transfac.ts";
import { consensus, informationContent } from "../motif/information.ts";
import { logoSheetSvg } from "../motif/logo-svg.ts";
import { logoText } from "../motif/logo-text.ts";
import type { Motif } from "../motif/motif.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import { randomStream } from "../random.ts";
import type { Column, Shape } from "../report/shape.ts";
import { sourceName } from "../sequence/open.ts";
import { sequences } from "./cnn-data.ts";
import { modelAndRest } from "./cnn-model-file.ts";
import { letterPaint } from "./colours.ts";
import { type Context, defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { chosenMotifs } from "./motif-options.ts";
import { choiceSchema, flagSchema, listSchema } from "./options.ts";
import { inItems } from "./records.ts";

/** Random sequences that stand in where none are given. */
const STAND_INS = 5000;
/** Filters with fewer bits than this and less influence than that are noise, as a rule. */
const LEAST_BITS = 8;
const LEAST_INFLUENCE = 0.1;

/** Largest E-value of a known motif that gives a filter its name. */
const LARGEST_E_VALUE = 0.05;

/** A motif of the network with the known motif that is most like it. */
interface NamedMotif extends SharedMotif {
  readonly like?: MotifMatch;
}

const WRITERS: Readonly<Record<string, (motifs: readonly Motif[]) => string>> = {
  meme: (motifs) => writeMeme(motifs),
  jaspar: writeJaspar,
  transfac: writeTransfac,
};

const likeText = ({ like }: NamedMotif) =>
  like === undefined ? "" : `${like.target.id} ${like.target.name}`.trimEnd();

const COLUMNS: readonly Column<NamedMotif>[] = [
  { head: "motif_id", text: ({ motif }) => motif.id },
  { head: "consensus", text: ({ motif }) => consensus(motif) },
  { head: "width", text: ({ motif }) => String(motif.width), right: true },
  { head: "bits", text: ({ motif }) => formatFixed(informationContent(motif), 1), right: true },
  { head: "sites", text: ({ sites }) => String(sites), right: true },
  { head: "influence", text: ({ influence }) => formatGeneral(influence, 4), right: true },
  { head: "filters", text: ({ filters }) => filters.join(",") },
  { head: "like", text: likeText },
  { head: "e_value", text: ({ like }) => (like === undefined ? "" : formatGeneral(like.eValue, 3)), right: true },
];

const SHAPE: Shape<NamedMotif> = {
  list: "motifs",
  item: "motif",
  tsv: COLUMNS,
  table: COLUMNS,
  footnote:
    "influence: mean squared change of the output when the filter's signal is replaced\nby its mean. filters: all that have learned the motif.",
  json: ({ motif, filter, filters, sites, influence, scoreThreshold, like }) => ({
    ...{
      id: motif.id,
      filter,
      filters,
      width: motif.width,
      consensus: consensus(motif),
      bits: informationContent(motif),
      sites,
      influence,
    },
    ...(scoreThreshold === undefined ? {} : { scoreThreshold }),
    ...(like === undefined ? {} : { like: likeJson(like) }),
    probabilities: Array.from({ length: motif.width }, (_, i) =>
      Array.from(motif.probabilities.subarray(4 * i, 4 * i + 4)),
    ),
  }),
};

const likeJson = ({ target: { id, name }, orientation, eValue }: MotifMatch) => ({
  id,
  name,
  strand: orientation,
  eValue,
});

export const command = defineCommand({
  summary: "The first layer's filters as motifs, the most influential first.",
  args: "<model>",
  examples: [
    ["tatabox cnn motifs model.json --from peaks.fa -f meme -o filters.meme", "for tatabox scan -m filters.meme"],
    ["tatabox cnn motifs model.json --from peaks.fa --method deepbind", "a table, on a terminal with logos"],
    ["tatabox cnn motifs model.json --from peaks.fa --to jaspar.meme -f svg -o logos.svg", "logos, named after JASPAR"],
    [
      "tatabox cnn motifs model.json --from peaks.fa --method exact --json",
      "with the score at which a filter turns on",
    ],
  ],
  about:
    "basset (Kelley et al. 2016): all windows above half of a filter's largest output. deepbind (Alipanahi et al. 2015): the best window " +
    "of each sequence, if its output is positive. exact (Ding et al. 2017): a matrix whose scores rank windows as the filter does. Columns " +
    "of little information at the ends are cut off (not by exact). Filters that have learned nearly the same (columns correlated by " +
    "0.9, also on the other strand) are shown once, with the matrix of the most influential. like: the known motif with the " +
    "smallest E-value, if that is at most 0.05 (as by tatabox motifs compare); it gives the motif its name in motif files.",
  formats: ["table", "tsv", "json", "svg", "meme", "jaspar", "transfac"],
  pipeFormat: "tsv",
  options: {
    from: {
      flags: "--from <FASTA>",
      help: "sequences that the filters are read on, best the positives; repeatable (default: random sequences)",
      schema: listSchema,
      repeats: true,
      echo: true,
      file: true,
    },
    method: {
      flags: "--method <NAME>",
      help: FILTER_METHODS.join(", "),
      schema: choiceSchema(FILTER_METHODS, "basset"),
      echo: true,
    },
    to: {
      flags: "--to <FILE>",
      help: "known motifs that filters are named after; repeatable (default: the bundled library)",
      schema: listSchema,
      repeats: true,
      echo: true,
      file: true,
    },
    all: {
      flags: "--all",
      help: "every filter: also those that say and do little, or the same",
      schema: flagSchema,
      echo: true,
    },
  },
  async run(context, settings) {
    const { model, file, rest } = await modelAndRest(context.args);
    if (rest.length > 0) throw usageError(`do not know what to do with ${rest[0]}; give sequences as --from FASTA`);
    const records = settings.from.length > 0 ? await givenRecords(settings.from, context) : standIns(model.inputLength);
    if (settings.from.length === 0)
      context.warn("no --from: filters are read on random sequences, which shows their taste, not their use");
    const cut = records.map((codes) => codes.subarray(0, model.inputLength));
    const engine = modelEngine(model);
    const steps = filterSteps(engine, cut, settings.method, model.bothStrands, sourceName(file));
    const found = await inItems(context, steps, filterCount(engine), "filters");
    const kept = settings.all ? found : found.filter(speaks);
    if (kept.length < found.length)
      context.note(`${found.length - kept.length} filters of little information and influence are hidden; see --all`);
    const shared = settings.all ? kept.map((one) => ({ ...one, filters: [one.filter] })) : joinEqualFilters(kept);
    await write(context, named(shared, await chosenMotifs(settings.to, [], context.warn)));
  },
});

function named(motifs: readonly SharedMotif[], known: readonly Motif[]): NamedMotif[] {
  const compare = motifComparer(known);
  return motifs.map((one) => {
    const [like] = compare(one.motif);
    if (like === undefined || like.eValue > LARGEST_E_VALUE) return one;
    const name = `${like.target.name || like.target.id}-like`.replace(/\s+/g, "_");
    return { ...one, like, motif: { ...one.motif, name } };
  });
}

const LOGO_ROWS = 5;

async function write(context: Context, found: readonly NamedMotif[]): Promise<void> {
  const { format, out, colours, columns } = context;
  const motifs = found.map(({ motif }) => motif);
  if (format === "svg") {
    if (motifs.length === 0) throw dataError("no filter has a motif to draw; see --all");
    await out.write(logoSheetSvg(motifs));
    return;
  }
  const text = WRITERS[format]?.(motifs);
  if (text !== undefined) return void (await out.write(text));
  await writeList(context, SHAPE, found);
  if (format !== "table") return;
  for (const motif of motifs) {
    const title = colours.bold(`${motif.id}  ${motif.name}`.trimEnd());
    await out.write(`\n${title}\n${logoText(motif, { rows: LOGO_ROWS, columns, color: letterPaint(colours) })}`);
  }
}

const speaks = ({ motif, influence }: FilterMotif) =>
  informationContent(motif) >= LEAST_BITS || influence >= LEAST_INFLUENCE;

async function givenRecords(paths: readonly string[], context: Context): Promise<Uint8Array[]> {
  return (await sequences(paths, context)).map(({ codes }) => codes);
}

function standIns(length: number): Uint8Array[] {
  const random = randomStream(1, "stand-ins");
  return Array.from({ length: STAND_INS }, () => Uint8Array.from({ length }, () => random.below(4)));
}
