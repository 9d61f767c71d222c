import type { Interval } from "../sequence/interval.ts";
import { type CpgIsland, describeIsland } from "./island.ts";
import { longRuns } from "./long-runs.ts";
import { countRegion } from "./statistics.ts";
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
  const limits = { ...GARDINER_GARDEN_DEFAULTS, ...options };
  const test = new RatioTest(limits);
  return passingRuns(codes, test, limits.minLength)
    .filter(({ start, end }) => passes(codes, start, end, test))
    .map((run) => describeIsland(codes, run));
}

/** Runs of passing windows that are long enough, as regions from window centre to window centre. */
function passingRuns(codes: Uint8Array, test: RatioTest, minLength: number): Interval[] {
  const windows = new Windows(codes, WINDOW_BP);
  const runs = longRuns(windows.count, minLength + 1, (at) => windowPasses(windows.at(at), test));
  return runs.map(({ start, end }) => ({ start: start + WINDOW_BP / 2, end: end - 1 + WINDOW_BP / 2 }));
}

function windowPasses(packed: number, test: RatioTest): boolean {
  const known = packed >>> KNOWN_SHIFT;
  if (10 * known < KNOWN_TENTHS * WINDOW_BP) return false;
  return test.areAbove(packed & FIELD, (packed >> G_SHIFT) & FIELD, (packed >> CPG_SHIFT) & FIELD, known);
}

function passes(codes: Uint8Array, start: number, end: number, test: RatioTest): boolean {
  const region = countRegion(codes, start, end);
  return 10 * region.known >= KNOWN_TENTHS * (end - start) && test.isAbove(region, region.known);
}
