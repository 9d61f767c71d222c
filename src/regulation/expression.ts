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

export type ExpressionValue = Pick<
  Expression,
  "expression" | "pBound" | "silencing" | "cpgClass" | "basalWeight" | "fold"
>;

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
  const sites = promoterSites(codes, start, conditions);
  const weighted = weightedSites(sites, conditions, sitesState(conditions));
  const own = leaveOneOut(sites, weighted, conditions);
  const near = enhancersInReach(start, activities, parameters);
  const value = valueAt(codes, start, own.fold, near, conditions);
  const occupied = occupiedSites(sites, weighted, conditions);
  return {
    tss: start.tss,
    strand: start.strand,
    cell: cell.name,
    model,
    expression: value.expression,
    expressionUnmethylated: pBound(Math.log(unmethylatedFold(sites, near, conditions)), value.basalWeight),
    pBound: value.pBound,
    silencing: value.silencing,
    level: expressionLevel(value.expression),
    cpgClass: value.cpgClass,
    basalWeight: value.basalWeight,
    promoterFold: own.fold,
    fold: value.fold,
    occupancies: factorOccupancies(occupied),
    sites: occupied,
    ...strongestFactors(own, near, value.basalWeight, value.pBound),
    enhancers: strongestEnhancers(near),
  };
}

/** The sites of a promoter's own region. */
export function promoterSites(codes: Uint8Array, start: Start, conditions: ExpressionConditions): FactorSite[] {
  const { library, parameters } = conditions;
  const searches = librarySearches(library, parameters.sitePValue);
  return factorSites(codes, promoterSiteRegion(start, parameters), searches, start);
}

/** The same expression without its reasons, from the promoter's sites and the clusters in reach: what is needed many times. */
export function expressionValue(
  codes: Uint8Array,
  start: Start,
  sites: readonly FactorSite[],
  near: readonly NearEnhancer[],
  conditions: ExpressionConditions,
): ExpressionValue {
  const own = foldOf(weightedSites(sites, conditions, sitesState(conditions)), conditions);
  return valueAt(codes, start, own, near, conditions);
}

function valueAt(
  codes: Uint8Array,
  start: Start,
  promoterFold: number,
  near: readonly NearEnhancer[],
  conditions: ExpressionConditions,
): ExpressionValue {
  const { basalWeight, islandBasalWeight } = conditions.parameters;
  const fold = totalFold(promoterFold, near, ({ present }) => present.fold);
  const cpgClass = promoterClass(codes, start.tss, start.strand).class;
  const basal = cpgClass === "HCP" ? islandBasalWeight : basalWeight;
  const bound = pBound(Math.log(fold), basal);
  const silencing = silencingOf(start, conditions);
  return { expression: bound * silencing, pBound: bound, silencing, cpgClass, basalWeight: basal, fold };
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
