import type { LibraryMotif } from "../motif/library.ts";
import type { Motif } from "../motif/motif.ts";
import type { Interval, Strand } from "../sequence/interval.ts";
import { finished, type Steps } from "../steps.ts";
import { type CellProfile, levelOf } from "./cells.ts";
import { CLUSTER_DEFAULTS, clusterSteps } from "./cluster-buster.ts";
import type { Cluster, ClusterSettings, ClusterSite } from "./cluster-search.ts";
import type { NearPromoter } from "./near-promoters.ts";

export type EnhancerKind = "enhancer candidate" | "silencer candidate";

/** A motif of a cluster search: what its factor does, and which motifs share its weight because they read the same words. */
export type EnhancerMotif = Motif & Pick<LibraryMotif, "role" | "group" | "factors">;

export interface EnhancerSite extends Interval {
  /** Motif id. */
  readonly motif: string;
  /** Motif name, else its id. */
  readonly factor: string;
  readonly role: LibraryMotif["role"];
  readonly strand: Strand;
  /** Nats against the local background; MCAST's model: bits below the p-value that makes a hit. */
  readonly score: number;
}

export interface EnhancerContribution {
  readonly motif: string;
  readonly factor: string;
  readonly role: LibraryMotif["role"];
  /** Sites in the list, a palindrome counted once. */
  readonly sites: number;
  /** Best site's score in nats; null without a listed site. */
  readonly bestScore: number | null;
  /** What the cluster's score loses without the motif, in nats. */
  readonly contribution: number;
}

/** A dense cluster of factor sites: a candidate, not a measured enhancer. */
export interface Enhancer extends Interval {
  readonly score: number;
  readonly kind: EnhancerKind;
  /** One motif makes up at least 80 % of the contributions, or none does. */
  readonly composition: "homotypic" | "heterotypic";
  readonly sites: readonly EnhancerSite[];
  /** Largest first; motifs that add nothing and have no site are left out. */
  readonly contributions: readonly EnhancerContribution[];
  /** Names of the activators (repressors) with at least one listed site, largest contribution first. */
  readonly activators: readonly string[];
  readonly repressors: readonly string[];
  /** MCAST's model: chance that a dinucleotide shuffle of the record holds a cluster as good, and how many it holds. */
  readonly pValue?: number;
  readonly eValue?: number;
  /** The nearest start sites, where an annotation was given. */
  readonly promoters?: readonly NearPromoter[];
}

export interface EnhancerOptions {
  readonly settings?: ClusterSettings;
  /** Weighs each motif by the level of its factor; absent factors are left out. */
  readonly cell?: CellProfile;
}

/** Share of all contributions by which a motif, or the repressors, name a cluster (tatabox's own choice). */
const DOMINANT_SHARE = 0.8;

/** Contributions below this (nats) are rounding. */
const NO_CONTRIBUTION = 1e-3;

/** The motifs that enhancers are made of by default: the library's activators and repressors. */
export function enhancerMotifs(library: readonly LibraryMotif[]): LibraryMotif[] {
  return library.filter(({ role }) => role === "activator" || role === "repressor");
}

/**
 * Clusters of sites of `motifs` in one record, by position (Cluster-Buster's definition). Motifs of one group read the
 * same words and share one weight. Time linear in the record.
 */
export function enhancers(
  codes: Uint8Array,
  motifs: readonly EnhancerMotif[],
  options: EnhancerOptions = {},
): Enhancer[] {
  return finished(enhancerSteps(codes, motifs, options));
}

/** The same in steps. */
export function* enhancerSteps(
  codes: Uint8Array,
  motifs: readonly EnhancerMotif[],
  { settings = CLUSTER_DEFAULTS, cell }: EnhancerOptions = {},
): Steps<Enhancer[]> {
  const clusters = yield* clusterSteps(codes, clusterWeights(motifs, cell), settings);
  const found: Enhancer[] = [];
  for (const cluster of clusters) {
    found.push(describedCluster(cluster, motifs));
    yield 1;
  }
  return found;
}

/** 1 for each group, divided among its motifs that are present, times the level of the factor and the file's own weight. */
export function clusterWeights(
  motifs: readonly EnhancerMotif[],
  cell: CellProfile | undefined,
): { motif: EnhancerMotif; weight: number }[] {
  const levels = motifs.map((motif) => (motif.weight ?? 1) * (cell === undefined ? 1 : levelOf(cell, motif)));
  const inGroup = (group: string) => motifs.filter((motif, i) => motif.group === group && levels[i] > 0).length;
  return motifs.map((motif, i) => ({ motif, weight: levels[i] === 0 ? 0 : levels[i] / inGroup(motif.group) }));
}

/** What a cluster is made of, and what that makes it. */
export function describedCluster(cluster: Cluster, motifs: readonly EnhancerMotif[]): Enhancer {
  const contributions = motifs
    .map((motif, index) => contributionOf(motif, index, cluster))
    .filter(({ sites, contribution }) => sites > 0 || contribution > NO_CONTRIBUTION)
    .sort((a, b) => b.contribution - a.contribution);
  const { start, end, score } = cluster;
  return {
    start,
    end,
    score,
    kind: kindOf(contributions),
    composition: compositionOf(contributions),
    sites: cluster.sites.map((site) => siteOf(site, motifs[site.motif])),
    contributions,
    activators: namesOf(contributions, "activator"),
    repressors: namesOf(contributions, "repressor"),
  };
}

function siteOf({ start, end, strand, score }: ClusterSite, { id, name, role }: EnhancerMotif): EnhancerSite {
  return { motif: id, factor: name || id, role, start, end, strand, score };
}

function contributionOf(motif: EnhancerMotif, index: number, cluster: Cluster): EnhancerContribution {
  const own = cluster.sites.filter((site) => site.motif === index);
  const scores = own.map(({ score }) => score);
  return {
    motif: motif.id,
    factor: motif.name || motif.id,
    role: motif.role,
    sites: new Set(own.map(({ start }) => start)).size,
    bestScore: scores.length === 0 ? null : scores.reduce((most, score) => Math.max(most, score)),
    contribution: cluster.contributions[index],
  };
}

/** Repressors make up at least 80 % of a silencer candidate's contributions; mixed clusters are candidate enhancers. */
function kindOf(contributions: readonly EnhancerContribution[]): EnhancerKind {
  const repressing = sumOf(contributions.filter(({ role }) => role === "repressor"));
  return repressing > 0 && repressing >= DOMINANT_SHARE * sumOf(contributions)
    ? "silencer candidate"
    : "enhancer candidate";
}

function compositionOf(contributions: readonly EnhancerContribution[]): Enhancer["composition"] {
  const largest = Math.max(0, ...contributions.map(({ contribution }) => contribution));
  return largest >= DOMINANT_SHARE * sumOf(contributions) ? "homotypic" : "heterotypic";
}

function sumOf(contributions: readonly EnhancerContribution[]): number {
  return contributions.reduce((sum, { contribution }) => sum + Math.max(0, contribution), 0);
}

function namesOf(contributions: readonly EnhancerContribution[], role: LibraryMotif["role"]): string[] {
  return contributions.filter((c) => c.role === role && c.sites > 0).map(({ factor }) => factor);
}
