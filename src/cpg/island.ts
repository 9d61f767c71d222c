import type { Interval } from "../sequence/interval.ts";
import { finished, type Steps } from "../steps.ts";
import { cpgPercent, gcPercent, observedExpected, type RegionCounts } from "./statistics.ts";

/** A CpG island by any of the definitions: 0-based half-open, with counts of the known letters inside. */
export interface CpgIsland extends Interval {
  readonly length: number;
  readonly cpgCount: number;
  /** C + G. */
  readonly gcCount: number;
  /** Over the known letters; with `ucsc` over all letters, so that the columns are those of UCSC's table. */
  readonly gcPercent: number;
  /** 200 · CpG / letters (each CpG covers two), over the same letters. */
  readonly cpgPercent: number;
  /** Gardiner-Garden and Frommer's ratio, over the same letters. */
  readonly obsExp: number;
  /** What the method adds in its own way of counting. */
  readonly columns?: MethodColumns;
}

export type MethodColumns = UcscColumns | EmbossColumns | CpgClusterColumns | HmmColumns;

/** As in UCSC's cpgIslandExt, and the two values that cpg_lh prints beside them. */
export interface UcscColumns {
  readonly method: "ucsc";
  /** Not a count: the length times the rounded `perGc`, rounded. */
  readonly gcNum: number;
  /** The span's sum of +17 per CpG and −1 per other letter. */
  readonly score: number;
  /** CpGs per GpC; null without a GpC. */
  readonly cpgPerGpc: number | null;
  /** `%.1f`. */
  readonly perCpg: string;
  /** `%.1f`. */
  readonly perGc: string;
  /** `%.2f`. */
  readonly obsExp: string;
}

/** As newcpgreport counts: without the island's first letter, `size` beyond the printed end at the end of a sequence. */
export interface EmbossColumns {
  readonly method: "emboss";
  readonly size: number;
  readonly sumCg: number;
  /** `%.2f`. */
  readonly percentCg: string;
  /** `%.2f`. */
  readonly obsExp: string;
}

export interface CpgClusterColumns {
  readonly method: "cpgcluster";
  /** Chance of so many CpGs in so short a stretch, to six significant digits; 0 below 1e-307. */
  readonly pValue: number;
  /** Its decimal logarithm, also where the value itself underflows. */
  readonly log10PValue: number;
}

export interface HmmColumns {
  readonly method: "hmm";
  /** Bits: log2 of the run's probability under the island's chain over that under the background's, without switches. */
  readonly logOdds: number;
  /** Mean posterior probability of the island state; null for a Viterbi run. */
  readonly meanPosterior: number | null;
}

/** The island [start, end) with its statistics over the known letters, or over all letters (`letters: "all"`). */
export function describeIsland(
  { start, end }: Interval,
  counts: RegionCounts,
  columns?: MethodColumns,
  letters: "known" | "all" = "known",
): CpgIsland {
  const over = letters === "all" ? end - start : counts.known;
  return {
    start,
    end,
    length: end - start,
    cpgCount: counts.cpg,
    gcCount: counts.c + counts.g,
    gcPercent: gcPercent(counts, over),
    cpgPercent: cpgPercent(counts, over),
    obsExp: observedExpected(counts, over),
    ...(columns === undefined ? {} : { columns }),
  };
}

/** A search for the islands of one record, whose letters come in pieces of any size, one after the other. */
export interface IslandSearch {
  /**
   * Takes the record's next letters, which it does not keep, and hands over the islands that have become certain. Islands
   * come in ascending order.
   */
  take(codes: Uint8Array): CpgIsland[];
  /** The record ends here: the rest of its islands. */
  finish(): CpgIsland[];
  /** Was the record passed over because the method has nothing to judge it by? Known once it has ended. */
  readonly passedOver?: boolean;
}

/** The islands of a record that is at hand as a whole. */
export function islandsOf(search: IslandSearch, codes: Uint8Array): CpgIsland[] {
  return finished(islandSteps(search, codes));
}

/** Letters of a record that are looked at in one step. */
const STEP_BASES = 1 << 18;

/** The same in steps. */
export function* islandSteps(search: IslandSearch, codes: Uint8Array): Steps<CpgIsland[]> {
  const found: CpgIsland[] = [];
  for (let from = 0; from < codes.length; from += STEP_BASES) {
    for (const island of search.take(codes.subarray(from, from + STEP_BASES))) found.push(island);
    yield from / codes.length;
  }
  return found.concat(search.finish());
}
