import type { PromoterCpgClass } from "../../cpg/promoter-class.ts";
import type { Interval, Strand } from "../../sequence/interval.ts";
import type { PackedBases } from "./packed-bases.ts";

/*
 * What the HTML report carries: one head, then two lines a record, all JSON. Keys are short because there may be thousands
 * of lines; coordinates are 0-based half-open; a motif is its index in the head's list.
 */

/** Which CpGs the second methylation state methylates. */
export type PageState = "none" | "islands" | "all" | "measured";

export interface PageMotif {
  readonly id: string;
  readonly name: string;
  readonly role: "core" | "proximal" | "activator" | "repressor" | "insulator";
  readonly width: number;
  /** A C G T a position, as counted or as shares. */
  readonly counts: readonly number[];
}

export interface PageHead {
  readonly tool: string;
  readonly command: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly cells: readonly string[];
  readonly state: PageState;
  readonly motifs: readonly PageMotif[];
}

/** First line of a record: what the overview shows, searches and sorts. */
export interface OverviewLine {
  /** Name, length, 0-based offset of the first base. */
  readonly n: string;
  readonly l: number;
  readonly o: number;
  /** Name of the region, of regions. */
  readonly g?: string;
  /** Number of enhancers. */
  readonly e: number;
  readonly p: readonly PromoterOverview[];
}

export interface PromoterOverview {
  /** Name, start site, strand, class, CpG class, names of the elements. */
  readonly n: string;
  readonly t: number;
  readonly s: Strand;
  readonly c: string;
  readonly h: PromoterCpgClass;
  readonly k: readonly string[];
  /** Score, of predicted promoters. */
  readonly d?: number;
  /** The island that covers it. */
  readonly i?: readonly [start: number, end: number];
  /** Expression a cell: unmethylated, and in the methylation state. */
  readonly u: readonly number[];
  readonly x: readonly number[];
}

/** Second line of a record: what one gene's page shows. */
export interface DetailLine {
  readonly i: readonly IslandDetail[];
  readonly p: readonly PromoterDetail[];
  readonly e: readonly EnhancerDetail[];
  /** The bases, while the file has room for them. */
  readonly q?: PackedBases;
  /** Measured levels in percent, one a CpG of the sequence; −1: not measured. */
  readonly m?: readonly number[];
}

export type IslandDetail = readonly [start: number, length: number, gcPercent: number, obsExp: number];

export interface PromoterDetail {
  readonly k: readonly ElementDetail[];
  /** A cell each. */
  readonly b: readonly CellDetail[];
}

export type ElementDetail = readonly [
  motif: number,
  start: number,
  length: number,
  strand: Strand,
  offset: number,
  score: number,
  pValue: number,
];

export interface CellDetail {
  /** Share that silencing leaves. */
  readonly s: number;
  /** Factors that raise and lower expression, with the fold that each makes. */
  readonly a: readonly FactorDetail[];
  readonly r: readonly FactorDetail[];
  /** Enhancers that act. */
  readonly e: readonly ActingDetail[];
}

export type FactorDetail = readonly [motif: number, fold: number];
export type ActingDetail = readonly [start: number, end: number, distance: number, contact: number, fold: number];

export interface EnhancerDetail {
  /** Start, length, score in nats; 1 for a silencer candidate. */
  readonly a: number;
  readonly z: number;
  readonly s: number;
  readonly k: 0 | 1;
  /** Sites, their starts counted from the enhancer's. */
  readonly t: readonly SiteDetail[];
}

export type SiteDetail = readonly [motif: number, start: number, strand: Strand, score: number];

/** After the last record. */
export interface PageTail {
  readonly records: number;
  readonly warnings: readonly string[];
}

/** Where an enhancer lies. */
export function enhancerInterval({ a, z }: EnhancerDetail): Interval {
  return { start: a, end: a + z };
}
