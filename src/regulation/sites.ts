import type { LibraryMotif } from "../motif/library.ts";
import { powerOfTwo } from "../power.ts";
import type { Interval, Strand } from "../sequence/interval.ts";
import type { LibrarySearch } from "./library-searches.ts";
import { scanRegion } from "./region-scan.ts";
import type { SiteRole } from "./thermodynamics/site.ts";

/** Sites of the expression model reach down to this p-value (tatabox's own choice: GEMSTAT takes S ≥ 0.4·S_max). */
export const DEFAULT_SITE_P_VALUE = 1e-3;

/** A place where a factor of the library can bind. */
export interface FactorSite extends Interval {
  readonly motif: LibraryMotif;
  readonly strand: Strand;
  /** Bits against uniform background. */
  readonly score: number;
  readonly pValue: number;
  /** Weight against the motif's best word: 2^(S − S_max), in 0..1. */
  readonly relativeWeight: number;
  /** What the factor does here. */
  readonly role: SiteRole;
}

/** Where transcription starts: 0-based base, and its direction. */
export interface Start {
  readonly tss: number;
  readonly strand: Strand;
}

/**
 * Sites of the library's motifs wholly inside a region, on both strands, by start (`+` before `-`). With `promoter`, core
 * elements count on its strand and inside their window only; without, there are none. Proximal factors help the polymerase
 * inside their window and are neutral elsewhere. Time linear in the region.
 */
export function factorSites(
  codes: Uint8Array,
  region: Interval,
  searches: readonly LibrarySearch[],
  promoter?: Start,
): FactorSite[] {
  const from = Math.max(0, region.start);
  const to = Math.min(codes.length, region.end);
  if (to <= from) return [];
  const hits = scanRegion(codes.subarray(from, to), searches);
  return hits
    .sorted(searches)
    .map((i): FactorSite => {
      const { motif, matrix } = searches[hits.motif[i]];
      const start = from + hits.start[i];
      const place = { start, end: start + motif.width, strand: hits.reverse[i] ? ("-" as const) : ("+" as const) };
      const score = hits.score[i];
      const relativeWeight = powerOfTwo(Math.min(0, score - matrix.maxScore));
      return { motif, ...place, score, pValue: hits.p[i], relativeWeight, role: roleAt(motif, place, promoter) };
    })
    .filter((site) => site.motif.role !== "core" || isPlaced(site, promoter))
    .sort((a, b) => a.start - b.start || Number(a.strand === "-") - Number(b.strand === "-"));
}

/** Core elements and proximal factors help the polymerase where they belong; CTCF and misplaced ones only take room. */
function roleAt(motif: LibraryMotif, place: Interval & { strand: Strand }, promoter: Start | undefined): SiteRole {
  switch (motif.role) {
    case "activator":
    case "repressor":
      return motif.role;
    case "insulator":
      return "neutral";
    case "core":
      return "activator";
    case "proximal":
      return promoter !== undefined && isInWindow(motif, place, promoter) ? "activator" : "neutral";
  }
}

function isPlaced(site: FactorSite, promoter: Start | undefined): boolean {
  return promoter !== undefined && site.strand === promoter.strand && isInWindow(site.motif, site, promoter);
}

/** Does the motif's reference column lie within its window, counted from the TSS along the promoter's strand? */
function isInWindow({ window }: LibraryMotif, place: Interval & { strand: Strand }, { tss, strand }: Start): boolean {
  if (window === null) return true;
  const base = place.strand === "+" ? place.start + window.column : place.end - 1 - window.column;
  const offset = strand === "+" ? base - tss : tss - base;
  return offset >= window.from && offset <= window.to;
}
