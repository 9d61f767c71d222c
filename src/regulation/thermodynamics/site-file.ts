import { dataError, firstIssue } from "../../errors.ts";
import * as z from "../../zod.ts";
import { type ModelName, modelSums, pBound } from "./models.ts";

const from0 = z.number().check(z.nonnegative());

const site = z.object({
  start: z.number(),
  length: z.number().check(z.positive()),
  strand: z.enum(["+", "-"]),
  factor: z.string(),
  role: z.enum(["activator", "repressor", "neutral"]),
  q: from0,
  effect: from0,
  close: z.optional(from0),
});

const bond = z.object({
  a: z.string(),
  b: z.string(),
  w: from0,
  form: z.optional(z.enum(["binary", "gaussian", "helical", "dimer"])),
  limit: z.optional(from0),
  strands: z.optional(z.tuple([z.enum(["+", "-"]), z.enum(["+", "-"])])),
});

/** A list of sites with the parameters of the models, as `express --sites` reads it. Unknown keys are ignored. */
const siteList = z.object({
  sites: z.array(site),
  cooperativity: z._default(z.array(bond), []),
  coopRange: z._default(from0, 50),
  repressionRange: z._default(from0, 150),
  maxContacts: z._default(z.int().check(z.nonnegative(), z.maximum(1000)), 2),
  quenching: z.optional(z.array(z.object({ repressor: z.string(), activator: z.string() }))),
  qBasal: z._default(from0, 0.01),
});

export type SiteList = z.infer<typeof siteList>;

/** What the sites do to expression. What overflows a double is left out. */
export interface SiteListResult {
  readonly lnZOff: number;
  readonly lnZOn: number;
  readonly zOff?: number;
  readonly zOn?: number;
  /** Z_on/Z_off. */
  readonly fold?: number;
  /** P(polymerase bound). */
  readonly p: number;
}

/** Evaluates one list of sites, or each of several, from parsed JSON. Throws a data error naming the field. */
export function evaluateSites(json: unknown, model: ModelName, file: string): SiteListResult | SiteListResult[] {
  return Array.isArray(json)
    ? json.map((item, i) => evaluateList(parseSites(item, file, `list ${i + 1}: `), model, file))
    : evaluateList(parseSites(json, file, ""), model, file);
}

function parseSites(json: unknown, file: string, which: string): SiteList {
  const parsed = siteList.safeParse(json);
  if (parsed.success) return parsed.data;
  throw dataError(`not a list of sites: ${which}${firstIssue(parsed.error)}`, { file });
}

function evaluateList({ sites, qBasal, ...parameters }: SiteList, model: ModelName, file: string): SiteListResult {
  const { lnZOff, lnZOn, zOff, zOn, lnFold } = modelSums(model, sites, parameters);
  if (!Number.isFinite(lnZOff) || !Number.isFinite(lnZOn)) {
    throw dataError("holds weights that are too large or too small to be computed with", { file });
  }
  const fold = Number.isFinite(zOff) && Number.isFinite(zOn) ? zOn / zOff : Math.exp(lnFold);
  return {
    lnZOff,
    lnZOn,
    ...finite({ zOff, zOn, fold }),
    p: pBound(lnFold, qBasal),
  };
}

function finite<T extends Record<string, number>>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, x]) => Number.isFinite(x))) as Partial<T>;
}
