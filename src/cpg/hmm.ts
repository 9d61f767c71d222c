import type { Interval } from "../sequence/interval.ts";
import { LOG_ODDS, pairIndex, type SwitchRates } from "./hmm-model.ts";
import { islandPosterior, runsAtLeast } from "./hmm-posterior.ts";
import { bestPath } from "./hmm-viterbi.ts";
import { type CpgIsland, describeIsland } from "./island.ts";
import { countRegion } from "./statistics.ts";
import { type IslandThresholds, RatioTest } from "./thresholds.ts";

export interface HmmOptions extends IslandThresholds, SwitchRates {
  /** Islands are runs with at least this posterior; null: the runs of the most probable path. */
  readonly posterior: number | null;
  /** Every run, whatever its length, GC content and CpG ratio. */
  readonly raw: boolean;
}

/**
 * tatabox's own choice of switches: a mean island of 1 kb, one in 100 kb. Without the limits a poly-C tract is an
 * island, and GC-rich DNA with few CpGs too.
 */
export const HMM_DEFAULTS: HmmOptions = {
  minLength: 200,
  minGcPercent: 50,
  minObsExp: 0.6,
  leave: 1 / 1000,
  enter: 1 / 100_000,
  posterior: null,
  raw: false,
};

/**
 * CpG islands by the hidden Markov model of Durbin, Eddy, Krogh and Mitchison 1998 (section 3.1): two Markov chains of
 * bases, island and background, and switches between them. Unknown letters are missing observations.
 */
export function hmmIslands(codes: Uint8Array, options: Partial<HmmOptions> = {}): CpgIsland[] {
  const settings = { ...HMM_DEFAULTS, ...options };
  const test = new RatioTest(settings);
  return stateRuns(codes, settings)
    .filter((run) => settings.raw || passes(codes, run, settings.minLength, test))
    .map(({ start, end, meanPosterior }) =>
      describeIsland(codes, { start, end }, { method: "hmm", logOdds: logOddsBits(codes, start, end), meanPosterior }),
    );
}

interface StateRun extends Interval {
  readonly meanPosterior: number | null;
}

function stateRuns(codes: Uint8Array, settings: HmmOptions): StateRun[] {
  if (settings.posterior === null) {
    return bestPath(codes, settings).islands.map((run) => ({ ...run, meanPosterior: null }));
  }
  const { island } = islandPosterior(codes, settings);
  return runsAtLeast(island, settings.posterior).map((run) => ({ ...run, meanPosterior: mean(island, run) }));
}

function passes(codes: Uint8Array, { start, end }: Interval, minLength: number, test: RatioTest): boolean {
  if (end - start < minLength) return false;
  const counts = countRegion(codes, start, end);
  return test.isAbove(counts, counts.known);
}

/** Bits by which the island's chain explains the bases [start, end) better; a first base of the sequence counts 0. */
function logOddsBits(codes: Uint8Array, start: number, end: number): number {
  let bits = 0;
  for (let i = Math.max(start, 1); i < end; i++) bits += LOG_ODDS[pairIndex(codes[i - 1], codes[i])];
  return bits;
}

function mean(values: Float64Array, { start, end }: Interval): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i];
  return sum / (end - start);
}
