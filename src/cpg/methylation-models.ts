import { power } from "../power.ts";

/**
 * How methylation is passed on at a cell division, as expected shares. Each new strand is built opposite an old one; what
 * counts is only whether the old strand of the same CpG is methylated. The stochastic forms are in methylation-cells.
 */

/** Chances per strand and division (Genereux 2005, PNAS 102:5802; Fu 2010, Ann Appl Stat 4:871). */
export interface StrandRates {
  /** The new strand is methylated opposite a methylated old one. */
  readonly maintenance: number;
  /** An unmethylated old strand is methylated. */
  readonly deNovoParent: number;
  /** The new strand is methylated opposite an old one that was not. */
  readonly deNovoDaughter: number;
}

/** Chances per site, the average of both strands (Otto and Walbot 1990, Genetics 124:429). */
export interface SiteRates {
  /** A methylated site stays so. */
  readonly maintenance: number;
  /** An unmethylated one becomes methylated. */
  readonly deNovo: number;
}

/** Shares of CpGs with both strands methylated, with one, and with none; they add up to 1. */
export interface DyadShares {
  readonly full: number;
  readonly hemi: number;
  readonly none: number;
}

/** tatabox's own defaults: bulk DNA settles at 0.8333, protected islands at 0.0769. */
export const BULK_RATES: StrandRates = { maintenance: 0.976, deNovoParent: 0, deNovoDaughter: 0.12 };
export const ISLAND_RATES: StrandRates = { maintenance: 0.976, deNovoParent: 0, deNovoDaughter: 0.002 };

/** Dyads after one division of cells in which a share `methylated` of all strands is methylated. */
export function strandDivision(methylated: number, rates: StrandRates): DyadShares {
  const { maintenance, deNovoParent, deNovoDaughter } = rates;
  const unmethylated = 1 - methylated;
  const one = deNovoParent * (1 - deNovoDaughter) + (1 - deNovoParent) * deNovoDaughter;
  return {
    full: methylated * maintenance + unmethylated * deNovoParent * deNovoDaughter,
    hemi: methylated * (1 - maintenance) + unmethylated * one,
    none: unmethylated * (1 - deNovoParent) * (1 - deNovoDaughter),
  };
}

/** Methylated share of strands that divisions lead to; where nothing changes it, the initial one. */
export function strandEquilibrium(rates: StrandRates, initial: number): number {
  return equilibrium(1 - rates.maintenance, rates.deNovoParent + rates.deNovoDaughter, initial);
}

/** Methylated share of strands after some divisions: p̂ + λ^t · (p0 − p̂) with λ = (1 + μ − s) / 2, s = dp + dd. */
export function strandLevel(rates: StrandRates, initial: number, generations: number): number {
  const deNovo = rates.deNovoParent + rates.deNovoDaughter;
  const kept = power((1 + rates.maintenance - deNovo) / 2, generations);
  return kept * initial + (1 - kept) * strandEquilibrium(rates, initial);
}

/** Methylated share of sites that divisions lead to; where nothing changes it, the initial one. */
export function siteEquilibrium(rates: SiteRates, initial: number): number {
  return equilibrium(1 - rates.maintenance, rates.deNovo, initial);
}

/** Methylated share of sites after some divisions: p̂ + λ^t · (p0 − p̂) with λ = μ − ν. */
export function siteLevel(rates: SiteRates, initial: number, generations: number): number {
  const kept = power(rates.maintenance - rates.deNovo, generations);
  return kept * initial + (1 - kept) * siteEquilibrium(rates, initial);
}

function equilibrium(loss: number, gain: number, initial: number): number {
  return loss + gain === 0 ? initial : gain / (loss + gain);
}
