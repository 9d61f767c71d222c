import type { Strand } from "../../sequence/interval.ts";
import type { Bond } from "./cooperativity.ts";

/** What a bound factor does to the polymerase. Neutral: it only keeps others off its place (effect 1). */
export type SiteRole = "activator" | "repressor" | "neutral";

/** A place where a factor can bind, with its weight. */
export interface ModelSite {
  /** First base on the forward strand, 0-based. */
  readonly start: number;
  readonly length: number;
  readonly strand: Strand;
  readonly factor: string;
  readonly role: SiteRole;
  /** Weight of the bound state against the empty one: concentration over dissociation constant. */
  readonly q: number;
  /** Activator: α ≥ 1. Repressor: β ≤ 1, used by the direct model alone. */
  readonly effect: number;
  /** Repressor: weight of closing the chromatin around it (default 1), used by the repression model alone. */
  readonly close?: number | undefined;
}

export interface ModelParameters {
  /** Pairs of factors that help (w > 1) or hinder (w < 1) each other when bound next to each other. */
  readonly cooperativity: readonly Bond[];
  /** Neighbours cooperate when their starts lie nearer than this (bp, strict). */
  readonly coopRange: number;
  /** A repressor acts on sites whose start is at most this far from its own (bp). */
  readonly repressionRange: number;
  /** Activators that can touch the polymerase at once (quenching model). */
  readonly maxContacts: number;
  /** Pairs of repressor and activator that quench; all of them when left out (quenching model). */
  readonly quenching?: readonly { readonly repressor: string; readonly activator: string }[] | undefined;
}

/** Indices by start, `+` before `-`: the order of the dynamic programmes. */
export function siteOrder(sites: readonly ModelSite[]): number[] {
  const rank = (site: ModelSite) => (site.strand === "+" ? 0 : 1);
  return Array.from(sites.keys()).sort(
    (a, b) => sites[a].start - sites[b].start || rank(sites[a]) - rank(sites[b]) || a - b,
  );
}

/** Overlapping sites are never bound together. `left` starts no later than `right`. */
export function sitesOverlap(left: ModelSite, right: ModelSite): boolean {
  return right.start < left.start + left.length;
}

/** Factor on the weight of a bound site once the polymerase is there, in the direct model. */
export function directEffect(site: ModelSite): number {
  return site.role === "neutral" ? 1 : site.effect;
}

/** Does `repressor`, bound next to `activator`, take its contact with the polymerase away? */
export function quenches(repressor: ModelSite, activator: ModelSite, parameters: ModelParameters): boolean {
  if (repressor.role !== "repressor" || activator.role !== "activator") return false;
  if (Math.abs(repressor.start - activator.start) > parameters.repressionRange) return false;
  const pairs = parameters.quenching;
  return pairs?.some((p) => p.repressor === repressor.factor && p.activator === activator.factor) ?? true;
}
