import { dataError, firstIssue } from "../errors.ts";
import { type LibraryMotif, readLibrary } from "../motif/library.ts";
import * as z from "../zod.ts";
import type { ExpressionParameters } from "./expression-parameters.ts";

const above0 = z.number().check(z.positive());
const from0 = z.number().check(z.nonnegative());

const strength = z.object({ weight: z.optional(from0), effect: z.optional(from0), closing: z.optional(from0) });

const bond = z.object({
  a: z.string(),
  b: z.string(),
  w: above0,
  form: z.optional(z.enum(["binary", "gaussian", "helical", "dimer"])),
  limit: z.optional(from0),
  strands: z.optional(z.tuple([z.enum(["+", "-"]), z.enum(["+", "-"])])),
});

/** What each parameter may be. */
const RANGES = {
  siteWeight: above0,
  activatorEffect: z.number().check(z.minimum(1)),
  repressorEffect: above0.check(z.maximum(1)),
  closingWeight: from0,
  factorStrengths: z.record(z.string(), strength),
  basalWeight: above0,
  islandBasalWeight: above0,
  cooperativity: z.array(bond),
  coopRange: from0,
  repressionRange: from0,
  maxContacts: z.int().check(z.minimum(0), z.maximum(1000)),
  sitePValue: above0.check(z.maximum(0.1)),
  promoterUpstream: z.int().check(z.minimum(0), z.maximum(100_000)),
  promoterDownstream: z.int().check(z.minimum(0), z.maximum(100_000)),
  enhancerMinScore: z.number(),
  enhancerReach: from0,
  contactGamma: from0,
  contactPlateau: from0,
  silencingK: from0,
} satisfies Record<keyof ExpressionParameters, z.core.$ZodType>;

const parameterFile = z.object({
  schemaVersion: z.number(),
  parameters: z.array(z.object({ name: z.string(), value: z.unknown() })).check(z.minLength(1)),
  library: z.optional(z.unknown()),
  settings: z.optional(z.object({ model: z.optional(z.string()) })),
});

/** Version of results up to which parameters can be read. */
const KNOWN_VERSION = 1;

export interface ParameterFile {
  readonly parameters: Partial<ExpressionParameters>;
  /** The motifs whose factors the parameters belong to, when they are not the bundled ones. */
  readonly library?: readonly LibraryMotif[] | undefined;
  /** The model that the parameters were used or fitted with. */
  readonly model: string | undefined;
}

/**
 * The parameters of an earlier result, of `express` or `express fit`, from parsed JSON. Names that are no parameters are
 * left out. Throws a data error that names the parameter.
 */
export function readParameters(json: unknown, file: string): ParameterFile {
  const parsed = parameterFile.safeParse(json);
  if (!parsed.success)
    throw dataError("holds no parameters; expected a JSON result of express or express fit", { file });
  const { schemaVersion, parameters, library, settings } = parsed.data;
  if (schemaVersion > KNOWN_VERSION) {
    throw dataError(`was made by a newer tatabox (schema ${schemaVersion}, known up to ${KNOWN_VERSION})`, { file });
  }
  const known = parameters.filter(({ name }) => Object.hasOwn(RANGES, name));
  const values = known.map(({ name, value }) => [name, checked(name as keyof typeof RANGES, value, file)]);
  return {
    parameters: Object.fromEntries(values) as Partial<ExpressionParameters>,
    model: settings?.model,
    ...(library === undefined ? {} : { library: readLibrary(library, file) }),
  };
}

function checked(name: keyof typeof RANGES, value: unknown, file: string): unknown {
  const parsed = RANGES[name].safeParse(value);
  if (parsed.success) return parsed.data;
  throw dataError(`parameter ${name} is ${JSON.stringify(value)}: ${firstIssue(parsed.error)}`, { file });
}
