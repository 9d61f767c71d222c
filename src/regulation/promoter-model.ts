import bundled from "../../motifs/promoter-model.json" with { type: "json" };
import { observedExpected, type RegionCounts } from "../cpg/statistics.ts";
import { dataError, firstIssue } from "../errors.ts";
import { UNIFORM } from "../motif/background.ts";
import { bundledLibrary } from "../motif/library.ts";
import { type ScoreMatrix, scoreMatrix } from "../motif/score-matrix.ts";
import { power } from "../power.ts";
import * as z from "../zod.ts";
import { bucherElement } from "./bucher.ts";
import type { ElementWindow, SearchedStrands } from "./window-sites.ts";

/** Bases from the start site; as far as a promoter may reach in expression. */
const offset = z.int().check(z.gte(-100_000), z.lte(100_000));
const offsets = z
  .object({ from: offset, to: offset })
  .check(z.refine(({ from, to }) => from <= to, "from is above to"));
const common = { name: z.string().check(z.minLength(1)), weight: z.number(), definition: z.string() };
const site = {
  ...common,
  strand: z.enum(["+", "both"]),
  /** Scores below it count as it; the feature is what a score exceeds it by. */
  floor: z.number(),
  window: z.intersection(offsets, z.object({ column: z.int().check(z.nonnegative(), z.lte(1000)) })),
};

const feature = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("bucher"), element: z.enum(["tata", "inr", "ccaat", "gc"]), ...site }),
  z.object({ kind: z.literal("motif"), motif: z.string(), ...site }),
  z.object({ kind: z.literal("gcFraction"), window: offsets, ...common }),
  z.object({ kind: z.literal("cpgObsExp"), window: offsets, cap: z.number().check(z.positive()), ...common }),
]);

const measuredRow = z.object({
  score: z.number(),
  callsPerMb: z.number().check(z.positive()),
  recall: z.number().check(z.minimum(0), z.maximum(1)),
  precision: z.number().check(z.minimum(0), z.maximum(1)),
});

const modelFile = z.object({
  schemaVersion: z.literal(1),
  name: z.string(),
  note: z.string(),
  fittedOn: z.string(),
  trainingPrior: z.number().check(z.gt(0), z.lt(1)),
  threshold: z.number(),
  separation: z.int().check(z.positive()),
  intercept: z.number(),
  features: z.array(feature).check(z.minLength(1)),
  /** Whole-genome figures by falling threshold; none where the model was not run over a genome of known promoters. */
  measured: z.object({ note: z.string(), rows: z.array(measuredRow) }),
  /** Of a fitted model: how it does on sequences that its folds left out. */
  crossValidation: z.optional(z.looseObject({ folds: z.int() })),
});

/** A model as it stands in a file; see {@link PromoterModel}. */
export type PromoterModelFile = z.infer<typeof modelFile>;

/** The best score of a matrix in a window. */
export interface SiteFeature {
  readonly kind: "site";
  readonly name: string;
  readonly weight: number;
  readonly matrix: ScoreMatrix;
  readonly window: ElementWindow;
  readonly strands: SearchedStrands;
  /** In the matrix's own units, of which `parts` make one of the feature (Bucher's weights: hundredths). */
  readonly floor: number;
  readonly parts: number;
}

/** A measure of the base composition of a window. */
export interface CompositionFeature {
  readonly kind: "composition";
  readonly name: string;
  readonly weight: number;
  readonly window: { readonly from: number; readonly to: number };
  /** The most that the observed/expected ratio of CpGs counts as; undefined: the feature is the fraction of C and G. */
  readonly cap: number | undefined;
  measure(counts: RegionCounts): number;
}

/** A logistic model of promoters: score = intercept + Σ weight · feature, so that every term can be shown. */
export interface PromoterModel extends Omit<PromoterModelFile, "features"> {
  readonly features: readonly (SiteFeature | CompositionFeature)[];
}

