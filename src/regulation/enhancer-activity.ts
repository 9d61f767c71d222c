import type { Interval } from "../sequence/interval.ts";
import { overlaps } from "../sequence/interval.ts";
import { finished, type Steps } from "../steps.ts";
import { combinedFold, type Part, relativeContact } from "./contact.ts";
import type { ExpressionParameters } from "./expression-parameters.ts";
import {
  type ExpressionConditions,
  foldOf,
  type LeaveOneOut,
  leaveOneOut,
  sitesState,
  weightedSites,
} from "./expression-sites.ts";
import { librarySearches } from "./library-searches.ts";
import { factorSites, type Start } from "./sites.ts";

/** A cluster of sites with what it would do to a promoter beside it. */
export interface EnhancerActivity extends Interval {
  readonly foldUnmethylated: number;
  /** In the methylation state. */
  readonly present: LeaveOneOut;
}

/** A cluster as one promoter meets it. */
export interface NearEnhancer {
  readonly activity: EnhancerActivity;
  /** From the TSS to the cluster's centre (bp) along the promoter's strand: negative upstream. */
  readonly distance: number;
  /** Relative to full contact, 0..1. */
  readonly contact: number;
}

/**
 * Fold changes of a record's clusters, each from its own sites (no core elements, proximal factors neutral). Clusters
 * below the score from which they act are left out.
 */
export function enhancerActivities(
  codes: Uint8Array,
  clusters: readonly (Interval & { readonly score: number })[],
  conditions: ExpressionConditions,
): EnhancerActivity[] {
  return finished(activitySteps(codes, clusters, conditions));
}

/** The same in steps. */
export function* activitySteps(
  codes: Uint8Array,
  clusters: readonly (Interval & { readonly score: number })[],
  conditions: ExpressionConditions,
): Steps<EnhancerActivity[]> {
  const { library, parameters } = conditions;
  const searches = librarySearches(library, parameters.sitePValue);
  const found: EnhancerActivity[] = [];
  for (const [i, { start, end, score }] of clusters.entries()) {
    if (score < parameters.enhancerMinScore) continue;
    const sites = factorSites(codes, { start, end }, searches);
    const foldUnmethylated = foldOf(weightedSites(sites, conditions, undefined), conditions);
    const present = leaveOneOut(sites, weightedSites(sites, conditions, sitesState(conditions)), conditions);
    found.push({ start, end, foldUnmethylated, present });
    yield i / clusters.length;
  }
  return found;
}

/** −upstream..+downstream of the start site along its strand. */
export function promoterSiteRegion({ tss, strand }: Start, parameters: ExpressionParameters): Interval {
  const { promoterUpstream: up, promoterDownstream: down } = parameters;
  return strand === "+" ? { start: tss - up, end: tss + down } : { start: tss - down + 1, end: tss + up + 1 };
}

/** Clusters within reach that are not part of the promoter itself. */
export function enhancersInReach(
  start: Start,
  activities: readonly EnhancerActivity[],
  parameters: ExpressionParameters,
): NearEnhancer[] {
  const region = promoterSiteRegion(start, parameters);
  return activities
    .filter((activity) => !overlaps(activity, region))
    .map((activity) => {
      const centre = Math.floor((activity.start + activity.end) / 2);
      const distance = start.strand === "+" ? centre - start.tss : start.tss - centre;
      return {
        activity,
        distance,
        contact: relativeContact(distance, parameters.contactGamma, parameters.contactPlateau),
      };
    })
    .filter(({ distance }) => Math.abs(distance) <= parameters.enhancerReach);
}

/** Fold change of a promoter together with its enhancers. */
export function totalFold(
  promoterFold: number,
  near: readonly NearEnhancer[],
  foldBy: (activity: EnhancerActivity) => number,
): number {
  const parts: Part[] = near.map(({ activity, contact }) => ({ fold: foldBy(activity), contact }));
  return combinedFold([{ fold: promoterFold, contact: 1 }, ...parts]);
}
