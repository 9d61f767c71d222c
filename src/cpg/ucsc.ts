import { formatFixed, roundFixed } from "../printf.ts";
import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Interval } from "../sequence/interval.ts";
import { type CpgVisitor, CpgWalk } from "./cpg-walk.ts";
import { type CpgIsland, describeIsland, type IslandSearch, islandsOf, type UcscColumns } from "./island.ts";
import { CYTOSINE, cpgPercent, GUANINE, gcPercent, type RegionCounts } from "./statistics.ts";
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

/** A span with what it holds. */
interface CountedSpan extends ScoredSpan {
  readonly c: number;
  readonly g: number;
  readonly cpg: number;
  readonly gpc: number;
}

/**
 * CpG islands of UCSC's track cpgIslandExt (program cpg_lh): the spans of `maximalSpans` that are long and rich enough.
 * The CpG ratio is compared as cpg_lh does, in 32-bit floats. Unknown letters cost 1 and count in the length.
 */
export function ucscIslands(codes: Uint8Array, options: Partial<IslandThresholds> = {}): CpgIsland[] {
  return islandsOf(new UcscSearch(options), codes);
}

/**
 * {@link ucscIslands} of a record that comes in pieces. No letters are kept: memory holds the spans of the open excursion,
 * of the short ones only those that a later CpG may still be joined to.
 */
export class UcscSearch implements IslandSearch {
  readonly #limits: IslandThresholds;
  readonly #walk: CpgWalk;
  readonly #excursion: Excursion;
  #islands: CpgIsland[] = [];

  constructor(options: Partial<IslandThresholds> = {}) {
    this.#limits = { ...UCSC_DEFAULTS, ...options };
    this.#excursion = new Excursion(this.#limits.minLength, (span) => this.#judge(span));
    this.#walk = new CpgWalk(this.#excursion);
  }

  take(codes: Uint8Array): CpgIsland[] {
    this.#walk.take(codes);
    return this.#found();
  }

  finish(): CpgIsland[] {
    this.#walk.finish();
    this.#excursion.close();
    return this.#found();
  }

  #found(): CpgIsland[] {
    const islands = this.#islands;
    this.#islands = [];
    return islands;
  }

  #judge(span: CountedSpan): void {
    const length = span.end - span.start;
    const counts = { c: span.c, g: span.g, cpg: span.cpg, known: length };
    if (gcPercent(counts, length) <= this.#limits.minGcPercent) return;
    const ratio = floatRatio(counts, length);
    if (ratio <= this.#limits.minObsExp) return;
    this.#islands.push(describeIsland(span, counts, ucscColumns(span, counts, ratio), "all"));
  }
}

/**
 * The spans that cpg_lh finds when every CpG scores +17 and every other letter −1, before any limit but a length: the maximal
 * scoring segments of Ruzzo and Tompa 1999 (ISMB 7:234), each from a C to the G of its first highest sum. cpg_lh scans the
 * rest of an excursion again after each span, which costs O(n^1.5); the stack finds the same spans in linear time.
 */
export function maximalSpans(codes: Uint8Array, minLength = 0): ScoredSpan[] {
  const spans: ScoredSpan[] = [];
  const excursion = new Excursion(minLength, ({ start, end, score }) => void spans.push({ start, end, score }));
  const walk = new CpgWalk(excursion);
  walk.take(codes);
  walk.finish();
  excursion.close();
  return spans;
}

/**
 * Where the numbers of a span stand in its entry. Those of its start are taken over when spans are joined, those of its end
 * are the new ones. A sequence may hold as many spans as it has CpGs: objects would cost more than the scan.
 */
const START = 0;
/** The running total (without a floor) before the span. */
const BEFORE = 1;
/** Index of the nearest entry below that starts from a lower total, −1 for none. */
const LOWER = 2;
/** C, G, CpGs and GpCs of the excursion before the span. */
const HELD_BEFORE = 3;
const END = 7;
/** The running total at the span's end. */
const PEAK = 8;
/** C, G, CpGs and GpCs of the excursion up to the span's end. */
const HELD = 9;
const ENTRY = 13;

const FIRST_ROOM = 256;

/** A stretch over which the floored sum is above 0, with its spans on a stack. It hands them over when the sum is back at 0. */
class Excursion implements CpgVisitor {
  readonly #minLength: number;
  readonly #handOver: (span: CountedSpan) => void;
  #total = 0;
  #floored = 0;
  /** Letters C and G, CpGs and GpCs since the excursion began. */
  #c = 0;
  #g = 0;
  #cpg = 0;
  #gpc = 0;
  #size = 0;
  #room = FIRST_ROOM;
  #entries = new Float64Array(ENTRY * this.#room);

  constructor(minLength: number, handOver: (span: CountedSpan) => void) {
    this.#minLength = minLength;
    this.#handOver = handOver;
  }

