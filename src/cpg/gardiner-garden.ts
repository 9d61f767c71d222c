import type { Interval } from "../sequence/interval.ts";
import { CountedRegion } from "./counted-region.ts";
import { type CpgIsland, describeIsland, type IslandSearch, islandsOf } from "./island.ts";
import { KeptLetters } from "./kept-letters.ts";
import { LongRunSearch } from "./long-runs.ts";
import { type IslandThresholds, RatioTest } from "./thresholds.ts";
import { CPG_SHIFT, FIELD, G_SHIFT, KNOWN_SHIFT, Windows } from "./windows.ts";

export const GARDINER_GARDEN_DEFAULTS: IslandThresholds = { minLength: 200, minGcPercent: 50, minObsExp: 0.6 };

const WINDOW_BP = 100;
/** Share of known letters that a window needs, in tenths. */
const KNOWN_TENTHS = 9;

/**
 * CpG islands of Gardiner-Garden and Frommer 1987 (J Mol Biol 196:261): stretches in which every 100-bp window, moved by
 * 1, passes both limits, and which pass them as a whole. A stretch runs from the centre of its first window (between the
 * 50th and 51st letter) to the centre of its last, so the outer 50 letters of a sequence belong to no island. Ratios are
 * over known letters, of which a window needs nine in ten. tatabox's own reading of the paper.
 */
export function gardinerGardenIslands(codes: Uint8Array, options: Partial<IslandThresholds> = {}): CpgIsland[] {
  return islandsOf(new GardinerGardenSearch(options), codes);
}

/** {@link gardinerGardenIslands} of a record that comes in pieces. Of the letters a few hundred are kept. */
export class GardinerGardenSearch implements IslandSearch {
  readonly #test: RatioTest;
  readonly #letters = new KeptLetters();
  readonly #windows = new Windows(this.#letters.codes, WINDOW_BP);
  readonly #runs: LongRunSearch;
  /** The region of the run that may go on. */
  #open: CountedRegion | undefined;

  constructor(options: Partial<IslandThresholds> = {}) {
    const limits = { ...GARDINER_GARDEN_DEFAULTS, ...options };
    const test = new RatioTest(limits);
    this.#test = test;
    this.#runs = new LongRunSearch(limits.minLength + 1, (window) =>
      windowPasses(this.#windows.at(window - this.#letters.start), test),
    );
  }

  take(codes: Uint8Array): CpgIsland[] {
    this.#letters.add(codes);
    this.#windows.replace(this.#letters.codes);
    const islands = this.#islands(this.#runs.advance(this.#letters.end - WINDOW_BP + 1));
    this.#growOpen();
    this.#letters.keepFrom(this.#runs.needed);
    return islands;
  }

  finish(): CpgIsland[] {
    return this.#islands(this.#runs.finish());
  }

  #growOpen(): void {
    const run = this.#runs.open;
    this.#open = run && this.#regionOf(run);
  }

  /** From window centre to window centre. */
  #regionOf(run: Interval): CountedRegion {
    const start = run.start + WINDOW_BP / 2;
    const region = this.#open?.start === start ? this.#open : new CountedRegion(start);
    region.growTo(run.end - 1 + WINDOW_BP / 2, this.#letters);
    return region;
  }

  #islands(runs: readonly Interval[]): CpgIsland[] {
    return runs
      .map((run) => this.#regionOf(run))
      .filter((region) => passes(region, this.#test))
      .map((region) => describeIsland(region, region.counts));
  }
}

function windowPasses(packed: number, test: RatioTest): boolean {
  const known = packed >>> KNOWN_SHIFT;
  if (10 * known < KNOWN_TENTHS * WINDOW_BP) return false;
  return test.areAbove(packed & FIELD, (packed >> G_SHIFT) & FIELD, (packed >> CPG_SHIFT) & FIELD, known);
}

function passes({ start, end, counts }: CountedRegion, test: RatioTest): boolean {
  return 10 * counts.known >= KNOWN_TENTHS * (end - start) && test.isAbove(counts, counts.known);
}
