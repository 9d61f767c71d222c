import type { Interval, Strand } from "../sequence/interval.ts";
import { observedExpected, RegionCounter } from "./statistics.ts";
import { RatioTest } from "./thresholds.ts";

/** High, intermediate and low CpG promoters; NA where too little sequence is left. */
export type PromoterCpgClass = "HCP" | "ICP" | "LCP" | "NA";

/** Offsets from the TSS base (0) along the promoter's strand, [from, to). */
export interface ClassWindow {
  readonly from: number;
  readonly to: number;
}

/** One reading of the paper; the other is [−1300, 200). */
export const DEFAULT_CLASS_WINDOW: ClassWindow = { from: -700, to: 200 };

export interface PromoterClass {
  readonly class: PromoterCpgClass;
  /** Highest CpG ratio of a window; null for NA. */
  readonly maxObsExp: number | null;
  /** GC content in percent of the window with the highest ratio (the first of equals, from 5'); null for NA. */
  readonly gcPercent: number | null;
  /** The region was cut at an end of the sequence. */
  readonly truncated: boolean;
}

/** The windows that classes are decided by. */
export const CLASS_WINDOW_BP = 500;
export const CLASS_STEP_BP = 5;
/** A window above both makes a high-CpG promoter. */
export const HCP_LIMITS = { minGcPercent: 55, minObsExp: 0.75 };
/** No window above it makes a low-CpG promoter. */
export const LCP_OBS_EXP = 0.48;

const HIGH = new RatioTest(HCP_LIMITS);
const NOT_LOW = new RatioTest({ minGcPercent: 0, minObsExp: LCP_OBS_EXP });

/**
 * Promoter class of Weber 2007 (Nat Genet 39:457) from 500-bp windows every 5 bp, 5' to 3': HCP where one window has a
 * CpG ratio above 0.75 and GC above 55 %, LCP where none has a ratio above 0.48, else ICP. `tss` is the 0-based base. A
 * region cut at the sequence's end is used as it is; NA below 500 bp or without a known base.
 */
export function promoterClass(
  codes: Uint8Array,
  tss: number,
  strand: Strand,
  window: ClassWindow = DEFAULT_CLASS_WINDOW,
): PromoterClass {
  const whole = promoterRegion(tss, strand, window);
  const region = { start: Math.max(0, whole.start), end: Math.min(codes.length, whole.end) };
  const truncated = region.start !== whole.start || region.end !== whole.end;
  return { ...classify(codes, region, strand), truncated };
}

/** The region on the forward strand, 0-based half-open; it may reach beyond the sequence. */
export function promoterRegion(tss: number, strand: Strand, { from, to }: ClassWindow): Interval {
  return strand === "+" ? { start: tss + from, end: tss + to } : { start: tss - to + 1, end: tss - from + 1 };
}

function classify(codes: Uint8Array, { start, end }: Interval, strand: Strand): Omit<PromoterClass, "truncated"> {
  const counter = new RegionCounter(codes);
  let anyHigh = false;
  let anyNotLow = false;
  let maxObsExp: number | null = null;
  let gcPercent: number | null = null;
  for (let offset = 0; offset + CLASS_WINDOW_BP <= end - start; offset += CLASS_STEP_BP) {
    const from = strand === "+" ? start + offset : end - offset - CLASS_WINDOW_BP;
    counter.moveTo(from, from + CLASS_WINDOW_BP);
    if (counter.known === 0) continue;
    anyHigh ||= HIGH.isAbove(counter, CLASS_WINDOW_BP);
    anyNotLow ||= NOT_LOW.isAbove(counter, CLASS_WINDOW_BP);
    const ratio = observedExpected(counter, CLASS_WINDOW_BP);
    if (maxObsExp !== null && ratio <= maxObsExp) continue;
    maxObsExp = ratio;
    gcPercent = (100 * (counter.c + counter.g)) / CLASS_WINDOW_BP;
  }
  return { class: className(maxObsExp !== null, anyHigh, anyNotLow), maxObsExp, gcPercent };
}

function className(anyWindow: boolean, anyHigh: boolean, anyNotLow: boolean): PromoterCpgClass {
  if (!anyWindow) return "NA";
  if (anyHigh) return "HCP";
  return anyNotLow ? "ICP" : "LCP";
}
