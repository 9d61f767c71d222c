import type { Methylation } from "../cpg/methylation.ts";
import type { LibraryMotif } from "../motif/library.ts";
import { type CellProfile, levelOf } from "./cells.ts";
import type { ExpressionParameters } from "./expression-parameters.ts";
import { siteMethylationFactor } from "./methylation-effect.ts";
import type { FactorSite } from "./sites.ts";
import { type ModelName, modelSums } from "./thermodynamics/models.ts";
import type { ModelParameters, ModelSite, SiteRole } from "./thermodynamics/site.ts";

/** Through what methylation acts: the sites it blocks, the chromatin it closes, or both. */
export const METHYLATION_ROUTES = ["both", "sites", "chromatin"] as const;
export type MethylationRoute = (typeof METHYLATION_ROUTES)[number];

/** In which cell, by which model, in which methylation state (none: unmethylated). */
export interface ExpressionConditions {
  readonly library: readonly LibraryMotif[];
  readonly cell: CellProfile;
  readonly model: ModelName;
  readonly parameters: ExpressionParameters;
  readonly methylation?: Methylation | undefined;
  readonly methylationActs: MethylationRoute;
}

/** The methylation state that sites feel. */
export function sitesState({ methylation, methylationActs }: ExpressionConditions): Methylation | undefined {
  return methylationActs === "chromatin" ? undefined : methylation;
}

/** The methylation state that chromatin feels. */
export function chromatinState({ methylation, methylationActs }: ExpressionConditions): Methylation | undefined {
  return methylationActs === "sites" ? undefined : methylation;
}

/** Sites with the weights they have in one cell and methylation state: q = v·c·m·2^(S − S_max). */
export function weightedSites(
  sites: readonly FactorSite[],
  { cell, parameters }: ExpressionConditions,
  methylation: Methylation | undefined,
): ModelSite[] {
  const effects = effectsOf(parameters);
  return sites.map((site) => {
    const own = parameters.factorStrengths[site.motif.name];
    const bound = methylation === undefined ? 1 : siteMethylationFactor(site.motif, site, methylation);
    return {
      start: site.start,
      length: site.end - site.start,
      strand: site.strand,
      factor: site.motif.name,
      role: site.role,
      q: (own?.weight ?? parameters.siteWeight) * levelOf(cell, site.motif) * bound * site.relativeWeight,
      effect: (site.role === "neutral" ? undefined : own?.effect) ?? effects[site.role],
      close: own?.closing ?? parameters.closingWeight,
    };
  });
}

function effectsOf(parameters: ExpressionParameters): Record<SiteRole, number> {
  return { activator: parameters.activatorEffect, repressor: parameters.repressorEffect, neutral: 1 };
}

export function modelParameters(parameters: ExpressionParameters): ModelParameters {
  const { cooperativity, coopRange, repressionRange, maxContacts } = parameters;
  return { cooperativity, coopRange, repressionRange, maxContacts };
}

/** Z_on/Z_off of a set of sites. */
export function foldOf(weighted: readonly ModelSite[], { model, parameters }: ExpressionConditions): number {
  return Math.exp(modelSums(model, weighted, modelParameters(parameters)).lnFold);
}

/** A motif whose sites weigh less than this together is bound too rarely to change anything that is shown. */
const NEGLIGIBLE_WEIGHT = 1e-4;

/** Fold change of a set of sites, whole and without each motif that has a say in it. */
export interface LeaveOneOut {
  readonly fold: number;
  readonly without: ReadonlyMap<LibraryMotif, number>;
}

export function leaveOneOut(
  sites: readonly FactorSite[],
  weighted: readonly ModelSite[],
  conditions: ExpressionConditions,
): LeaveOneOut {
  const weights = new Map<LibraryMotif, number>();
  sites.forEach(({ motif }, i) => {
    weights.set(motif, (weights.get(motif) ?? 0) + weighted[i].q);
  });
  const motifs = [...weights.keys()].filter((motif) => weights.get(motif)! >= NEGLIGIBLE_WEIGHT);
  const others = (motif: LibraryMotif) => weighted.filter((_, i) => sites[i].motif !== motif);
  return {
    fold: foldOf(weighted, conditions),
    without: new Map(motifs.map((motif) => [motif, foldOf(others(motif), conditions)])),
  };
}
