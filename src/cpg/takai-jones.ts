import type { Interval } from "../sequence/interval.ts";
import { type CpgIsland, describeIsland, type IslandSearch, islandsOf } from "./island.ts";
import { KeptLetters } from "./kept-letters.ts";
import { countRegion, RegionCounter } from "./statistics.ts";
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
  return islandsOf(new TakaiJonesSearch(options), codes);
}

/**
 * {@link takaiJonesIslands} of a record that comes in pieces. An island may be trimmed from both sides until it is certain
 * that nothing is joined to it: that long its letters are kept, one byte each; of the rest those of a window.
 */
export class TakaiJonesSearch implements IslandSearch {
  readonly #options: TakaiJonesOptions;
  readonly #test: RatioTest;
  readonly #letters = new KeptLetters();
  /** The one region that is looked at; neighbouring looks overlap, so each costs a few steps. */
  readonly #region = new RegionCounter(this.#letters.codes);
  /** Counts of the windows [#blockStart, #blockEnd). */
  readonly #windows = new Windows(this.#letters.codes, WINDOW_BP);
  #blockStart = 0;
  #blockEnd = 0;
  /** Where the next window is looked for. */
  #from = 0;
  /** What grows by windows at its end. */
  #growing: Interval | undefined;
  /** The last island, to which the next one may be joined. */
  #last: Interval | undefined;

  constructor(options: Partial<TakaiJonesOptions> = {}) {
    this.#options = { ...TAKAI_JONES_DEFAULTS, ...options };
    this.#test = new RatioTest(this.#options);
  }

  take(codes: Uint8Array): CpgIsland[] {
    this.#letters.add(codes);
    this.#seeLetters();
    const islands = this.#search(Number.POSITIVE_INFINITY);
    if (this.#last !== undefined && this.#nextStart - this.#last.end >= JOIN_BELOW_BP) islands.push(...this.#settle());
    this.#letters.keepFrom(this.#last?.start ?? this.#nextStart);
    return islands;
  }

  finish(): CpgIsland[] {
    this.#seeLetters();
    const islands = this.#search(this.#letters.end);
    return [...islands, ...this.#settle()];
  }

  #seeLetters(): void {
    this.#region.replace(this.#letters.codes);
    this.#windows.replace(this.#letters.codes);
    this.#blockEnd = this.#blockStart;
  }

  /** No further island begins before this. */
  get #nextStart(): number {
    return this.#growing?.start ?? this.#from;
  }

  /** Goes on as far as the letters reach. `length`: the record's, or infinity while it is not known. */
  #search(length: number): CpgIsland[] {
    const islands: CpgIsland[] = [];
    for (;;) {
      this.#growing ??= this.#nextWindow();
      const whole = this.#growing && this.#extended(this.#growing, length);
      if (whole === undefined) return islands;
      const island = this.#trim(whole.start, whole.end);
      this.#growing = undefined;
      this.#from = island?.end ?? whole.end;
      if (island !== undefined) islands.push(...this.#join(island));
    }
  }

  /** The first window from #from on that passes. #from never goes back. */
  #nextWindow(): Interval | undefined {
    const offset = this.#letters.start;
    const count = offset + this.#windows.count;
    for (let start = this.#from; start < count; start++) {
      if (start >= this.#blockEnd) {
        this.#blockStart = start;
        this.#blockEnd = start + this.#windows.load(start - offset);
      }
      if (this.#packedPasses(this.#windows.packed[start - this.#blockStart])) return { start, end: start + WINDOW_BP };
    }
    this.#from = Math.max(this.#from, count);
    return undefined;
  }

  #packedPasses(packed: number): boolean {
    const cpg = (packed >> CPG_SHIFT) & FIELD;
    if (cpg < this.#options.minWindowCpg) return false;
    return this.#test.areAtLeast(packed & FIELD, (packed >> G_SHIFT) & FIELD, cpg, WINDOW_BP);
  }

  /**
   * With the end that jumps of a whole window reach, then that of the last window before the failing one that passes;
   * undefined where the letters do not tell yet.
   */
  #extended(from: Interval, length: number): Interval | undefined {
    const { start } = from;
    let { end } = from;
    while (end + WINDOW_BP <= this.#letters.end && this.#windowPasses(end)) end += WINDOW_BP;
    if (end + WINDOW_BP > this.#letters.end && length > this.#letters.end) {
      this.#growing = { start, end };
      return undefined;
    }
    let back = Math.min(end, length - WINDOW_BP + 1) - 1;
    while (back > end - WINDOW_BP && !this.#windowPasses(back)) back--;
    return { start, end: Math.max(end, back + WINDOW_BP) };
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

  /** Joins an island to the last one, or takes its place. */
  #join(next: Interval): CpgIsland[] {
    const last = this.#last;
    const near = last !== undefined && next.start - last.end < JOIN_BELOW_BP;
    const whole = near ? this.#trim(last.start, next.end) : undefined;
    const settled = whole === undefined ? this.#settle() : [];
    this.#last = whole ?? next;
    return settled;
  }

  /** The last island, to which nothing will be joined, where it is long enough. */
  #settle(): CpgIsland[] {
    const last = this.#last;
    this.#last = undefined;
    if (last === undefined || last.end - last.start < this.#options.minLength) return [];
    const { codes, start } = this.#letters;
    return [describeIsland(last, countRegion(codes, last.start - start, last.end - start))];
  }

  #windowPasses(start: number): boolean {
    return this.#passes(start, start + WINDOW_BP) && this.#region.cpg >= this.#options.minWindowCpg;
  }

  #passes(start: number, end: number): boolean {
    this.#region.moveTo(start - this.#letters.start, end - this.#letters.start);
    return this.#test.isAtLeast(this.#region, end - start);
  }
}
