import { formatFixed, roundFixed } from "../printf.ts";
import type { Interval } from "../sequence/interval.ts";
import { type CpgIsland, describeIsland, type UcscColumns } from "./island.ts";
import {
  CYTOSINE,
  countRegion,
  cpgPercent,
  cpgPositions,
  GUANINE,
  gcPercent,
  type RegionCounts,
} from "./statistics.ts";
import type { IslandThresholds } from "./thresholds.ts";

/** The limits of cpg_lh: longer than 200, GC above 50 %, ratio above 0.60. */
export const UCSC_DEFAULTS: IslandThresholds = { minLength: 201, minGcPercent: 50, minObsExp: 0.6 };

const CPG_SCORE = 17;
/** What a CpG adds in all: its G costs 1 like every other letter. */
const CPG_GAIN = CPG_SCORE - 1;

export interface ScoredSpan extends Interval {
  readonly score: number;
}

/** A span on the stack; `before` and `peak` are the running total (without a floor) at its two ends. */
interface OpenSpan {
  readonly start: number;
  readonly end: number;
  readonly before: number;
  readonly peak: number;
  /** Index of the nearest entry below that starts from a lower total, −1 for none. */
  readonly lower: number;
}

/**
 * CpG islands of UCSC's track cpgIslandExt (program cpg_lh): the spans of `maximalSpans` that are long and rich enough.
 * The CpG ratio is compared as cpg_lh does, in 32-bit floats. Unknown letters cost 1 and count in the length.
 */
export function ucscIslands(codes: Uint8Array, options: Partial<IslandThresholds> = {}): CpgIsland[] {
  const limits = { ...UCSC_DEFAULTS, ...options };
  const islands: CpgIsland[] = [];
  for (const span of maximalSpans(codes)) {
    const length = span.end - span.start;
    if (length < limits.minLength) continue;
    const counts = countRegion(codes, span.start, span.end);
    if (gcPercent(counts, length) <= limits.minGcPercent) continue;
    const ratio = floatRatio(counts, length);
    if (ratio <= limits.minObsExp) continue;
    islands.push(describeIsland(codes, span, ucscColumns(codes, span, counts, ratio), "all"));
  }
  return islands;
}

/**
 * The spans that cpg_lh finds when every CpG scores +17 and every other letter −1, before any limit: the maximal scoring
 * segments of Ruzzo and Tompa 1999 (ISMB 7:234), each from a C to the G of its first highest sum. cpg_lh scans the rest
 * of an excursion again after each span, which costs O(n^1.5); the stack finds the same spans in linear time.
 */
export function maximalSpans(codes: Uint8Array): ScoredSpan[] {
  const spans: ScoredSpan[] = [];
  let stack: OpenSpan[] = [];
  let total = 0;
  let floored = 0;
  let next = 0;
  for (const position of cpgPositions(codes)) {
    const gap = position - next;
    total -= gap;
    floored -= gap;
    if (floored <= 0) {
      closeSpans(stack, spans);
      stack = [];
      floored = 0;
    }
    addSpan(stack, position, total);
    total += CPG_GAIN;
    floored += CPG_GAIN;
    next = position + 2;
  }
  closeSpans(stack, spans);
  return spans;
}

/** Pushes the CpG at `position`, joined with the spans below for as long as the whole scores more than its parts. */
function addSpan(stack: OpenSpan[], position: number, total: number): void {
  const peak = total + CPG_SCORE;
  let start = position;
  let before = total;
  let lower = stack.length - 1;
  for (;;) {
    // Entries between an entry and its `lower` start from totals at least as high as its own: none needs a look.
    while (lower >= 0 && stack[lower].before >= before) lower = stack[lower].lower;
    if (lower < 0 || stack[lower].peak >= peak) break;
    const joined = stack[lower];
    stack.length = lower;
    start = joined.start;
    before = joined.before;
    lower = joined.lower;
  }
  stack.push({ start, end: position + 2, before, peak, lower });
}

function closeSpans(stack: readonly OpenSpan[], spans: ScoredSpan[]): void {
  for (const { start, end, before, peak } of stack) spans.push({ start, end, score: peak - before });
}

/** Observed over expected in cpg_lh's 32-bit floats. */
function floatRatio({ c, g, cpg }: RegionCounts, length: number): number {
  const expected = Math.fround(Math.fround(c * g) / length);
  return Math.fround(cpg / expected);
}

function ucscColumns(codes: Uint8Array, span: ScoredSpan, counts: RegionCounts, ratio: number): UcscColumns {
  const length = span.end - span.start;
  const perGc = formatFixed(gcPercent(counts, length), 1);
  const gpc = countGpc(codes, span);
  return {
    method: "ucsc",
    gcNum: roundFixed(length * Number(perGc) * 0.01, 0),
    score: span.score,
    cpgPerGpc: gpc === 0 ? null : counts.cpg / gpc,
    perCpg: formatFixed(cpgPercent(counts, length), 1),
    perGc,
    obsExp: formatFixed(ratio, 2),
  };
}

function countGpc(codes: Uint8Array, { start, end }: Interval): number {
  let count = 0;
  for (let i = start + 1; i < end; i++) if (codes[i] === CYTOSINE && codes[i - 1] === GUANINE) count++;
  return count;
}
