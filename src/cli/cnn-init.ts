import { ACTIVATIONS, type InitRow, initStudy, initVerdict, STUDIED } from "../cnn/init-study.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import type { Column, Shape } from "../report/shape.ts";
import { defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { choiceSchema, numberSchema } from "./options.ts";

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
    ["tatabox cnn init --units 500 --records 100 --json", "wider, for programs"],
  ],
  about:
    "A sum of n independent terms has n times their variance: weights of standard deviation 1/sqrt(n) keep it. ReLU halves the mean square, " +
    "so He et al. 2015 take sqrt(2/n); Glorot & Bengio 2010 take the mean of both directions, 2/(in + out). saturated: relu outputs that are " +
    "0, tanh outputs beyond 0.95.",
  formats: ["table", "tsv", "json"],
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
    const verdicts = studies.map(initVerdict);
    const lists = { schemes: STUDIED.map((scheme, i) => ({ scheme, verdict: verdicts[i] })) };
    await writeList(context, shape(verdicts), studies.flat(), lists);
  },
});
