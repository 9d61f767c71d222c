import { MODEL_NAMES } from "../regulation/thermodynamics/models.ts";
import { methylationOption } from "./analysis-options.ts";
import { motifOptions } from "./motif-options.ts";
import { choiceSchema, flagSchema, numberSchema, type OptionTable, optionalText, type SettingsOf } from "./options.ts";
import { parameterOptions } from "./parameter-options.ts";

const GROUP = "Fit";

function fileOption(flags: string, help: string) {
  return { flags, help, group: GROUP, schema: optionalText, echo: true, file: true } as const;
}

export const fitOptions = {
  expression: fileOption("--expression <FILE>", "measured expression: a row a sequence, a column a condition"),
  factors: fileOption("--factors <FILE>", "factor levels: a row a factor, a column a condition"),
  ...motifOptions,
  roles: fileOption(
    "--roles <FILE>",
    "what the factors of -m do: factor, then activator, repressor or neutral (or 1 0, 0 1, 0 0)",
  ),
  cooperativity: fileOption(
    "--cooperativity <FILE>",
    "pairs of factors whose co-operativity is fitted, two names a line",
  ),
  model: {
    flags: "--model <NAME>",
    help: MODEL_NAMES.join(", "),
    group: GROUP,
    schema: choiceSchema(MODEL_NAMES, "direct"),
    echo: true,
  },
  starts: {
    flags: "--starts <N>",
    help: "starts of the search, the first from the parameters in force, the others at random",
    group: GROUP,
    schema: numberSchema({ from: 1, to: 1000, whole: true }, 3),
    echo: true,
  },
  iterations: {
    flags: "--iterations <N>",
    help: "most iterations of a start",
    group: GROUP,
    schema: numberSchema({ from: 1, to: 100_000, whole: true }, 80),
    echo: true,
  },
  folds: {
    flags: "--folds <N>",
    help: "parts of the cross-validation",
    group: GROUP,
    schema: numberSchema({ from: 2, whole: true }, 5),
    echo: true,
  },
  freeScale: {
    flags: "--free-scale",
    help: "fit the unit of measurement too (without it, only when a value is above 1)",
    group: GROUP,
    schema: flagSchema,
    echo: true,
  },
  seed: {
    flags: "--seed <N>",
    help: "seed of the random starts and the folds",
    group: GROUP,
    schema: numberSchema({ from: 0, to: Number.MAX_SAFE_INTEGER, whole: true }, 1),
    echo: true,
  },
  ...methylationOption("none"),
  ...parameterOptions,
} satisfies OptionTable;

export type FitOptions = SettingsOf<typeof fitOptions>;
