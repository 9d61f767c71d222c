import * as z from "zod";
import { dataError, firstIssue } from "../../errors.ts";
import { type ModelName, modelSums, pBound } from "./models.ts";

const site = z.object({
  start: z.number(),
  length: z.number().positive(),
  strand: z.enum(["+", "-"]),
  factor: z.string(),
  role: z.enum(["activator", "repressor", "neutral"]),
  q: z.number().nonnegative(),
  effect: z.number().nonnegative(),
  close: z.number().nonnegative().optional(),
});

const bond = z.object({
  a: z.string(),
  b: z.string(),
  w: z.number().nonnegative(),
  form: z.enum(["binary", "gaussian", "helical", "dimer"]).optional(),
  limit: z.number().nonnegative().optional(),
  strands: z.tuple([z.enum(["+", "-"]), z.enum(["+", "-"])]).optional(),
});

/** A list of sites with the parameters of the models, as `express --sites` reads it. Unknown keys are ignored. */
const siteList = z.object({
  sites: z.array(site),
  cooperativity: z.array(bond).default([]),
  coopRange: z.number().nonnegative().default(50),
  repressionRange: z.number().nonnegative().default(150),
  maxContacts: z.int().nonnegative().max(1000).default(2),
  quenching: z.array(z.object({ repressor: z.string(), activator: z.string() })).optional(),
  qBasal: z.number().nonnegative().default(0.01),
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
    ? json.map((item, i) => evaluateList(parseSites(item, file, `list ${i + 1}: `), model))
    : evaluateList(parseSites(json, file, ""), model);
}

function parseSites(json: unknown, file: string, which: string): SiteList {
  const parsed = siteList.safeParse(json);
  if (parsed.success) return parsed.data;
  throw dataError(`not a list of sites: ${which}${firstIssue(parsed.error)}`, { file });
}

function evaluateList({ sites, qBasal, ...parameters }: SiteList, model: ModelName): SiteListResult {
  const { lnZOff, lnZOn, zOff, zOn, lnFold } = modelSums(model, sites, parameters);
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
