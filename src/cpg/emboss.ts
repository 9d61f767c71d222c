import { formatFixed } from "../printf.ts";
import type { Interval } from "../sequence/interval.ts";
import { type CpgIsland, describeIsland, type EmbossColumns } from "./island.ts";
import { longRuns } from "./long-runs.ts";
import { CYTOSINE, countRegion, GUANINE, RegionCounter, type RegionCounts } from "./statistics.ts";
import type { IslandThresholds } from "./thresholds.ts";
import { CPG_SHIFT, FIELD, G_SHIFT, WIDEST_WINDOW, Windows } from "./windows.ts";

export interface EmbossOptions extends IslandThresholds {
  readonly windowBp: number;
  /** Letters from one window to the next. */
  readonly shiftBp: number;
}

/** newcpgreport's defaults. */
export const EMBOSS_DEFAULTS: EmbossOptions = {
  minLength: 200,
  minGcPercent: 50,
  minObsExp: 0.6,
  windowBp: 100,
  shiftBp: 1,
};

/** Steps over which windows are averaged, both ends included: eleven windows, whose sum the program divides by ten. */
const SMOOTHING_STEPS = 10;
/** Windows whose values are kept: a power of two above the eleven. */
const KEPT_WINDOWS = 64;
const KEPT_MASK = KEPT_WINDOWS - 1;
/** Eleven additions of floats may be wrong by less than this share of the sum. */
const FLOAT_DOUBT = 1e-5;

/**
 * CpG islands as EMBOSS 6.6.0's newcpgreport prints them, with its quirks: sums of eleven windows divided by ten (the
 * limits are really 45.45 % GC and a ratio of 0.5455), a CpG may straddle a window's right edge, an island at the very
 * end of a sequence is one letter short, and all arithmetic is in 32-bit floats. Coordinates are the printed ones.
 */
export function embossIslands(codes: Uint8Array, options: Partial<EmbossOptions> = {}): CpgIsland[] {
  const settings = { ...EMBOSS_DEFAULTS, ...options };
  return markedRuns(codes, settings).map(({ start, end }) => {
    const touchesEnd = end === codes.length;
    const printed = { start, end: touchesEnd ? end - 1 : end };
    const size = touchesEnd ? end - start + 1 : end - start;
    return describeIsland(codes, printed, embossColumns(codes, printed, size));
  });
}

/** Runs of smoothed positions above both limits that are long enough. The last one is taken to the end of the sequence. */
function markedRuns(codes: Uint8Array, settings: EmbossOptions): Interval[] {
  const { shiftBp, minLength } = settings;
  const smoothing = new SmoothedWindows(codes, settings);
  const steps = Math.max(0, Math.ceil(codes.length / shiftBp) - SMOOTHING_STEPS);
  const least = Math.max(1, Math.ceil(minLength / shiftBp));
  return longRuns(steps, least, (step) => smoothing.isAbove(step)).map(({ start, end }) => ({
    start: start * shiftBp,
    end: end === steps ? codes.length : (end - 1) * shiftBp + 1,
  }));
}

/**
 * Averages of neighbouring windows; window q starts at q · shift and is filed under the position of its middle. Sums are
 * kept in doubles from step to step; only where one is too near to its limit to tell is it added up in the program's floats.
 */
class SmoothedWindows {
  readonly #codes: Uint8Array;
  readonly #settings: EmbossOptions;
  readonly #counts: Windows | RegionCounter;
  readonly #percentOf: Float32Array;
  /** Of the windows that were looked at last, by their number modulo the room; the number itself is in #filed. */
  readonly #ratios = new Float32Array(KEPT_WINDOWS);
  readonly #percents = new Float32Array(KEPT_WINDOWS);
  readonly #filed = new Float64Array(KEPT_WINDOWS).fill(-1);
  /** Number of windows in the sequence. */
  readonly #windows: number;
  /** The windows [#from, #to) that are in the sums. */
  #from = 0;
  #to = 0;
  #ratioSum = 0;
  #percentSum = 0;

  constructor(codes: Uint8Array, settings: EmbossOptions) {
    this.#codes = codes;
    this.#settings = settings;
    const { windowBp, shiftBp } = settings;
    this.#counts = windowBp <= WIDEST_WINDOW ? new Windows(codes, windowBp) : new RegionCounter(codes);
    this.#percentOf = Float32Array.from({ length: windowBp + 1 }, (_, count) => floatPercent(count, windowBp));
    this.#windows = Math.max(0, Math.floor((codes.length - windowBp) / shiftBp) + 1);
  }

