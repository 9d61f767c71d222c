import { type Model, modelEngine } from "../cnn/model.ts";
import { gradientTimesInput, mutagenesis } from "../cnn/saliency.ts";
import { didYouMean, usageError } from "../errors.ts";
import { formatGeneral } from "../printf.ts";
import { type SaliencyPicture, saliencySvg } from "../report/saliency-svg.ts";
import type { Column, Shape } from "../report/shape.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { modelAndRest } from "./cnn-model-file.ts";
import { defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { optionalText } from "./options.ts";
import { inputRecords } from "./records.ts";

/** What one base does for the output. */
interface SaliencyRow {
  readonly sequence: string;
  /** 0-based. */
  readonly position: number;
  readonly base: string;
  readonly gradientTimesInput: number;
  /** Change of the logit when A, C, G, T stands there instead. */
  readonly changes: readonly number[];
}

const number = (head: string, of: (row: SaliencyRow) => number): Column<SaliencyRow> => ({
  head,
  text: (row) => formatGeneral(of(row), 5),
  right: true,
});

const COLUMNS: readonly Column<SaliencyRow>[] = [
  { head: "sequence_name", text: ({ sequence }) => sequence },
  { head: "position", text: ({ position }) => String(position), right: true },
  { head: "base", text: ({ base }) => base },
  number("gradient_x_input", (row) => row.gradientTimesInput),
  ...[..."ACGT"].map((base, k) => number(`to_${base}`, ({ changes }) => changes[k])),
];

const SHAPE: Shape<SaliencyRow> = {
  list: "positions",
  item: "position",
  tsv: COLUMNS,
  table: COLUMNS,
  footnote: "to_A … to_T: change of the logit when that base stands there (in-silico mutagenesis).",
  json: (row) => row,
};

export const command = defineCommand({
  summary: "Which bases of a sequence the network's output hangs on.",
  args: "<model-and-fasta...>",
  examples: [
    ["tatabox cnn saliency model.json site.fa", "a row a base"],
    ["tatabox cnn saliency model.json site.fa -f svg -o site.svg", "letters and a heat map"],
    ["tatabox cnn saliency model.json splice.fa --class donor --json", "of one of several classes"],
  ],
  about:
    "In-silico mutagenesis tries every base at every position. Gradient x input is the slope of the output by the base that is there, on " +
    "the strand that counts. Sequences must have the length that the model was trained on.",
  formats: ["table", "tsv", "json", "svg"],
  pipeFormat: "tsv",
  options: {
    class: {
      flags: "--class <NAME>",
      help: "the class whose logit is looked at (default: the first; with two classes there is one logit)",
      schema: optionalText,
      echo: true,
    },
  },
  async run(context, settings) {
    const { model, rest } = await modelAndRest(context.args);
    const output =
      model.output === "softmax" && settings.class !== undefined ? model.classes.indexOf(settings.class) : 0;
    if (output < 0)
      throw usageError(
        `--class ${settings.class}: the model knows ${model.classes.join(", ")}${didYouMean(settings.class!, model.classes)}`,
      );
    const records = inputRecords({ ...context, args: rest.length > 0 ? rest : ["-"] });
    const rows = saliencyRows(records, model, output, context.warn);
    if (context.format !== "svg") return writeList(context, SHAPE, flat(rows));
    const pictures: SaliencyPicture[] = [];
    for await (const own of rows) pictures.push(picture(own));
    await context.out.write(saliencySvg(pictures));
  },
});

/** The rows of each record, as the records come. */
async function* saliencyRows(
  records: AsyncIterable<FastaRecord>,
  model: Model,
  output: number,
  warn: (message: string) => void,
): AsyncGenerator<SaliencyRow[]> {
  const engine = modelEngine(model);
  for await (const { name, codes, letters } of records) {
    if (codes.length !== model.inputLength) {
      warn(`${name} has ${codes.length} bases, the model takes ${model.inputLength}: left out`);
      continue;
    }
    const slopes = gradientTimesInput(model, codes, output);
    const changes = mutagenesis(engine, model, codes, output);
    yield Array.from(codes, (_, i) => ({
      sequence: name,
      position: i,
      base: String.fromCharCode(letters[i]),
      gradientTimesInput: slopes[i],
      changes: Array.from(changes.subarray(4 * i, 4 * i + 4)),
    }));
  }
}

async function* flat<T>(lists: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const list of lists) yield* list;
}

/** Of one record's rows. */
function picture(rows: readonly SaliencyRow[]): SaliencyPicture {
  return {
    name: rows[0].sequence,
    bases: rows.map(({ base }) => base).join(""),
    gradientTimesInput: rows.map((row) => row.gradientTimesInput),
    changes: rows.map(({ changes }) => changes),
  };
}
