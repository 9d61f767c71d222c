import { DEFAULT_SILENCING_K } from "./methylation-effect.ts";
import { DEFAULT_SITE_P_VALUE } from "./sites.ts";
import type { Bond } from "./thermodynamics/cooperativity.ts";

/** What is known of one factor, in place of the common values. */
export interface FactorStrength {
  /** v. */
  readonly weight?: number | undefined;
  /** α of an activator, β of a repressor. */
  readonly effect?: number | undefined;
  /** Weight of a repressor's closing state. */
  readonly closing?: number | undefined;
}

/** What expression is computed with. */
export interface ExpressionParameters {
  readonly siteWeight: number;
  readonly activatorEffect: number;
  readonly repressorEffect: number;
  readonly closingWeight: number;
  /** By the name of the motif. */
  readonly factorStrengths: Readonly<Record<string, FactorStrength>>;
  readonly basalWeight: number;
  readonly islandBasalWeight: number;
  readonly cooperativity: readonly Bond[];
  readonly coopRange: number;
  readonly repressionRange: number;
  readonly maxContacts: number;
  readonly sitePValue: number;
  readonly promoterUpstream: number;
  readonly promoterDownstream: number;
  readonly enhancerMinScore: number;
  readonly enhancerReach: number;
  readonly contactGamma: number;
  readonly contactPlateau: number;
  readonly silencingK: number;
}

interface Documented<T> {
  readonly value: T;
  readonly meaning: string;
  readonly source: string;
}

const OWN = "tatabox's own choice";

/**
 * The defaults, each with its meaning and where it comes from. No parameter is fitted to measured expression: compare
 * cells and states by ratios. Core elements and proximal factors count as activators inside their windows, CTCF as
 * neutral; there are no cooperative pairs, since no published strength could be confirmed.
 */
export const EXPRESSION_DEFAULTS: { readonly [K in keyof ExpressionParameters]: Documented<ExpressionParameters[K]> } =
  {
    siteWeight: {
      value: 1,
      meaning: "v: weight of a factor's best word at level 1 (1: half occupied)",
      source: "start value of GEMSTAT",
    },
    activatorEffect: { value: 3, meaning: "α: factor of a bound activator on the polymerase's weight", source: OWN },
    repressorEffect: { value: 0.3, meaning: "β: factor of a bound repressor, direct model", source: OWN },
    closingWeight: { value: 1, meaning: "weight of a repressor's closing state, repression model", source: OWN },
    factorStrengths: { value: {}, meaning: "v, α or β, and closing weight of single factors", source: OWN },
    basalWeight: {
      value: 0.01,
      meaning: "q_b: weight of the polymerase on a promoter without factors",
      source: "start value of GEMSTAT",
    },
    islandBasalWeight: {
      value: 0.105,
      meaning: "q_b of a high-CpG promoter (HCP), whose chromatin is open without any factor",
      source: `upper bound of GEMSTAT; that islands get it is ${OWN}`,
    },
    cooperativity: { value: [], meaning: "pairs of factors that help each other's binding", source: OWN },
    coopRange: { value: 50, meaning: "cooperating neighbours start nearer than this (bp)", source: "GEMSTAT" },
    repressionRange: {
      value: 150,
      meaning: "reach of a repressor, quenching and repression models (bp)",
      source: "GEMSTAT's manual (its code has 0)",
    },
    maxContacts: { value: 2, meaning: "activators that touch the polymerase at once, quenching model", source: OWN },
    sitePValue: { value: DEFAULT_SITE_P_VALUE, meaning: "sites reach down to this p-value", source: OWN },
    promoterUpstream: { value: 500, meaning: "bp before the start site that belong to the promoter", source: OWN },
    promoterDownstream: { value: 100, meaning: "bp from the start site on that belong to the promoter", source: OWN },
    enhancerMinScore: {
      value: 8.71,
      meaning: "clusters act from this score on (nats); weaker ones are listed only",
      source: "best cluster in 1 Mb of random sequence (Cluster-Buster, six matrices)",
    },
    enhancerReach: { value: 1e6, meaning: "clusters act up to this distance (bp)", source: OWN },
    contactGamma: {
      value: 0.87,
      meaning: "γ: contact falls with distance to this power",
      source: "reference of the ABC model (Fulco et al. 2019)",
    },
    contactPlateau: { value: 5000, meaning: "contact is full up to this distance (bp)", source: "ABC model" },
    silencingK: {
      value: DEFAULT_SILENCING_K,
      meaning: "k: decay with methylated CpGs per 100 bp",
      source: "chosen to lose 67 % at one (graded silencing: Hsieh 1994)",
    },
  };

/** The defaults as plain values. */
export const DEFAULT_PARAMETERS: ExpressionParameters = Object.fromEntries(
  Object.entries(EXPRESSION_DEFAULTS).map(([name, { value }]) => [name, value]),
) as unknown as ExpressionParameters;

export type ExpressionLevel = "off" | "low" | "medium" | "high";

/** Lower bounds of low, medium and high (tatabox's own choice; a promoter without factors has P = 0.0099). */
export const LEVEL_BOUNDS: Readonly<Record<Exclude<ExpressionLevel, "off">, number>> = {
  low: 0.015,
  medium: 0.05,
  high: 0.2,
};

export function expressionLevel(expression: number): ExpressionLevel {
  if (expression >= LEVEL_BOUNDS.high) return "high";
  if (expression >= LEVEL_BOUNDS.medium) return "medium";
  return expression >= LEVEL_BOUNDS.low ? "low" : "off";
}