  /** Do the windows whose middles lie in [step, step + 10] · shift exceed both limits? */
  isAbove(step: number): boolean {
    const { windowBp, shiftBp, minObsExp, minGcPercent } = this.#settings;
    const middle = Math.floor(windowBp / 2) / shiftBp;
    const from = Math.max(0, Math.ceil(step - middle));
    this.#moveTo(from, Math.max(from, Math.min(Math.floor(step + SMOOTHING_STEPS - middle) + 1, this.#windows)));
    const ratio = side(this.#ratioSum / SMOOTHING_STEPS, minObsExp);
    const percent = side(this.#percentSum / SMOOTHING_STEPS, minGcPercent);
    if (ratio < 0 || percent < 0) return false;
    return (ratio > 0 && percent > 0) || this.#isAboveInFloats();
  }

  #isAboveInFloats(): boolean {
    let ratio = 0;
    let percent = 0;
    for (let q = this.#from; q < this.#to; q++) {
      ratio = Math.fround(ratio + this.#ratios[q & KEPT_MASK]);
      percent = Math.fround(percent + this.#percents[q & KEPT_MASK]);
    }
    const { minObsExp, minGcPercent } = this.#settings;
    return (
      Math.fround(ratio / SMOOTHING_STEPS) > Math.fround(minObsExp) &&
      Math.fround(percent / SMOOTHING_STEPS) > Math.fround(minGcPercent)
    );
  }

  /** Makes the sums those of the windows [from, to). */
  #moveTo(from: number, to: number): void {
    if (from >= this.#to || to <= this.#from) {
      this.#from = from;
      this.#to = from;
      this.#ratioSum = 0;
      this.#percentSum = 0;
    }
    while (this.#from > from) this.#add(--this.#from, 1);
    while (this.#to < to) this.#add(this.#to++, 1);
    while (this.#from < from) this.#add(this.#from++, -1);
    while (this.#to > to) this.#add(--this.#to, -1);
  }

  #add(q: number, sign: 1 | -1): void {
    const place = q & KEPT_MASK;
    if (this.#filed[place] !== q) this.#fill(q, place);
    this.#ratioSum += sign * this.#ratios[place];
    this.#percentSum += sign * this.#percents[place];
  }

  #fill(q: number, place: number): void {
    const { windowBp, shiftBp } = this.#settings;
    const start = q * shiftBp;
    const { c, g, cpg } = this.#count(start);
    const end = start + windowBp;
    const straddles = this.#codes[end - 1] === CYTOSINE && this.#codes[end] === GUANINE;
    const expected = Math.fround((c * g) / windowBp);
    this.#ratios[place] = expected === 0 ? 0 : (cpg + (straddles ? 1 : 0)) / expected;
    this.#percents[place] = this.#percentOf[c] + this.#percentOf[g];
    this.#filed[place] = q;
  }

  #count(start: number): Pick<RegionCounts, "c" | "g" | "cpg"> {
    const counts = this.#counts;
    if (counts instanceof Windows) {
      const packed = counts.at(start);
      return { c: packed & FIELD, g: (packed >> G_SHIFT) & FIELD, cpg: (packed >> CPG_SHIFT) & FIELD };
    }
    counts.moveTo(start, start + this.#settings.windowBp);
    return counts;
  }
}

/** 1 or −1 where a sum in floats would surely lie above or below the limit, else 0. */
function side(average: number, limit: number): -1 | 0 | 1 {
  const doubt = FLOAT_DOUBT * (1 + average + limit);
  if (average > limit + doubt) return 1;
  return average < limit - doubt ? -1 : 0;
}

/** The printed statistics: over the island without its first letter, where a CpG may use the letter behind the last. */
function embossColumns(codes: Uint8Array, { start, end }: Interval, size: number): EmbossColumns {
  const region = countRegion(codes, start + 1, end);
  const straddles = codes[end - 1] === CYTOSINE && codes[end] === GUANINE;
  const cpg = region.cpg + (straddles ? 1 : 0);
  const length = end - start;
  const sumCg = region.c + region.g;
  const ratio = Math.fround(Math.fround(cpg * length) / Math.fround(region.c * region.g));
  return {
    method: "emboss",
    size,
    sumCg,
    percentCg: formatFixed(floatPercent(sumCg, length), 2),
    obsExp: formatFixed(ratio, 2),
  };
}

function floatPercent(count: number, length: number): number {
  return Math.fround(Math.fround(count / length) * 100);
}