let model: PromoterModel | undefined;

/** The bundled model (motifs/promoter-model.json). */
export function bundledPromoterModel(): PromoterModel {
  model ??= readPromoterModel(bundled, "motifs/promoter-model.json");
  return model;
}

/** The bundled model as it stands in its file, for fits that keep its features. */
export function bundledModelFile(): PromoterModelFile {
  return parsePromoterModel(bundled, "motifs/promoter-model.json");
}

/** A model from parsed JSON, ready to score. Throws a data error that names the first field that is wrong. */
export function readPromoterModel(json: unknown, file: string): PromoterModel {
  const parsed = parsePromoterModel(json, file);
  return { ...parsed, features: parsed.features.map((entry) => compiledFeature(entry, file)) };
}

export function parsePromoterModel(json: unknown, file: string): PromoterModelFile {
  const parsed = modelFile.safeParse(json);
  if (parsed.success) return parsed.data;
  throw dataError(`not a promoter model: ${firstIssue(parsed.error)}`, { file });
}

/** The value of a site feature whose window's best score is `best` (−Infinity: no place without unknown letters). */
export function siteValue({ floor, parts }: Pick<SiteFeature, "floor" | "parts">, best: number): number {
  return best > floor ? (best - floor) / parts : 0;
}

/**
 * False calls per Mb that a threshold at `score` brings in a mammalian genome: calls per Mb × (1 − precision), on a
 * logarithmic scale between the measured thresholds and as at the nearest one beyond them. An upper bound inside that
 * range, because annotation is incomplete; too high above it and too low below it. Null for a model without such figures.
 */
export function expectedFalseCallsPerMb({ measured }: Pick<PromoterModel, "measured">, score: number): number | null {
  if (measured.rows.length === 0) return null;
  const rows = measured.rows.toSorted((a, b) => b.score - a.score);
  const falseCalls = rows.map(({ callsPerMb, precision }) => callsPerMb * (1 - precision));
  const below = rows.findIndex((row) => row.score <= score);
  if (below === 0) return falseCalls[0];
  if (below < 0) return falseCalls[rows.length - 1];
  const share = (rows[below - 1].score - score) / (rows[below - 1].score - rows[below].score);
  return power(falseCalls[below - 1], 1 - share) * power(falseCalls[below], share);
}

function compiledFeature(
  entry: PromoterModelFile["features"][number],
  file: string,
): PromoterModel["features"][number] {
  const { name, weight, window } = entry;
  if (entry.kind === "gcFraction") {
    return { kind: "composition", name, weight, window, cap: undefined, measure: gcFraction };
  }
  if (entry.kind === "cpgObsExp") {
    const { cap } = entry;
    const measure = (counts: RegionCounts): number => Math.min(cap, observedExpected(counts, counts.known));
    return { kind: "composition", name, weight, window, cap, measure };
  }
  const { matrix, parts } = siteMatrix(entry, file);
  if (entry.window.column >= matrix.width) {
    throw dataError(`feature ${name}: column ${entry.window.column} of a matrix of ${matrix.width} columns`, { file });
  }
  const floor = entry.floor * parts;
  return { kind: "site", name, weight, matrix, window: entry.window, strands: entry.strand, floor, parts };
}

function siteMatrix(
  entry: Extract<PromoterModelFile["features"][number], { kind: "bucher" | "motif" }>,
  file: string,
): { matrix: ScoreMatrix; parts: number } {
  if (entry.kind === "bucher") return { matrix: bucherElement(entry.element).hundredths, parts: 100 };
  const motif = bundledLibrary().find(({ id }) => id === entry.motif);
  if (motif === undefined) throw dataError(`feature ${entry.name}: not in the library`, { file, motif: entry.motif });
  return { matrix: scoreMatrix(motif, UNIFORM, "sqrt"), parts: 1 };
}

function gcFraction({ c, g, known }: RegionCounts): number {
  return (c + g) / known;
}
