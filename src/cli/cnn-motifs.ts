import { FILTER_METHODS, type FilterMotif, filterMotifs } from "../cnn/filter-motifs.ts";
import { modelEngine } from "../cnn/model.ts";
import { usageError } from "../errors.ts";
import { writeJaspar } from "../motif/formats/jaspar.ts";
import { writeMeme } from "../motif/formats/meme.ts";
import { writeTransfac } from "../motif/formats/transfac.ts";
import { consensus, informationContent } from "../motif/information.ts";
import type { Motif } from "../motif/motif.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import { randomStream } from "../random.ts";
import type { Column, Shape } from "../report/shape.ts";
import { sourceName } from "../sequence/open.ts";
import { sequences } from "./cnn-data.ts";
import { modelAndRest } from "./cnn-model-file.ts";
import { defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { choiceSchema, flagSchema, listSchema } from "./options.ts";

/** Random sequences that stand in where none are given. */
const STAND_INS = 5000;
/** Filters with fewer bits than this and less influence than that are noise, as a rule. */
const LEAST_BITS = 8;
const LEAST_INFLUENCE = 0.1;

const WRITERS: Readonly<Record<string, (motifs: readonly Motif[]) => string>> = {
  meme: (motifs) => writeMeme(motifs),
  jaspar: writeJaspar,
  transfac: writeTransfac,
};

const COLUMNS: readonly Column<FilterMotif>[] = [
  { head: "motif_id", text: ({ motif }) => motif.id },
  { head: "consensus", text: ({ motif }) => consensus(motif) },
  { head: "width", text: ({ motif }) => String(motif.width), right: true },
  { head: "bits", text: ({ motif }) => formatFixed(informationContent(motif), 1), right: true },
  { head: "sites", text: ({ sites }) => String(sites), right: true },
  { head: "influence", text: ({ influence }) => formatGeneral(influence, 4), right: true },
];

const SHAPE: Shape<FilterMotif> = {
  list: "motifs",
  item: "motif",
  tsv: COLUMNS,
  table: COLUMNS,
  footnote: "influence: mean squared change of the output when the filter's signal is replaced by its mean.",
  json: ({ motif, filter, sites, influence, scoreThreshold }) => ({
    ...{
      id: motif.id,
      filter,
      width: motif.width,
      consensus: consensus(motif),
      bits: informationContent(motif),
      sites,
      influence,
    },
    ...(scoreThreshold === undefined ? {} : { scoreThreshold }),
    probabilities: Array.from({ length: motif.width }, (_, i) =>
      Array.from(motif.probabilities.subarray(4 * i, 4 * i + 4)),
    ),
  }),
};

export const command = defineCommand({
  summary: "The first layer's filters as motifs, the most influential first.",
  args: "<model>",
  examples: [
    ["tatabox cnn motifs model.json --from peaks.fa -f meme -o filters.meme", "for tatabox scan -m filters.meme"],
    ["tatabox cnn motifs model.json --from peaks.fa --method deepbind", "a table"],
    [
      "tatabox cnn motifs model.json --from peaks.fa --method exact --json",
      "with the score at which a filter turns on",
    ],
  ],
  about:
    "basset (Kelley et al. 2016): all windows above half of a filter's largest output. deepbind (Alipanahi et al. 2015): the best window " +
    "of each sequence, if its output is positive. exact (Ding et al. 2017): a matrix whose scores rank windows as the filter does. Columns " +
    "of little information at the ends are cut off (not by exact).",
  formats: ["table", "tsv", "json", "meme", "jaspar", "transfac"],
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
      schema: choiceSchema(FILTER_METHODS).default("basset"),
      echo: true,
    },
    all: { flags: "--all", help: "also filters that say and do little", schema: flagSchema, echo: true },
  },
  async run(context, settings) {
    const { model, file, rest } = await modelAndRest(context.args);
    if (rest.length > 0) throw usageError(`do not know what to do with ${rest[0]}; give sequences as --from FASTA`);
    const records =
      settings.from.length > 0 ? await givenRecords(settings.from, context.warn) : standIns(model.inputLength);
    if (settings.from.length === 0)
      context.warn("no --from: filters are read on random sequences, which shows their taste, not their use");
    const cut = records.map((codes) => codes.subarray(0, model.inputLength));
    const found = filterMotifs(modelEngine(model), cut, settings.method, model.bothStrands, sourceName(file));
    const kept = settings.all ? found : found.filter(speaks);
    if (kept.length < found.length)
      context.note(`${found.length - kept.length} filters of little information and influence are hidden; see --all`);
    const text = WRITERS[context.format]?.(kept.map(({ motif }) => motif));
    if (text === undefined) await writeList(context, SHAPE, kept);
    else await context.out.write(text);
  },
});

const speaks = ({ motif, influence }: FilterMotif) =>
  informationContent(motif) >= LEAST_BITS || influence >= LEAST_INFLUENCE;

async function givenRecords(paths: readonly string[], warn: (message: string) => void): Promise<Uint8Array[]> {
  return (await sequences(paths, warn)).map(({ codes }) => codes);
}

function standIns(length: number): Uint8Array[] {
  const random = randomStream(1, "stand-ins");
  return Array.from({ length: STAND_INS }, () => Uint8Array.from({ length }, () => random.below(4)));
}
