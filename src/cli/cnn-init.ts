import { ACTIVATIONS, type InitRow, type InitSettings, initStudy, STUDIED } from "../cnn/init-study.ts";
import { depthVerdict, fanInVerdict } from "../cnn/init-verdict.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import { type LinePanel, linePlotSvg } from "../report/line-plot-svg.ts";
import { plotText } from "../report/plot-text.ts";
import type { Column, Shape } from "../report/shape.ts";
import * as z from "../zod.ts";
import { type Context, defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { choiceSchema, numberSchema } from "./options.ts";
import { wrap } from "./wrap.ts";

const number = (head: string, of: (row: InitRow) => number): Column<InitRow> => ({
  ...{ head, text: (row) => formatGeneral(of(row), 3), right: true },
});

const SCHEME: Column<InitRow> = { head: "scheme", text: ({ scheme }) => scheme };
const FAN_IN = number("fan_in", ({ fanIn }) => fanIn);
const LAYER = number("layer", ({ layer }) => layer);
const GAIN = number("n_var_w", ({ gain }) => gain);
const SATURATED: Column<InitRow> = {
  ...{ head: "saturated", text: ({ saturated }) => formatFixed(saturated, 2), right: true },
};

const SUM_VARIANCE = number("sum_var", ({ sumVariance }) => sumVariance);
const ACTIVATION_VARIANCE = number("activation_var", ({ activationVariance }) => activationVariance);
const GRADIENT_VARIANCE = number("gradient_var", ({ gradientVariance }) => gradientVariance);
const DISTINCT = number("distinct", ({ distinct }) => distinct);

/** Every layer of every scheme at every fan-in, for programs. */
const ROWS: Shape<InitRow> = {
  ...{ list: "layers", item: "layer", json: (row) => row },
  tsv: [
    ...[SCHEME, FAN_IN, LAYER, GAIN],
    number("sum_variance", ({ sumVariance }) => sumVariance),
    number("activation_variance", ({ activationVariance }) => activationVariance),
    number("activation_rms", ({ activation }) => activation),
    number("gradient_variance", ({ gradientVariance }) => gradientVariance),
    number("gradient_rms", ({ gradient }) => gradient),
    ...[SATURATED, number("distinct_units", ({ distinct }) => distinct)],
  ],
};

type Footnote = Pick<Shape<InitRow>, "footnote">;

const depthTable = (verdicts: Footnote): Shape<InitRow> => ({
  ...{ ...ROWS, ...verdicts },
  table: [...[SCHEME, LAYER, SUM_VARIANCE, ACTIVATION_VARIANCE, GRADIENT_VARIANCE, SATURATED, DISTINCT]],
});

/** One line per scheme and fan-in: the ends of the network alone. */
interface Ends {
  readonly first: InitRow;
  readonly last: InitRow;
}

const ofFirst = (column: Column<InitRow>): Column<Ends> => ({ ...column, text: ({ first }) => column.text(first) });
const ofLast = (column: Column<InitRow>): Column<Ends> => ({ ...column, text: ({ last }) => column.text(last) });

const fanInTable = (verdicts: Footnote): Shape<Ends> => ({
  ...{ list: "fanIn", item: "fanIn", json: endsJson, ...verdicts },
  table: [
    ...[SCHEME, FAN_IN, GAIN, SUM_VARIANCE].map(ofFirst),
    ofLast(ACTIVATION_VARIANCE),
    ofFirst(GRADIENT_VARIANCE),
    ofLast(DISTINCT),
  ],
});

const endsJson = ({ first, last }: Ends) => ({
  ...{ scheme: first.scheme, fanIn: first.fanIn, gain: first.gain, firstSumVariance: first.sumVariance },
  ...{ lastActivationVariance: last.activationVariance, firstGradientVariance: first.gradientVariance },
  distinct: last.distinct,
});

const size = (to: number, fallback: number) => numberSchema({ from: 1, to, whole: true }, fallback);

const [WIDEST, MOST_WIDTHS] = [1024, 8];
const WIDTHS_WANTED = `expected up to ${MOST_WIDTHS} different whole numbers from 1 to ${WIDEST}, as in 8,32,128`;

/** `8,32,128` (or the list of an earlier result), the narrowest first. */
const widthsSchema = z._default(
  z.pipe(
    z.transform((value) =>
      typeof value === "string" ? value.split(",").map((word) => Number(word.trim() || Number.NaN)) : value,
    ),
    z.pipe(
      z
        .array(z.int(WIDTHS_WANTED).check(z.minimum(1, WIDTHS_WANTED), z.maximum(WIDEST, WIDTHS_WANTED)), WIDTHS_WANTED)
        .check(
          z.minLength(1, WIDTHS_WANTED),
          z.maxLength(MOST_WIDTHS, WIDTHS_WANTED),
          z.refine(areDifferent, WIDTHS_WANTED),
        ),
      z.transform((widths) => widths.toSorted((a, b) => a - b)),
    ),
  ),
  [8, 32, 128, 512],
);

function areDifferent(widths: readonly number[]): boolean {
  return new Set(widths).size === widths.length;
}

export const command = defineCommand({
  summary: "What first weights do to signals and gradients as a network gets deeper and wider.",
  args: "",
  examples: [
    ["tatabox cnn init", "all schemes under ReLU, by depth and by fan-in"],
    ["tatabox cnn init --activation tanh --layers 5", "under tanh"],
    ["tatabox cnn init --layers 20 -f svg -o init.svg", "by layer and by fan-in, as a picture"],
    ["tatabox cnn init --units 16,64,256,1024", "other fan-ins"],
    ["tatabox cnn init --units 500 --records 100 --json", "one fan-in, for programs"],
  ],
  about:
    "A sum of n independent terms has n x var(w) times their mean square (n_var_w; sum_var is what was measured): weights of standard " +
    "deviation 1/sqrt(n) keep it at any fan-in n, weights of a fixed size (small-random: 0.01; fixed-0.1) at one n alone. ReLU halves the " +
    "mean square, so He et al. 2015 take sqrt(2/n); Glorot & Bengio 2010 take the mean of both directions, 2/(in + out). All layers have as " +
    "many units as inputs, so fan-in and width are one; 512/n networks of each are averaged, since narrow ones scatter. saturated: relu " +
    "outputs that are 0, tanh outputs beyond 0.95. distinct: units that differ from each other; 1 means that all are copies.",
  formats: ["table", "tsv", "json", "svg"],
  pipeFormat: "tsv",
  options: {
    activation: {
      flags: "--activation <NAME>",
      help: ACTIVATIONS.join(", "),
      schema: choiceSchema(ACTIVATIONS, "relu"),
      echo: true,
    },
    layers: { flags: "--layers <N>", help: "depth", schema: size(50, 10), echo: true },
    units: {
      flags: "--units <N,N,...>",
      help: "units of each layer, which is also the fan-in; the table by depth shows the widest",
      schema: widthsSchema,
      echo: true,
    },
    records: { flags: "--records <N>", help: "random inputs of each network", schema: size(1000, 20), echo: true },
    seed: {
      flags: "--seed <N>",
      help: "of inputs and weights",
      schema: numberSchema({ from: 0, to: Number.MAX_SAFE_INTEGER, whole: true }, 1),
      echo: true,
    },
  },
  async run(context, settings) {
    const { activation, layers, units } = settings;
    const studies = await studiesOf(settings, context);
    if (context.format === "svg") {
      await context.out.write(linePlotSvg(panelsOf(studies), `First weights under ${activation}`));
      return;
    }
    const depth = studies.map((widths) => depthVerdict(widths[widths.length - 1], activation));
    const fanIn = units.length > 1 ? studies.map((widths) => fanInVerdict(widths, activation)) : [];
    const ends = studies.flat().map((rows): Ends => ({ first: rows[0], last: rows[rows.length - 1] }));
    if (context.format === "table") {
      const footnote = (verdicts: readonly string[]): Footnote =>
        verdicts.length === 0 ? {} : { footnote: verdicts.map((text) => wrap(text, context.columns)).join("\n") };
      await context.out.write(`By depth, at a fan-in of ${units[units.length - 1]}:\n\n`);
      await writeList(
        context,
        depthTable(footnote(depth)),
        studies.flatMap((widths) => widths[widths.length - 1]),
      );
      await context.out.write(`\nBy fan-in: sums and gradients of layer 1, activations of layer ${layers}:\n\n`);
      await writeList(context, fanInTable(footnote(fanIn)), ends);
      await context.out.write(plotsOf(panelsOf(studies), context));
      return;
    }
    await writeList(context, ROWS, studies.flat(2), {
      schemes: STUDIED.map((scheme, i) => ({ scheme, verdict: depth[i], fanInVerdict: fanIn[i] })),
      fanIn: ends.map(endsJson),
    });
  },
});

/** By scheme and fan-in, with a word about how far it has come. */
async function studiesOf(
  settings: Omit<InitSettings, "units"> & { readonly units: readonly number[] },
  { progress }: Context,
): Promise<InitRow[][][]> {
  const studies: InitRow[][][] = [];
  for (const scheme of STUDIED) {
    const widths: InitRow[][] = [];
    for (const units of settings.units) {
      const turn = () => progress.say(() => `${scheme}, fan-in ${units}`);
      widths.push(await initStudy(scheme, { ...settings, units }, turn));
    }
    studies.push(widths);
  }
  progress.clear();
  return studies;
}

/** By depth at the widest fan-in, and by fan-in where there are several. */
function panelsOf(studies: readonly (readonly (readonly InitRow[])[])[]): LinePanel[] {
  const [{ fanIn }] = studies[0][studies[0].length - 1];
  const layers = studies[0][0].length;
  const byDepth = (what: string, of: (row: InitRow) => number): LinePanel => ({
    ...{ title: `variance of the ${what}, fan-in ${fanIn}`, xLabel: "layer", logarithmicX: false },
    lines: studies.map((widths) => {
      const rows = widths[widths.length - 1];
      return { name: rows[0].scheme, points: rows.map((row) => [row.layer, of(row)]) };
    }),
  });
  const byFanIn = (what: string, layer: number, of: (row: InitRow) => number): LinePanel => ({
    ...{ title: `variance of the ${what}, layer ${layer}`, xLabel: "fan-in", logarithmicX: true },
    lines: studies.map((widths) => ({
      name: widths[0][0].scheme,
      points: widths.map((rows) => [rows[0].fanIn, of(rows[layer - 1])]),
    })),
  });
  const activations = ({ activationVariance }: InitRow) => activationVariance;
  const gradients = ({ gradientVariance }: InitRow) => gradientVariance;
  const depth = [byDepth("activations", activations), byDepth("gradients", gradients)];
  if (studies[0].length === 1) return depth;
  return [...depth, byFanIn("activations", layers, activations), byFanIn("gradients", 1, gradients)];
}

const PLOT_ROWS = 14;

/** The panels for the terminal: the first letter (or digit) of each scheme. Values of 0 lie below every axis. */
function plotsOf(panels: readonly LinePanel[], { columns }: Context): string {
  const legend = panels[0].lines.map(({ name }) => `${name[0]} ${name}`).join(", ");
  const note = `${legend}. Letters that would hide each other stand side by side; 0 lies below every axis.`;
  return `\n${wrap(note, columns)}\n${panels.map((panel) => plotOf(panel, columns)).join("")}`;
}

function plotOf({ title, lines, xLabel, logarithmicX }: LinePanel, columns: number): string {
  const points = lines.flatMap((line) => line.points);
  const [xs, shown] = [points.map(([x]) => x), points.map(([, y]) => y).filter((y) => y > 0)];
  const plot = plotText({
    series: lines.map(({ name, points: own }) => ({ mark: name[0], points: own })),
    ...{ columns, rows: PLOT_ROWS, logarithmic: true, logarithmicX, sideBySide: true },
    xLabel: logarithmicX ? `${xLabel} (${[...new Set(xs)].join(", ")})` : xLabel,
    x: [Math.min(...xs), Math.max(...xs, Math.min(...xs) + 1)],
    y: [Math.min(...shown, 1), Math.max(...shown, 1)],
  });
  return `\n${title}\n${plot}`;
}
