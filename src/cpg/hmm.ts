import { ChainCutter, type SwitchRates } from "./hmm-model.ts";
import { PosteriorRuns, PosteriorSearch } from "./hmm-posterior.ts";
import type { StateRun } from "./hmm-run.ts";
import { BestPathSearch } from "./hmm-viterbi.ts";
import { type CpgIsland, describeIsland, type IslandSearch, islandsOf } from "./island.ts";
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
  return islandsOf(new HmmSearch(options), codes);
}

/**
 * {@link hmmIslands} of a record that comes in pieces. The best path is found as its letters come; with `posterior` the
 * letters are kept up to the next long gap, one byte each.
 */
export class HmmSearch implements IslandSearch {
  readonly #settings: HmmOptions;
  readonly #test: RatioTest;
  readonly #cutter: ChainCutter;
  readonly #runs: PosteriorRuns | undefined;
  #islands: CpgIsland[] = [];

  constructor(options: Partial<HmmOptions> = {}) {
    const settings = { ...HMM_DEFAULTS, ...options };
    const judge = (run: StateRun) => this.#judge(run);
    const { posterior } = settings;
    const runs = posterior === null ? undefined : new PosteriorRuns(posterior, judge);
    const reader =
      runs === undefined
        ? new BestPathSearch(settings, judge)
        : new PosteriorSearch(settings, posterior!, (stretch) => runs.take(stretch));
    this.#settings = settings;
    this.#test = new RatioTest(settings);
    this.#cutter = new ChainCutter(reader);
    this.#runs = runs;
  }

  take(codes: Uint8Array): CpgIsland[] {
    this.#cutter.take(codes);
    return this.#found();
  }

  finish(): CpgIsland[] {
    this.#cutter.finish();
    this.#runs?.finish();
    return this.#found();
  }

  #found(): CpgIsland[] {
    const islands = this.#islands;
    this.#islands = [];
    return islands;
  }

  #judge(run: StateRun): void {
    const { start, end, counts, logOdds, meanPosterior } = run;
    const { raw, minLength } = this.#settings;
    if (!raw && (end - start < minLength || !this.#test.isAbove(counts, counts.known))) return;
    this.#islands.push(describeIsland({ start, end }, counts, { method: "hmm", logOdds, meanPosterior }));
  }
}
