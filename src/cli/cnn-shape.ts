import { type MapShape, sizeLayers } from "../cnn/layers.ts";
import { type ShapeRow, shapeRows } from "../cnn/shape-rows.ts";
import { parseTemplate } from "../cnn/template.ts";
import { usageError } from "../errors.ts";
import type { Column, Shape } from "../report/shape.ts";
import { defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { textSchema } from "./options.ts";
import { wrap } from "./wrap.ts";

const SIZES: readonly Column<ShapeRow>[] = [
  { head: "layer", text: ({ layer }) => layer },
  { head: "output", text: ({ output }) => output.join("x"), right: true },
  { head: "weights", text: ({ weights }) => String(weights), right: true },
  { head: "biases", text: ({ biases }) => String(biases), right: true },
  { head: "total", text: ({ total }) => String(total), right: true },
  { head: "unshared", text: ({ unshared }) => String(unshared), right: true },
];
const fieldText = ({ receptiveField }: ShapeRow) => receptiveField.join("x");

const TOTAL = "total: parameters so far.";
const UNSHARED = "unshared: what the layer would need if every window had weights of its own.";
const RECEPTIVE = "receptive: positions of the input behind one number of the output.";

/** On a screen what does not fit is said below, since a line of it is as wide as the screen. */
function shapeWithin(columns: number, rows: readonly ShapeRow[]): Shape<ShapeRow> {
  const notes = rows.filter(({ note }) => note !== "").map(({ layer, note }) => `${layer}: ${note}`);
  return {
    ...{ list: "layers", item: "layer", json: (row) => row },
    tsv: [...SIZES, { head: "receptive_field", text: fieldText }, { head: "note", text: ({ note }) => note }],
    table: [...SIZES, { head: "receptive", text: fieldText, right: true }],
    footnote: [...notes, `${TOTAL} ${UNSHARED} ${RECEPTIVE}`].map((line) => wrap(line, columns)).join("\n"),
  };
}

export const command = defineCommand({
  summary: "Sizes, parameters and receptive fields of convolution, pooling and fully connected layers.",
  args: "<layers...>",
  examples: [
    ['tatabox cnn shape --input 101x4 "conv 16x24, relu, pool global, fc 32, relu, fc 1"', "DNA: 101 bases, 4 letters"],
    ['tatabox cnn shape --input 227x227x3 "conv 96 11x11 stride 4 pad 0"', "the first layer of AlexNet (CS231n)"],
    ['tatabox cnn shape --input 10x4 "conv 1x3 stride 2"', "sizes that do not fit, and what would"],
  ],
  about:
    "Layers: conv FILTERSxWIDTH (over images conv FILTERS WIDTHxHEIGHT) with stride S and pad P or pad same; relu; pool WIDTH " +
    "with stride S (its width unless said), pool global, avgpool; fc UNITS. Windows: (length - width + 2*pad) / stride + 1. Where that is " +
    "no whole number, its floor counts and a note says what is never seen.",
  formats: ["table", "tsv", "json"],
  pipeFormat: "tsv",
  options: {
    input: {
      flags: "--input <SIZES>",
      help: "LENGTHxCHANNELS, over images WIDTHxHEIGHTxCHANNELS",
      schema: textSchema("101x4"),
      echo: true,
    },
  },
  async run(context, settings) {
    const input = parseSizes(settings.input);
    const { layers } = parseTemplate(context.args.join(" "));
    const rows = shapeRows(sizeLayers(layers, input), input);
    await writeList(context, shapeWithin(context.columns, rows), rows);
  },
});

function parseSizes(text: string): MapShape {
  const sizes = text.split("x").map(Number);
  const fine = sizes.length >= 2 && sizes.length <= 3 && sizes.every((size) => Number.isInteger(size) && size > 0);
  if (!fine) throw usageError(`--input ${text}: expected sizes such as 101x4 or 227x227x3`);
  return sizes;
}
