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

/** What cpg_lh gives a CpG; every other letter costs 1. */
export const CPG_SCORE = 17;
/** What a CpG adds in all: its G costs 1 like every other letter. */
const CPG_GAIN = CPG_SCORE - 1;

export interface ScoredSpan extends Interval {
  readonly score: number;
}

/**
 * CpG islands of UCSC's track cpgIslandExt (program cpg_lh): the spans of `maximalSpans` that are long and rich enough.
 * The CpG ratio is compared as cpg_lh does, in 32-bit floats. Unknown letters cost 1 and count in the length.
 */
export function ucscIslands(codes: Uint8Array, options: Partial<IslandThresholds> = {}): CpgIsland[] {
  const limits = { ...UCSC_DEFAULTS, ...options };
  const islands: CpgIsland[] = [];
  for (const span of maximalSpans(codes, limits.minLength)) {
    const length = span.end - span.start;
    const counts = countRegion(codes, span.start, span.end);
    if (gcPercent(counts, length) <= limits.minGcPercent) continue;
    const ratio = floatRatio(counts, length);
    if (ratio <= limits.minObsExp) continue;
    islands.push(describeIsland(codes, span, ucscColumns(codes, span, counts, ratio), "all", counts));
  }
  return islands;
}

/**
 * The spans that cpg_lh finds when every CpG scores +17 and every other letter −1, before any limit but a length: the maximal
 * scoring segments of Ruzzo and Tompa 1999 (ISMB 7:234), each from a C to the G of its first highest sum. cpg_lh scans the
 * rest of an excursion again after each span, which costs O(n^1.5); the stack finds the same spans in linear time.
 */
export function maximalSpans(codes: Uint8Array, minLength = 0): ScoredSpan[] {
  const spans: ScoredSpan[] = [];
  const positions = cpgPositions(codes);
  const stack = new SpanStack();
  let total = 0;
  let floored = 0;
  let next = 0;
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i];
    const gap = position - next;
    total -= gap;
    floored -= gap;
    if (floored <= 0) {
      stack.close(minLength, spans);
      floored = 0;
    }
    stack.add(position, total);
    total += CPG_GAIN;
    floored += CPG_GAIN;
    next = position + 2;
  }
  stack.close(minLength, spans);
  return spans;
}

/** Spans of one excursion in columns. A sequence may hold as many as it has CpGs: objects would cost more than the scan. */
class SpanStack {
  #size = 0;
  #room = 256;
  #start = new Float64Array(this.#room);
  #end = new Float64Array(this.#room);
  /** The running total (without a floor) before each span, and at its end. */
  #before = new Float64Array(this.#room);
  #peak = new Float64Array(this.#room);
  /** Index of the nearest entry below that starts from a lower total, −1 for none. */
  #lower = new Int32Array(this.#room);

  /** Pushes the CpG at `position`, joined with the spans below for as long as the whole scores more than its parts. */
  add(position: number, total: number): void {
    const befores = this.#before;
    const lowers = this.#lower;
    const peak = total + CPG_SCORE;
    let at = this.#size;
    let start = position;
    let before = total;
    let lower = at - 1;
    for (;;) {
      // Entries between an entry and its `lower` start from totals at least as high as its own: none needs a look.
      while (lower >= 0 && befores[lower] >= before) lower = lowers[lower];
      if (lower < 0 || this.#peak[lower] >= peak) break;
      at = lower;
      start = this.#start[at];
      before = befores[at];
      lower = lowers[at];
    }
    if (at === this.#room) this.#grow();
    this.#start[at] = start;
    this.#end[at] = position + 2;
    this.#before[at] = before;
    this.#peak[at] = peak;
    this.#lower[at] = lower;
    this.#size = at + 1;
  }

  /** Hands over the spans that are long enough, and starts anew. */
  close(minLength: number, spans: ScoredSpan[]): void {
    for (let i = 0; i < this.#size; i++) {
      const [start, end] = [this.#start[i], this.#end[i]];
      if (end - start >= minLength) spans.push({ start, end, score: this.#peak[i] - this.#before[i] });
    }
    this.#size = 0;
  }

  #grow(): void {
    this.#room *= 2;
    this.#start = doubled(this.#start);
    this.#end = doubled(this.#end);
    this.#before = doubled(this.#before);
    this.#peak = doubled(this.#peak);
    const lower = new Int32Array(this.#room);
    lower.set(this.#lower);
    this.#lower = lower;
  }
}

function doubled(column: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * column.length);
  larger.set(column);
  return larger;
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
