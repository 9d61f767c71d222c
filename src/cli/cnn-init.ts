import { ACTIVATIONS, type InitRow, initStudy, initVerdict, STUDIED } from "../cnn/init-study.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import { type LinePanel, linePlotSvg } from "../report/line-plot-svg.ts";
import { plotText } from "../report/plot-text.ts";
import type { Column, Shape } from "../report/shape.ts";
import { type Context, defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { choiceSchema, numberSchema } from "./options.ts";
import { wrap } from "./wrap.ts";

const COLUMNS: readonly Column<InitRow>[] = [
  { head: "scheme", text: ({ scheme }) => scheme },
  { head: "layer", text: ({ layer }) => String(layer), right: true },
  { head: "activation_rms", text: ({ activation }) => formatGeneral(activation, 3), right: true },
  { head: "gradient_rms", text: ({ gradient }) => formatGeneral(gradient, 3), right: true },
  { head: "saturated", text: ({ saturated }) => formatFixed(saturated, 2), right: true },
  { head: "distinct_units", text: ({ distinct }) => String(distinct), right: true },
];

const shape = (verdicts: readonly string[]): Shape<InitRow> => ({
  ...{ list: "layers", item: "layer", tsv: COLUMNS, table: COLUMNS, json: (row) => row },
  footnote: verdicts.join("\n"),
});

const size = (to: number, fallback: number) => numberSchema({ from: 1, to, whole: true }).default(fallback);

export const command = defineCommand({
  summary: "What first weights do to signals and gradients as a network gets deeper.",
  args: "",
  examples: [
    ["tatabox cnn init", "all schemes under ReLU"],
    ["tatabox cnn init --activation tanh --layers 5", "under tanh"],
    ["tatabox cnn init --layers 20 -f svg -o init.svg", "signals and gradients by layer, as a picture"],
    ["tatabox cnn init --units 500 --records 100 --json", "wider, for programs"],
  ],
  about:
    "A sum of n independent terms has n times their variance: weights of standard deviation 1/sqrt(n) keep it. ReLU halves the mean square, " +
    "so He et al. 2015 take sqrt(2/n); Glorot & Bengio 2010 take the mean of both directions, 2/(in + out). saturated: relu outputs that are " +
    "0, tanh outputs beyond 0.95.",
  formats: ["table", "tsv", "json", "svg"],
  pipeFormat: "tsv",
  options: {
    activation: {
      flags: "--activation <NAME>",
      help: ACTIVATIONS.join(", "),
      schema: choiceSchema(ACTIVATIONS).default("relu"),
      echo: true,
    },
    layers: { flags: "--layers <N>", help: "depth", schema: size(50, 10), echo: true },
    units: {
      flags: "--units <N>",
      help: "units of each layer, which is also the fan-in",
      schema: size(1000, 200),
      echo: true,
    },
    records: { flags: "--records <N>", help: "random inputs", schema: size(1000, 100), echo: true },
    seed: {
      flags: "--seed <N>",
      help: "of inputs and weights",
      schema: numberSchema({ from: 0, to: Number.MAX_SAFE_INTEGER, whole: true }).default(1),
      echo: true,
    },
  },
  async run(context, settings) {
    const studies = STUDIED.map((scheme) => initStudy(scheme, settings));
    const verdicts = studies.map((rows) => initVerdict(rows, settings.activation));
    const lists = { schemes: STUDIED.map((scheme, i) => ({ scheme, verdict: verdicts[i] })) };
    if (context.format === "svg") {
      await context.out.write(linePlotSvg(panels(studies), `First weights under ${settings.activation}`, "layer"));
      return;
    }
    await writeList(context, shape(verdicts.map((verdict) => wrap(verdict, context.columns))), studies.flat(), lists);
    if (context.format === "table")
      for (const panel of panels(studies)) await context.out.write(plotOf(panel, context));
  },
});

function panels(studies: readonly (readonly InitRow[])[]): LinePanel[] {
  const panel = (title: string, of: (row: InitRow) => number): LinePanel => ({
    title,
    lines: studies.map((rows) => ({ name: rows[0].scheme, points: rows.map((row) => [row.layer, of(row)]) })),
  });
  return [
    panel("size of the activations (root mean square)", ({ activation }) => activation),
    panel("size of the gradients (root mean square)", ({ gradient }) => gradient),
  ];
}

const PLOT_ROWS = 14;

/** A panel for the terminal: the first letter (or digit) of each scheme. Sizes of 0 lie below every axis. */
function plotOf({ title, lines }: LinePanel, { columns }: Context): string {
  const points = lines.flatMap((line) => line.points);
  const sizes = points.map(([, y]) => y).filter((y) => y > 0);
  const series = lines.map(({ name, points: own }) => ({ mark: name[0], points: own }));
  const plot = plotText({
    ...{ series, columns, rows: PLOT_ROWS, logarithmic: true, xLabel: "layer" },
    x: [1, Math.max(2, ...points.map(([x]) => x))],
    y: [Math.min(...sizes), Math.max(...sizes)],
  });
  const legend = `${title}; ${lines.map(({ name }) => `${name[0]} ${name}`).join(", ")}`;
  return `\n${wrap(legend, columns)}\n${plot}`;
}
