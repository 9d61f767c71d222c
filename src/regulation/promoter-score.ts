import { countRegion, type RegionCounts } from "../cpg/statistics.ts";
import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Interval, Strand } from "../sequence/interval.ts";
import { type PromoterBases, promoterBases } from "./promoter-bases.ts";
import { type CompositionFeature, type PromoterModel, type SiteFeature, siteValue } from "./promoter-model.ts";
import { bestSite, windowSites } from "./window-sites.ts";

/**
 * Known bases that a composition window must hold (of 350 in the bundled model): as many as the shortest CpG island has.
 * The ratio of CpGs in a handful of bases says nothing, and would call every end of a contig.
 */
export const MIN_KNOWN_BASES = 200;

/** One term of a score: contribution = weight · value. */
export interface ScoreTerm {
  readonly name: string;
  readonly value: number;
  readonly weight: number;
  /** Natural log odds. */
  readonly contribution: number;
}

export interface PromoterScore {
  /** Natural log odds at the prior of the training set; intercept + sum of the contributions. */
  readonly score: number;
  readonly terms: readonly ScoreTerm[];
  /** A window ran over the record's end or into unknown letters: terms rest on what is there. */
  readonly cut: boolean;
}

/**
 * The model's score of a promoter at `tss` (0-based) on `strand`, term by term: the plain form of promoter-scan. Undefined
 * where the base at `tss` is unknown or a composition window holds fewer than {@link MIN_KNOWN_BASES} known bases.
 */
export function promoterScore(
  model: PromoterModel,
  record: Uint8Array,
  tss: number,
  strand: Strand,
): PromoterScore | undefined {
  if (!isScored(model, record, tss, strand)) return undefined;
  const bases = promoterBases(record, tss, strand, -reach(model), reach(model));
  const values = model.features.map((feature) =>
    feature.kind === "site" ? siteMeasure(feature, bases) : compositionMeasure(feature, record, tss, strand),
  );
  const terms = model.features.map(({ name, weight }, i) => {
    const { value } = values[i];
    return { name, value, weight, contribution: weight * value };
  });
  const score = terms.reduce((sum, { contribution }) => sum + contribution, model.intercept);
  return { score, terms, cut: values.some(({ cut }) => cut) };
}

/** Offsets `from` … `to` of a promoter as forward coordinates, clipped to the record. */
export function recordWindow(
  { from, to }: { readonly from: number; readonly to: number },
  tss: number,
  strand: Strand,
  recordLength: number,
): Interval {
  const start = strand === "+" ? tss + from : tss - to;
  const end = strand === "+" ? tss + to + 1 : tss - from + 1;
  return { start: clipped(start, recordLength), end: clipped(end, recordLength) };
}

/** How far from a start site the model may look. */
export function reach({ features }: PromoterModel): number {
  return Math.max(
    ...features.map((feature) => {
      const { from, to } = feature.window;
      return Math.max(Math.abs(from), Math.abs(to)) + (feature.kind === "site" ? feature.matrix.width : 0);
    }),
  );
}

function isScored(model: PromoterModel, record: Uint8Array, tss: number, strand: Strand): boolean {
  if (!(record[tss] < UNKNOWN_BASE)) return false;
  return model.features.every(
    (feature) => feature.kind === "site" || windowCounts(feature, record, tss, strand).counts.known >= MIN_KNOWN_BASES,
  );
}

function siteMeasure(feature: SiteFeature, bases: PromoterBases): { value: number; cut: boolean } {
  const { sites, cut } = windowSites(feature.matrix, feature.window, feature.strands, bases);
  return { value: siteValue(feature, bestSite(sites)?.score ?? Number.NEGATIVE_INFINITY), cut };
}

function compositionMeasure(
  feature: CompositionFeature,
  record: Uint8Array,
  tss: number,
  strand: Strand,
): { value: number; cut: boolean } {
  const { counts, cut } = windowCounts(feature, record, tss, strand);
  return { value: feature.measure(counts), cut };
}

function windowCounts(
  { window }: CompositionFeature,
  record: Uint8Array,
  tss: number,
  strand: Strand,
): { counts: RegionCounts; cut: boolean } {
  const { start, end } = recordWindow(window, tss, strand, record.length);
  const counts = countRegion(record, start, end);
  return { counts, cut: counts.known < window.to - window.from + 1 };
}

function clipped(at: number, length: number): number {
  return Math.min(Math.max(at, 0), length);
}