  pass(codes: Uint8Array, start: number, end: number): void {
    if (this.#floored === 0) return;
    this.#total -= end - start;
    this.#floored -= end - start;
    if (this.#floored > 0) this.#count(codes, start, end);
    else this.close();
  }

  cpg(codes: Uint8Array, at: number, position: number): void {
    if (at > 0 && codes[at - 1] === GUANINE) this.#gpc++;
    if (this.#size === this.#room) this.#makeRoom();
    const entry = ENTRY * this.#entryOf(position);
    this.#c++;
    this.#g++;
    this.#cpg++;
    this.#total += CPG_GAIN;
    this.#floored += CPG_GAIN;
    const entries = this.#entries;
    entries[entry + END] = position + 2;
    entries[entry + PEAK] = this.#total + 1;
    entries[entry + HELD] = this.#c;
    entries[entry + HELD + 1] = this.#g;
    entries[entry + HELD + 2] = this.#cpg;
    entries[entry + HELD + 3] = this.#gpc;
  }

  /** Hands over the spans that are long enough, and starts anew. */
  close(): void {
    for (let i = 0; i < this.#size; i++) if (this.#isLong(i)) this.#handOver(this.#span(ENTRY * i));
    this.#size = 0;
    this.#floored = 0;
    this.#total = 0;
    this.#c = 0;
    this.#g = 0;
    this.#cpg = 0;
    this.#gpc = 0;
  }

  /** Letters without a CpG among them. */
  #count(codes: Uint8Array, start: number, end: number): void {
    let before = start > 0 ? codes[start - 1] : UNKNOWN_BASE;
    for (let i = start; i < end; i++) {
      const code = codes[i];
      if (code === CYTOSINE) {
        this.#c++;
        if (before === GUANINE) this.#gpc++;
      } else if (code === GUANINE) this.#g++;
      before = code;
    }
  }

  /**
   * The entry of the span that the CpG at `position` ends: the lowest of those below it that score more when joined with all
   * that follows, else a new one. It becomes the last.
   */
  #entryOf(position: number): number {
    const entries = this.#entries;
    const total = this.#total;
    const peak = total + CPG_SCORE;
    let at = this.#size;
    let before = total;
    let lower = at - 1;
    for (;;) {
      // Entries between an entry and its `lower` start from totals at least as high as its own: none needs a look.
      while (lower >= 0 && entries[ENTRY * lower + BEFORE] >= before) lower = entries[ENTRY * lower + LOWER];
      if (lower < 0 || entries[ENTRY * lower + PEAK] >= peak) break;
      at = lower;
      before = entries[ENTRY * at + BEFORE];
      lower = entries[ENTRY * at + LOWER];
    }
    if (at === this.#size) this.#begin(ENTRY * at, position, lower);
    this.#size = at + 1;
    return at;
  }

  #begin(entry: number, position: number, lower: number): void {
    const entries = this.#entries;
    entries[entry + START] = position;
    entries[entry + BEFORE] = this.#total;
    entries[entry + LOWER] = lower;
    entries[entry + HELD_BEFORE] = this.#c;
    entries[entry + HELD_BEFORE + 1] = this.#g;
    entries[entry + HELD_BEFORE + 2] = this.#cpg;
    entries[entry + HELD_BEFORE + 3] = this.#gpc;
  }

  #isLong(index: number): boolean {
    return this.#entries[ENTRY * index + END] - this.#entries[ENTRY * index + START] >= this.#minLength;
  }

  #span(entry: number): CountedSpan {
    const entries = this.#entries;
    const held = (kind: number) => entries[entry + HELD + kind] - entries[entry + HELD_BEFORE + kind];
    return {
      start: entries[entry + START],
      end: entries[entry + END],
      score: entries[entry + PEAK] - entries[entry + BEFORE],
      c: held(0),
      g: held(1),
      cpg: held(2),
      gpc: held(3),
    };
  }

  /** Drops what is settled, or takes more memory where that is little. */
  #makeRoom(): void {
    this.#dropSettled();
    if (2 * this.#size < this.#room) return;
    this.#room *= 2;
    const larger = new Float64Array(ENTRY * this.#room);
    larger.set(this.#entries);
    this.#entries = larger;
  }

  /**
   * A span that starts from a total which has been reached again is never joined by itself: what comes is joined to one of a
   * lower start, around it, or to none of them. Where it is too short it is of no use any more.
   */
  #dropSettled(): void {
    const entries = this.#entries;
    /** New places; of a span that goes that of the nearest one below it that stays. */
    const places = new Int32Array(this.#size);
    let size = 0;
    for (let i = 0; i < this.#size; i++) {
      const isSettled = entries[ENTRY * i + BEFORE] >= this.#total;
      const lower = entries[ENTRY * i + LOWER];
      const lowerPlace = lower < 0 ? lower : places[lower];
      places[i] = lowerPlace;
      if (isSettled && !this.#isLong(i)) continue;
      places[i] = size;
      entries.copyWithin(ENTRY * size, ENTRY * i, ENTRY * (i + 1));
      entries[ENTRY * size + LOWER] = lowerPlace;
      size++;
    }
    this.#size = size;
  }
}

/** Observed over expected in cpg_lh's 32-bit floats. */
function floatRatio({ c, g, cpg }: RegionCounts, length: number): number {
  const expected = Math.fround(Math.fround(c * g) / length);
  return Math.fround(cpg / expected);
}

function ucscColumns({ start, end, score, gpc }: CountedSpan, counts: RegionCounts, ratio: number): UcscColumns {
  const length = end - start;
  const perGc = formatFixed(gcPercent(counts, length), 1);
  return {
    method: "ucsc",
    gcNum: roundFixed(length * Number(perGc) * 0.01, 0),
    score,
    cpgPerGpc: gpc === 0 ? null : counts.cpg / gpc,
    perCpg: formatFixed(cpgPercent(counts, length), 1),
    perGc,
    obsExp: formatFixed(ratio, 2),
  };
}
