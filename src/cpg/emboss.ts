import { formatFixed } from "../printf.ts";
import type { Interval } from "../sequence/interval.ts";
import { CountedRegion } from "./counted-region.ts";
import { type CpgIsland, describeIsland, type EmbossColumns, type IslandSearch, islandsOf } from "./island.ts";
import { KeptLetters } from "./kept-letters.ts";
import { LongRunSearch } from "./long-runs.ts";
import { CYTOSINE, GUANINE, RegionCounter, type RegionCounts } from "./statistics.ts";
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
  return islandsOf(new EmbossSearch(options), codes);
}

/** {@link embossIslands} of a record that comes in pieces. Of the letters those of a few windows are kept. */
export class EmbossSearch implements IslandSearch {
  readonly #settings: EmbossOptions;
  readonly #letters = new KeptLetters();
  readonly #smoothing: SmoothedWindows;
  readonly #runs: LongRunSearch;
  /** The region of the run that may go on. */
  #open: PrintedRegion | undefined;

  constructor(options: Partial<EmbossOptions> = {}) {
    const settings = { ...EMBOSS_DEFAULTS, ...options };
    const least = Math.max(1, Math.ceil(settings.minLength / settings.shiftBp));
    this.#settings = settings;
    this.#smoothing = new SmoothedWindows(this.#letters, settings);
    this.#runs = new LongRunSearch(least, (step) => this.#smoothing.isAbove(step));
  }

  take(codes: Uint8Array): CpgIsland[] {
    this.#letters.add(codes);
    this.#smoothing.seeLetters();
    const islands = this.#islands(this.#runs.advance(this.#smoothing.certainSteps()));
    const run = this.#runs.open;
    this.#open = run && this.#regionTo(run, this.#endOf(run));
    this.#letters.keepFrom(this.#needed());
    return islands;
  }

  /** A run up to the last step is taken to the end of the sequence, where one letter is left out. */
  finish(): CpgIsland[] {
    const { end } = this.#letters;
    const steps = Math.max(0, Math.ceil(end / this.#settings.shiftBp) - SMOOTHING_STEPS);
    this.#smoothing.finish();
    const islands = this.#islands(this.#runs.advance(steps));
    const last = this.#runs.finish().map((run) => this.#regionTo(run, end - 1));
    return islands.concat(last.map((region) => this.#island(region, end + 1 - region.start)));
  }

  /** The first letter of the next windows, or the last one of the open region. */
  #needed(): number {
    const ofWindows = this.#smoothing.firstLetterOf(this.#runs.needed);
    return this.#open === undefined ? ofWindows : Math.min(ofWindows, this.#open.end - 1);
  }

  #islands(runs: readonly Interval[]): CpgIsland[] {
    return runs.map((run) => this.#island(this.#regionTo(run, this.#endOf(run))));
  }

  #endOf(run: Interval): number {
    return (run.end - 1) * this.#settings.shiftBp + 1;
  }

  #regionTo(run: Interval, end: number): PrintedRegion {
    const start = run.start * this.#settings.shiftBp;
    const region = this.#open?.start === start ? this.#open : new PrintedRegion(start);
    region.growTo(end, this.#letters);
    return region;
  }

  #island(region: PrintedRegion, size = region.end - region.start): CpgIsland {
    const isC = this.#letters.at(region.end - 1) === CYTOSINE;
    const straddles = isC && this.#letters.at(region.end) === GUANINE;
    return describeIsland(region, region.counts, embossColumns(region, straddles, size));
  }
}

/** A region with the counts that the program prints: those without its first letter. */
class PrintedRegion extends CountedRegion {
  readonly printed: CountedRegion;

  constructor(start: number) {
    super(start);
    this.printed = new CountedRegion(start + 1);
  }

  override growTo(end: number, letters: KeptLetters): void {
    super.growTo(end, letters);
    this.printed.growTo(end, letters);
  }
}

/**
 * Averages of neighbouring windows; window q starts at q · shift and is filed under the position of its middle. Sums are
 * kept in doubles from step to step; only where one is too near to its limit to tell is it added up in the program's floats.
 */
class SmoothedWindows {
  readonly #letters: KeptLetters;
  readonly #settings: EmbossOptions;
  readonly #counts: Windows | RegionCounter;
  readonly #percentOf: Float32Array;
  /** Of the windows that were looked at last, by their number modulo the room; the number itself is in #filed. */
  readonly #ratios = new Float32Array(KEPT_WINDOWS);
  readonly #percents = new Float32Array(KEPT_WINDOWS);
  readonly #filed = new Float64Array(KEPT_WINDOWS).fill(-1);
  /** Number of windows in the sequence, once its end is known. */
  #windows = Number.POSITIVE_INFINITY;
  /** The windows [#from, #to) that are in the sums. */
  #from = 0;
  #to = 0;
  #ratioSum = 0;
  #percentSum = 0;

  constructor(letters: KeptLetters, settings: EmbossOptions) {
    this.#letters = letters;
    this.#settings = settings;
    const { windowBp } = settings;
    const { codes } = letters;
    this.#counts = windowBp <= WIDEST_WINDOW ? new Windows(codes, windowBp) : new RegionCounter(codes);
    this.#percentOf = Float32Array.from({ length: windowBp + 1 }, (_, count) => floatPercent(count, windowBp));
  }

  /** To be called when letters have come or gone. */
  seeLetters(): void {
    this.#counts.replace(this.#letters.codes);
  }

  /** The sequence ends with the letters that have come. */
  finish(): void {
    const { windowBp, shiftBp } = this.#settings;
    this.#windows = Math.max(0, Math.floor((this.#letters.end - windowBp) / shiftBp) + 1);
    this.seeLetters();
  }

  /** Steps all of whose windows have come, with the letter behind them. */
  certainSteps(): number {
    const { windowBp, shiftBp } = this.#settings;
    const room = this.#letters.end - windowBp - 1 + Math.floor(windowBp / 2);
    return Math.max(0, Math.floor(room / shiftBp) - SMOOTHING_STEPS + 1);
  }

  /** The first letter that `step` and those behind it look at. */
  firstLetterOf(step: number): number {
    return this.#firstWindow(step) * this.#settings.shiftBp;
  }

  #firstWindow(step: number): number {
    return Math.max(0, Math.ceil(step - Math.floor(this.#settings.windowBp / 2) / this.#settings.shiftBp));
  }

  /** Do the windows whose middles lie in [step, step + 10] · shift exceed both limits? */
  isAbove(step: number): boolean {
    const { windowBp, shiftBp, minObsExp, minGcPercent } = this.#settings;
    const middle = Math.floor(windowBp / 2) / shiftBp;
    const from = this.#firstWindow(step);
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
    const { codes, start: offset } = this.#letters;
    const start = q * shiftBp - offset;
    const { c, g, cpg } = this.#count(start);
    const end = start + windowBp;
    const straddles = codes[end - 1] === CYTOSINE && codes[end] === GUANINE;
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
function embossColumns({ start, end, printed }: PrintedRegion, straddles: boolean, size: number): EmbossColumns {
  const { c, g, cpg } = printed.counts;
  const length = end - start;
  const ratio = Math.fround(Math.fround((cpg + (straddles ? 1 : 0)) * length) / Math.fround(c * g));
  return {
    method: "emboss",
    size,
    sumCg: c + g,
    percentCg: formatFixed(floatPercent(c + g, length), 2),
    obsExp: formatFixed(ratio, 2),
  };
}

function floatPercent(count: number, length: number): number {
  return Math.fround(Math.fround(count / length) * 100);
}
