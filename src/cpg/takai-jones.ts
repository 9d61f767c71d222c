import type { Interval } from "../sequence/interval.ts";
import { type CpgIsland, describeIsland } from "./island.ts";
import { RegionCounter } from "./statistics.ts";
import { type IslandThresholds, RatioTest } from "./thresholds.ts";
import { CPG_SHIFT, FIELD, G_SHIFT, Windows } from "./windows.ts";

export interface TakaiJonesOptions extends IslandThresholds {
  /** CpGs that a 200-bp window needs, against islands that pass by arithmetic alone; 0 switches the rule off. */
  readonly minWindowCpg: number;
}

export const TAKAI_JONES_DEFAULTS: TakaiJonesOptions = {
  minLength: 500,
  minGcPercent: 55,
  minObsExp: 0.65,
  minWindowCpg: 7,
};

const WINDOW_BP = 200;
/** Islands closer than this are joined where the whole still passes. */
const JOIN_BELOW_BP = 100;

/**
 * CpG islands of Takai and Jones 2002 (PNAS 99:3740), after the steps of the paper: a 200-bp window moves by 1 until it
 * passes, then by 200 while it passes, then back by 1 to the last one that passes; what fails as a whole is trimmed on
 * both sides; neighbours less than 100 bp apart are joined; at least 500 bp stay. Values on a limit pass. Unknown
 * letters count in the length. The walk goes from left to right, so the opposite strand may give other ends.
 */
export function takaiJonesIslands(codes: Uint8Array, options: Partial<TakaiJonesOptions> = {}): CpgIsland[] {
  const search = new Search(codes, { ...TAKAI_JONES_DEFAULTS, ...options });
  return search.islands().map((island) => describeIsland(codes, island));
}

class Search {
  readonly #length: number;
  readonly #options: TakaiJonesOptions;
  readonly #test: RatioTest;
  /** The one region that is looked at; neighbouring looks overlap, so each costs a few steps. */
  readonly #region: RegionCounter;
  /** Counts of the windows [#blockStart, #blockEnd). */
  readonly #windows: Windows;
  #blockStart = 0;
  #blockEnd = 0;

  constructor(codes: Uint8Array, options: TakaiJonesOptions) {
    this.#length = codes.length;
    this.#options = options;
    this.#test = new RatioTest(options);
    this.#region = new RegionCounter(codes);
    this.#windows = new Windows(codes, WINDOW_BP);
  }

  islands(): Interval[] {
    const found: Interval[] = [];
    let start = this.#nextWindow(0);
    while (start >= 0) {
      const end = this.#extend(start);
      const island = this.#trim(start, end);
      if (island !== undefined) found.push(island);
      start = this.#nextWindow(island?.end ?? end);
    }
    return this.#join(found).filter(({ start, end }) => end - start >= this.#options.minLength);
  }

  /** The first window at or after `from` that passes, −1 for none. `from` never goes back. */
  #nextWindow(from: number): number {
    for (let start = from; start < this.#windows.count; start++) {
      if (start >= this.#blockEnd) {
        this.#blockStart = start;
        this.#blockEnd = start + this.#windows.load(start);
      }
      if (this.#packedPasses(this.#windows.packed[start - this.#blockStart])) return start;
    }
    return -1;
  }

  #packedPasses(packed: number): boolean {
    const cpg = (packed >> CPG_SHIFT) & FIELD;
    if (cpg < this.#options.minWindowCpg) return false;
    return this.#test.areAtLeast(packed & FIELD, (packed >> G_SHIFT) & FIELD, cpg, WINDOW_BP);
  }

  /** The end that jumps of a whole window reach, then that of the last window before the failing one that passes. */
  #extend(start: number): number {
    let end = start + WINDOW_BP;
    while (end + WINDOW_BP <= this.#length && this.#windowPasses(end)) end += WINDOW_BP;
    let back = Math.min(end, this.#length - WINDOW_BP + 1) - 1;
    while (back > end - WINDOW_BP && !this.#windowPasses(back)) back--;
    return Math.max(end, back + WINDOW_BP);
  }

  /** Shorter by 1 on both sides until the whole passes; undefined when fewer letters than a window are left. */
  #trim(from: number, to: number): Interval | undefined {
    let start = from;
    let end = to;
    while (end - start >= WINDOW_BP) {
      if (this.#passes(start, end)) return { start, end };
      start++;
      end--;
    }
    return undefined;
  }

  #join(islands: readonly Interval[]): Interval[] {
    const joined: Interval[] = [];
    for (const next of islands) {
      const current = joined.at(-1);
      const near = current !== undefined && next.start - current.end < JOIN_BELOW_BP;
      const whole = near ? this.#trim(current.start, next.end) : undefined;
      if (whole === undefined) joined.push(next);
      else joined[joined.length - 1] = whole;
    }
    return joined;
  }

  #windowPasses(start: number): boolean {
    return this.#passes(start, start + WINDOW_BP) && this.#region.cpg >= this.#options.minWindowCpg;
  }

  #passes(start: number, end: number): boolean {
    this.#region.moveTo(start, end);
    return this.#test.isAtLeast(this.#region, end - start);
  }
}
