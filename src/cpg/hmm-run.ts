import type { Interval } from "../sequence/interval.ts";
import { LOG_ODDS, pairIndex } from "./hmm-model.ts";
import { GrowingCounts, type RegionCounts } from "./statistics.ts";

/** Letters in a row, with where they lie in their record and the code of the letter before them. */
export interface Segment {
  readonly codes: Uint8Array;
  readonly position: number;
  /** UNKNOWN_BASE at the start of a chain. */
  readonly before: number;
}

/** A run of the island state, with what is told of it. */
export interface StateRun extends Interval {
  readonly counts: RegionCounts;
  /** Bits by which the island's chain explains the letters better; a first letter of a chain counts 0. */
  readonly logOdds: number;
  /** Null on a Viterbi path. */
  readonly meanPosterior: number | null;
}

/** The run as far as it is known; it may grow at its end. */
export class OpenRun implements StateRun {
  readonly start: number;
  readonly end: number;
  readonly counts: GrowingCounts;
  readonly logOdds: number;
  readonly meanPosterior = null;

  private constructor(start: number, end: number, counts: GrowingCounts, logOdds: number) {
    this.start = start;
    this.end = end;
    this.counts = counts;
    this.logOdds = logOdds;
  }

  /** A run that begins at `start` and holds nothing so far. */
  static at(start: number): OpenRun {
    return new OpenRun(start, start, GrowingCounts.none(), 0);
  }

  /** The same run up to `end`; the segment holds all letters behind this run's end. */
  grownTo(end: number, { codes, position, before }: Segment): OpenRun {
    const [from, to] = [this.end - position, end - position];
    const counts = this.counts.copy();
    counts.add(codes, from, to);
    let { logOdds } = this;
    for (let i = from; i < to; i++) logOdds += LOG_ODDS[pairIndex(i > 0 ? codes[i - 1] : before, codes[i])];
    return new OpenRun(this.start, end, counts, logOdds);
  }
}
