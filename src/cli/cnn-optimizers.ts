import { type RaceResult, race, runners, SURFACE_NAMES, SURFACES, type Surface } from "../cnn/race.ts";
import { formatGeneral } from "../printf.ts";
import { contourSvg } from "../report/contour-svg.ts";
import { plotText } from "../report/plot-text.ts";
import type { Column, Shape } from "../report/shape.ts";
import { defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { choiceSchema, numberSchema } from "./options.ts";
import { wrap } from "./wrap.ts";

const COLUMNS: readonly Column<RaceResult>[] = [
  { head: "method", text: ({ name }) => name },
  { head: "learning_rate", text: ({ settings }) => formatGeneral(settings.learningRate ?? 1, 6), right: true },
  { head: "noise", text: ({ noise }) => formatGeneral(noise, 6), right: true },
  { head: "steps", text: ({ reached }) => (reached === null ? "never" : String(reached)), right: true },
  { head: "best", text: ({ best }) => formatGeneral(best, 5), right: true },
  { head: "last", text: ({ last }) => formatGeneral(last, 5), right: true },
  { head: "note", text: noteOf },
];

function noteOf({ diverged, reached, name }: RaceResult): string {
  if (diverged !== null) return `left the picture after ${diverged} steps: the rate is too high`;
  if (reached === null && name === "adadelta")
    return "its step size grows slowly from nothing; without noise it does not settle";
  return "";
}

function shapeOf(surface: Surface, results: readonly RaceResult[], columns: number): Shape<RaceResult> {
  const goal =
    surface.name === "saddle" ? "f < -0.2, that is, until it has left the saddle" : "f within 0.001 of the minimum";
  return {
    list: "methods",
    item: "method",
    tsv: COLUMNS,
    table: COLUMNS.filter(({ head }) => head !== "note"),
    footnote: [
      ...results.flatMap((result) => (noteOf(result) === "" ? [] : [`${result.name}: ${noteOf(result)}`])),
      `${surface.formula} from (${surface.start.join(", ")}). steps: until ${goal}. Rates differ, so this shows behaviour, not a contest.`,
    ]
      .map((line) => wrap(line, columns))
      .join("\n"),
    json: ({ name, settings, noise, reached, diverged, best, last, path }) => ({
      ...{ name, settings, noise, reached, diverged, best, last },
      path: path.map(([x, y]) => ({ x, y, f: surface.value(x, y) })),
    }),
  };
}

export const command = defineCommand({
  summary: "The optimisers on one surface: how each gets down.",
  args: "",
  examples: [
    ["tatabox cnn optimizers", "a long valley"],
    ["tatabox cnn optimizers --surface saddle --noise 0.5", "noise throws plain descent off the ridge"],
    ["tatabox cnn optimizers --surface beale -f svg -o beale.svg", "contours with the paths"],
  ],
  about:
    "batch, stochastic and mini-batch are the same descent with no, full and an eighth of the noise (64 records a step). The methods that " +
    "divide by the size of past gradients (adagrad, rmsprop, adam) leave a saddle fast; exactly on its ridge none leaves without noise. " +
    "After Ruder 2016 (arXiv:1609.04747) and CS231n.",
  formats: ["table", "tsv", "json", "svg"],
  pipeFormat: "tsv",
  options: {
    surface: {
      flags: "--surface <NAME>",
      help: SURFACE_NAMES.join(", "),
      schema: choiceSchema(SURFACE_NAMES, "bowl"),
      echo: true,
    },
    steps: {
      flags: "--steps <N>",
      help: "steps at most",
      schema: numberSchema({ from: 1, to: 100_000, whole: true }, 5000),
      echo: true,
    },
    noise: {
      flags: "--noise <SD>",
      help: "standard deviation of one record's gradient around the mean",
      schema: numberSchema({ from: 0 }, 0.1),
      echo: true,
    },
    learningRate: {
      flags: "--learning-rate <RATE>",
      help: "the same for all methods (default: one that suits each)",
      schema: numberSchema({ above: 0 }),
      echo: true,
    },
    seed: {
      flags: "--seed <N>",
      help: "of the noise",
      schema: numberSchema({ from: 0, to: Number.MAX_SAFE_INTEGER, whole: true }, 1),
      echo: true,
    },
  },
  async run(context, { surface: name, steps, noise, learningRate, seed }) {
    const surface = SURFACES[name];
    const own = learningRate === undefined ? {} : { learningRate };
    const results = runners(surface, noise).map((runner) =>
      race(surface, { ...runner, settings: { ...runner.settings, ...own } }, steps, seed),
    );
    if (context.format !== "svg") {
      await writeList(context, shapeOf(surface, results, context.columns), results);
      if (context.format === "table") await context.out.write(pathPlot(surface, results, context.columns));
      return;
    }
    const { window, value, minimum, formula } = surface;
    const paths = results.map((result) => ({ name: result.name, points: result.path }));
    await context.out.write(contourSvg({ title: `Optimisers on ${formula}`, ...window, value, minimum, paths }));
  },
});

const PLOT_ROWS = 22;
/** Letters of the paths: two methods begin with m, s and a. */
const MARKS: Readonly<Record<string, string>> = {
  ...{ batch: "b", stochastic: "s", "mini-batch": "i", momentum: "m", nesterov: "n" },
  ...{ adagrad: "g", adadelta: "d", rmsprop: "r", adam: "a" },
};

/** The ways of all methods over the surface, for a terminal. */
function pathPlot({ window, minimum, start }: Surface, results: readonly RaceResult[], columns: number): string {
  const paths = results.map(({ name, path }) => ({ mark: MARKS[name], points: path }));
  const ends = [
    { mark: "S", points: [start] },
    { mark: "X", points: [minimum] },
  ];
  const plot = plotText({ ...window, series: [...paths, ...ends], columns, rows: PLOT_ROWS, xLabel: "x" });
  const legend = results.map(({ name }) => `${MARKS[name]} ${name}`).join(", ");
  return `\n${plot}${wrap(`S start, X minimum, ${legend}; later letters cover earlier ones`, columns)}\n`;
}
