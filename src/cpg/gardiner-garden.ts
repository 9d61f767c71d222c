import type { Interval } from "../sequence/interval.ts";
import { type CpgIsland, describeIsland } from "./island.ts";
import { RegionCounter } from "./statistics.ts";
import { type IslandThresholds, RatioTest } from "./thresholds.ts";

export const GARDINER_GARDEN_DEFAULTS: IslandThresholds = { minLength: 200, minGcPercent: 50, minObsExp: 0.6 };

const WINDOW_BP = 100;
/** Share of known letters that a window needs, in tenths. */
const KNOWN_TENTHS = 9;

/**
 * CpG islands of Gardiner-Garden and Frommer 1987 (J Mol Biol 196:261): stretches in which every 100-bp window, moved by
 * 1, passes both limits, and which pass them as a whole. A stretch runs from the centre of its first window (between the
 * 50th and 51st letter) to the centre of its last, so the outer 50 letters of a sequence belong to no island. Ratios are over known letters, of which a window needs nine in ten. tatabox's own reading of the paper.
 */
export function gardinerGardenIslands(codes: Uint8Array, options: Partial<IslandThresholds> = {}): CpgIsland[] {
  const limits = { ...GARDINER_GARDEN_DEFAULTS, ...options };
  const test = new RatioTest(limits);
  return passingRuns(codes, test)
    .filter(({ start, end }) => end - start >= limits.minLength && passes(codes, start, end, test))
    .map((run) => describeIsland(codes, run));
}

/** Maximal runs of passing windows, as regions from window centre to window centre. */
function passingRuns(codes: Uint8Array, test: RatioTest): Interval[] {
  const runs: Interval[] = [];
  const window = new RegionCounter(codes);
  const last = codes.length - WINDOW_BP;
  let first = -1;
  for (let i = 0; i <= last + 1; i++) {
    if (i <= last) window.moveTo(i, i + WINDOW_BP);
    const hit = i <= last && isRich(window, test);
    if (hit && first < 0) first = i;
    if (!hit && first >= 0) {
      runs.push({ start: first + WINDOW_BP / 2, end: i - 1 + WINDOW_BP / 2 });
      first = -1;
    }
  }
  return runs;
}

function passes(codes: Uint8Array, start: number, end: number, test: RatioTest): boolean {
  const region = new RegionCounter(codes);
  region.moveTo(start, end);
  return isRich(region, test);
}

function isRich(region: RegionCounter, test: RatioTest): boolean {
  return 10 * region.known >= KNOWN_TENTHS * region.length && test.isAbove(region, region.known);
}
