import { formatFixed } from "../printf.ts";
import type { Interval } from "../sequence/interval.ts";
import { type CpgIsland, describeIsland, type EmbossColumns } from "./island.ts";
import { CYTOSINE, GUANINE, RegionCounter } from "./statistics.ts";
import type { IslandThresholds } from "./thresholds.ts";

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
/** Windows that are kept at a time: a power of two above the eleven. */
const KEPT_WINDOWS = 16;

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

/** Runs of smoothed positions above both limits that are long enough. */
function markedRuns(codes: Uint8Array, settings: EmbossOptions): Interval[] {
  const { shiftBp, minLength } = settings;
  const smoothing = new SmoothedWindows(codes, settings);
  const runs: Interval[] = [];
  const stop = codes.length - SMOOTHING_STEPS * shiftBp;
  let first = -1;
  let position = 0;
  for (; position < stop; position += shiftBp) {
    const hit = smoothing.isAbove(position / shiftBp);
    if (hit && first < 0) first = position;
    if (hit || first < 0) continue;
    if (position - first >= minLength) runs.push({ start: first, end: position - shiftBp + 1 });
    first = -1;
  }
  // The last run is taken to the end of the sequence.
  if (first >= 0 && position - first >= minLength) runs.push({ start: first, end: codes.length });
  return runs;
}

/** Averages of neighbouring windows; window q starts at q · shift and is filed under the position of its middle. */
class SmoothedWindows {
  readonly #codes: Uint8Array;
  readonly #settings: EmbossOptions;
  readonly #window: RegionCounter;
  readonly #ratios = new Float32Array(KEPT_WINDOWS);
  readonly #percents = new Float32Array(KEPT_WINDOWS);
  /** Number of windows in the sequence. */
  readonly #windows: number;
  #next = 0;

  constructor(codes: Uint8Array, settings: EmbossOptions) {
    this.#codes = codes;
    this.#settings = settings;
    this.#window = new RegionCounter(codes);
    this.#windows = Math.max(0, Math.floor((codes.length - settings.windowBp) / settings.shiftBp) + 1);
  }

  /** Do the windows whose middles lie in [step, step + 10] · shift exceed both limits? Steps must be asked in order. */
  isAbove(step: number): boolean {
    const { windowBp, shiftBp, minObsExp, minGcPercent } = this.#settings;
    const middle = Math.floor(windowBp / 2) / shiftBp;
    const last = Math.min(Math.floor(step + SMOOTHING_STEPS - middle), this.#windows - 1);
    while (this.#next <= last) this.#fill(this.#next++);
    let ratio = 0;
    let percent = 0;
    for (let q = Math.max(0, Math.ceil(step - middle)); q <= last; q++) {
      ratio = Math.fround(ratio + this.#ratios[q % KEPT_WINDOWS]);
      percent = Math.fround(percent + this.#percents[q % KEPT_WINDOWS]);
    }
    return (
      Math.fround(ratio / SMOOTHING_STEPS) > Math.fround(minObsExp) &&
      Math.fround(percent / SMOOTHING_STEPS) > Math.fround(minGcPercent)
    );
  }

  #fill(q: number): void {
    const { windowBp, shiftBp } = this.#settings;
    const window = this.#window;
    window.moveTo(q * shiftBp, q * shiftBp + windowBp);
    const straddles = this.#codes[window.end - 1] === CYTOSINE && this.#codes[window.end] === GUANINE;
    const expected = Math.fround((window.c * window.g) / windowBp);
    const cpg = window.cpg + (straddles ? 1 : 0);
    this.#ratios[q % KEPT_WINDOWS] = expected === 0 ? 0 : cpg / expected;
    this.#percents[q % KEPT_WINDOWS] = floatPercent(window.c, windowBp) + floatPercent(window.g, windowBp);
  }
}

/** The printed statistics: over the island without its first letter, where a CpG may use the letter behind the last. */
function embossColumns(codes: Uint8Array, { start, end }: Interval, size: number): EmbossColumns {
  const region = new RegionCounter(codes);
  region.moveTo(start + 1, end);
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
