import type { LibraryMotif } from "../motif/library.ts";
import {
  DEFAULT_PARAMETERS,
  EXPRESSION_DEFAULTS,
  type ExpressionParameters,
} from "../regulation/expression-parameters.ts";
import { readParameters } from "../regulation/parameter-file.ts";
import { sourceName } from "../sequence/open.ts";
import type { Context } from "./command.ts";
import { readJson } from "./json-file.ts";
import { longFlag, numberSchema, type OptionTable, optionalText, type Range, type SettingsOf } from "./options.ts";

/** An option for one number of the model: unset, the file's value or the default counts. */
function parameterOption(name: keyof ExpressionParameters, flags: string, range: Range) {
  const { value, meaning } = EXPRESSION_DEFAULTS[name];
  return {
    flags,
    help: `${meaning} (default ${String(value)})`,
    group: "Parameters",
    schema: numberSchema(range),
    echo: true,
  } as const;
}

/** The main parameters of the expression model, by their names in the model. */
const numbers = {
  basalWeight: parameterOption("basalWeight", "--basal-weight <Q>", { above: 0 }),
  islandBasalWeight: parameterOption("islandBasalWeight", "--island-basal-weight <Q>", { above: 0 }),
  activatorEffect: parameterOption("activatorEffect", "--activator-effect <ALPHA>", { from: 1 }),
  repressorEffect: parameterOption("repressorEffect", "--repressor-effect <BETA>", { above: 0, to: 1 }),
  enhancerMinScore: parameterOption("enhancerMinScore", "--enhancer-min-score <NATS>", {}),
  sitePValue: parameterOption("sitePValue", "--site-p-value <P>", { above: 0, to: 0.1 }),
  silencingK: parameterOption("silencingK", "--silencing-k <K>", { from: 0 }),
} satisfies OptionTable;

export const parameterOptions = {
  ...numbers,
  parameters: {
    flags: "--parameters <FILE>",
    help: "parameters of an earlier JSON result, of express or express fit",
    group: "Parameters",
    schema: optionalText,
    echo: true,
    file: true,
  },
} satisfies OptionTable;

/** One parameter as it was in force. */
export interface ParameterInForce {
  readonly name: string;
  readonly value: unknown;
  readonly meaning: string;
  readonly source: string;
}

export interface ChosenParameters {
  readonly parameters: ExpressionParameters;
  /** All of them, with meaning and source. */
  readonly inForce: readonly ParameterInForce[];
  readonly library?: readonly LibraryMotif[] | undefined;
}

/** Options before the file before the defaults. Warns when the file's parameters belong to another model. */
export async function chosenParameters(
  settings: SettingsOf<typeof parameterOptions> & { readonly model: string },
  { warn }: Pick<Context, "warn">,
): Promise<ChosenParameters> {
  const { parameters: file, model, ...given } = settings;
  const read = file === undefined ? undefined : readParameters(await readJson(file), file);
  if (read?.model !== undefined && read.model !== model) {
    warn(`${sourceName(file!)}: its parameters were made with --model ${read.model}; ${model} is used`);
  }
  const inForce = parametersInForce(given, read?.parameters ?? {}, sourceName(file ?? ""));
  const parameters = Object.fromEntries(inForce.map(({ name, value }) => [name, value])) as unknown;
  return { parameters: parameters as ExpressionParameters, inForce, library: read?.library };
}

function parametersInForce(
  given: Partial<Record<keyof typeof numbers, number | undefined>>,
  read: Partial<ExpressionParameters>,
  file: string,
): ParameterInForce[] {
  return Object.entries(EXPRESSION_DEFAULTS).map(([key, { meaning, source }]) => {
    const name = key as keyof ExpressionParameters;
    const own = name in numbers ? given[name as keyof typeof numbers] : undefined;
    if (own !== undefined)
      return { name, value: own, meaning, source: longFlag(numbers[name as keyof typeof numbers]) };
    if (read[name] !== undefined) return { name, value: read[name], meaning, source: file };
    return { name, value: DEFAULT_PARAMETERS[name], meaning, source };
  });
}
