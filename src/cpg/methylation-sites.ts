import type { Interval, Strand } from "../sequence/interval.ts";
import { type MeasuredMethylation, pooledReads } from "./measured-methylation.ts";
import { cpgRange } from "./methylation.ts";

/** A CpG (2 letters, strand `.`) or one strand of it (1 letter) with what is known of its methylation. */
export interface MethylationSite extends Interval {
  readonly strand: Strand | ".";
  /** 0..1. */
  readonly level: number;
  readonly methylated: number;
  readonly coverage: number;
}

/** CpGs with a measurement, both strands together, or each measured strand apart. Positions from the record's start. */
export function* methylationSites(measured: MeasuredMethylation, byStrand: boolean): Generator<MethylationSite> {
  const { positions, forward, reverse, joined } = measured;
  const all = byStrand ? joined : pooledReads(measured);
  for (const [i, start] of positions.entries()) {
    if (all.coverage[i] > 0) yield site(start, start + 2, ".", all.methylated[i], all.coverage[i]);
    if (!byStrand) continue;
    if (forward.coverage[i] > 0) yield site(start, start + 1, "+", forward.methylated[i], forward.coverage[i]);
    if (reverse.coverage[i] > 0) yield site(start + 1, start + 2, "-", reverse.methylated[i], reverse.coverage[i]);
  }
}

function site(start: number, end: number, strand: Strand | ".", methylated: number, coverage: number): MethylationSite {
  return { start, end, strand, level: methylated / coverage, methylated, coverage };
}

export type MethylationClass = "unmethylated" | "intermediate" | "methylated";

/** What a region holds; null where nothing in it was measured. */
export interface MethylationSummary extends Interval {
  /** CpGs with both letters inside. */
  readonly cpgs: number;
  /** CpGs with a measurement. */
  readonly covered: number;
  /** Methylated over all reads; without counts the mean of the values. */
  readonly mean: number | null;
  /** Mean of the sites' levels. */
  readonly siteMean: number | null;
  /** Share of the covered CpGs whose level is above {@link METHYLATED_ABOVE}. */
  readonly methylatedFraction: number | null;
  /** By the mean. */
  readonly class: MethylationClass | null;
}

export const UNMETHYLATED_BELOW = 0.2;
export const METHYLATED_ABOVE = 0.8;

/** Sums up regions of one record. Sites belong to a region by their own first base. */
export class RegionSummaries {
  readonly #positions: Uint32Array;
  readonly #cpgs: readonly MethylationSite[];
  readonly #sites: readonly MethylationSite[];

  /** `joinStrands`: a site is a CpG; else it is what was measured, a strand or a CpG. */
  constructor(measured: MeasuredMethylation, joinStrands: boolean) {
    this.#positions = measured.positions;
    this.#cpgs = [...methylationSites(measured, false)];
    this.#sites = joinStrands ? this.#cpgs : [...methylationSites(measured, true)];
  }

  summary({ start, end }: Interval): MethylationSummary {
    const sites = this.#sites.slice(...startsWithin(this.#sites, start, end));
    const cpgs = this.#cpgs.slice(...startsWithin(this.#cpgs, start, end));
    const [first, last] = cpgRange({ positions: this.#positions }, start, end);
    const coverage = sum(sites, (site) => site.coverage);
    const mean = coverage === 0 ? null : sum(sites, (site) => site.methylated) / coverage;
    const high = sum(cpgs, ({ level }) => (level > METHYLATED_ABOVE ? 1 : 0));
    return {
      start,
      end,
      cpgs: last - first,
      covered: cpgs.length,
      mean,
      siteMean: sites.length === 0 ? null : sum(sites, ({ level }) => level) / sites.length,
      methylatedFraction: cpgs.length === 0 ? null : high / cpgs.length,
      class: mean === null ? null : methylationClass(mean),
    };
  }
}

export function methylationClass(level: number): MethylationClass {
  if (level < UNMETHYLATED_BELOW) return "unmethylated";
  return level > METHYLATED_ABOVE ? "methylated" : "intermediate";
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

/** Indices [first, last) of the sites that start in [start, end), by bisection. */
function startsWithin(sites: readonly Interval[], start: number, end: number): [first: number, last: number] {
  const firstAtLeast = (position: number) => {
    let low = 0;
    let high = sites.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sites[middle].start < position) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return [firstAtLeast(start), firstAtLeast(end)];
}
