import { type PromoterCpgClass, promoterClass } from "../cpg/promoter-class.ts";
import type { LibraryMotif } from "../motif/library.ts";
import type { Interval } from "../sequence/interval.ts";
import {
  type EnhancerActivity,
  enhancersInReach,
  type NearEnhancer,
  promoterSiteRegion,
  totalFold,
} from "./enhancer-activity.ts";
import { type ExpressionLevel, expressionLevel } from "./expression-parameters.ts";
import {
  chromatinState,
  type ExpressionConditions,
  foldOf,
  type LeaveOneOut,
  leaveOneOut,
  sitesState,
  weightedSites,
} from "./expression-sites.ts";
import { librarySearches } from "./library-searches.ts";
import { promoterSilencing } from "./methylation-effect.ts";
import { type FactorOccupancy, factorOccupancies, type OccupiedSite, occupiedSites } from "./occupied-sites.ts";
import { type FactorSite, factorSites, type Start } from "./sites.ts";
import { pBound } from "./thermodynamics/models.ts";

/** P(bound) over P(bound) without the factor's sites, at the promoter and its enhancers. */
export interface FactorEffect {
  readonly motif: string;
  readonly factor: string;
  readonly effect: number;
}

/** A cluster that acts on the promoter, with what it would do at full contact. */
export interface ActingEnhancer extends Interval {
  readonly distance: number;
  readonly contact: number;
  readonly fold: number;
}

/** The factors that matter most: at most three each, strongest first. */
interface StrongestFactors {
  /** Core elements and proximal factors count as activators. */
  readonly activators: readonly FactorEffect[];
  readonly repressors: readonly FactorEffect[];
}

export interface Expression extends Start, StrongestFactors {
  readonly cell: string;
  readonly model: ExpressionConditions["model"];
  /** P(polymerase bound) × silencing, 0..1, in the methylation state. */
  readonly expression: number;
  readonly expressionUnmethylated: number;
  readonly pBound: number;
  /** Share of expression that closed chromatin leaves, 0..1. */
  readonly silencing: number;
  readonly level: ExpressionLevel;
  readonly cpgClass: PromoterCpgClass;
  /** Weight of the polymerase on the bare promoter. */
  readonly basalWeight: number;
  /** Fold change by the promoter's own sites, and with its enhancers. */
  readonly promoterFold: number;
  readonly fold: number;
  /** By occupancy, highest first; absent factors are left out. */
  readonly occupancies: readonly FactorOccupancy[];
  readonly sites: readonly OccupiedSite[];
  /** At most three, those that change the fold most. */
  readonly enhancers: readonly ActingEnhancer[];
}

const SHOWN = 3;

/** A factor whose removal changes P by less than this share is not named. */
const NO_EFFECT = 1e-3;

/**
 * Expression of one promoter: the fold change of its own sites (−500..+100 by default) and of the clusters within reach,
 * weighed by contact, gives P(polymerase bound); a methylated promoter keeps the share that silencing leaves.
 * `activities` come from enhancerActivities under the same conditions.
 */
export function promoterExpression(
  codes: Uint8Array,
  start: Start,
  activities: readonly EnhancerActivity[],
  conditions: ExpressionConditions,
): Expression {
  const { cell, model, parameters } = conditions;
  const region = promoterSiteRegion(start, parameters);
  const sites = factorSites(codes, region, librarySearches(conditions.library, parameters.sitePValue), start);
  const weighted = weightedSites(sites, conditions, sitesState(conditions));
  const own = leaveOneOut(sites, weighted, conditions);
  const near = enhancersInReach(start, activities, parameters);
  const fold = totalFold(own.fold, near, ({ present }) => present.fold);

  const cpgClass = promoterClass(codes, start.tss, start.strand).class;
  const basalWeight = cpgClass === "HCP" ? parameters.islandBasalWeight : parameters.basalWeight;
  const bound = pBound(Math.log(fold), basalWeight);
  const silencing = silencingOf(start, conditions);
  const occupied = occupiedSites(sites, weighted, conditions);
  return {
    tss: start.tss,
    strand: start.strand,
    cell: cell.name,
    model,
    expression: bound * silencing,
    expressionUnmethylated: pBound(Math.log(unmethylatedFold(sites, near, conditions)), basalWeight),
    pBound: bound,
    silencing,
    level: expressionLevel(bound * silencing),
    cpgClass,
    basalWeight,
    promoterFold: own.fold,
    fold,
    occupancies: factorOccupancies(occupied),
    sites: occupied,
    ...strongestFactors(own, near, basalWeight, bound),
    enhancers: strongestEnhancers(near),
  };
}

function silencingOf(start: Start, conditions: ExpressionConditions): number {
  const state = chromatinState(conditions);
  return state === undefined ? 1 : promoterSilencing(start, state, conditions.parameters.silencingK);
}

function unmethylatedFold(
  sites: readonly FactorSite[],
  near: readonly NearEnhancer[],
  conditions: ExpressionConditions,
): number {
  const own = foldOf(weightedSites(sites, conditions, undefined), conditions);
  return totalFold(own, near, ({ foldUnmethylated }) => foldUnmethylated);
}

/** Leave-one-out: P(bound) with all sites over P(bound) without one motif's, wherever they lie. */
function strongestFactors(
  own: LeaveOneOut,
  near: readonly NearEnhancer[],
  basalWeight: number,
  bound: number,
): StrongestFactors {
  const left = (motif: LibraryMotif) => (part: LeaveOneOut) => part.without.get(motif) ?? part.fold;
  const motifs = new Set(
    [own, ...near.map(({ activity }) => activity.present)].flatMap(({ without }) => [...without.keys()]),
  );
  const effects = [...motifs].map((motif) => {
    const fold = totalFold(left(motif)(own), near, ({ present }) => left(motif)(present));
    return { motif, effect: bound / pBound(Math.log(fold), basalWeight) };
  });
  return {
    activators: strongest(effects.filter(({ motif, effect }) => motif.role !== "repressor" && effect > 1 + NO_EFFECT)),
    repressors: strongest(effects.filter(({ motif, effect }) => motif.role === "repressor" && effect < 1 - NO_EFFECT)),
  };
}

function strongest(effects: readonly { motif: LibraryMotif; effect: number }[]): FactorEffect[] {
  return effects
    .toSorted((a, b) => Math.abs(Math.log(b.effect)) - Math.abs(Math.log(a.effect)))
    .slice(0, SHOWN)
    .map(({ motif, effect }) => ({ motif: motif.id, factor: motif.name, effect }));
}

function strongestEnhancers(near: readonly NearEnhancer[]): ActingEnhancer[] {
  return near
    .map(({ activity: { start, end, present }, distance, contact }) => {
      return { start, end, distance, contact, fold: present.fold };
    })
    .sort((a, b) => pull(b) - pull(a))
    .slice(0, SHOWN);
}

/** How much a cluster moves the total, up or down. */
function pull({ fold, contact }: ActingEnhancer): number {
  return fold >= 1 ? contact * (fold - 1) : -contact * Math.log(fold);
}
