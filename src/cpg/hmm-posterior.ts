import type { Interval } from "../sequence/interval.ts";
import {
  BACKGROUND_BASES,
  firstBase,
  ISLAND_BASES,
  islandShare,
  knownStretches,
  pairIndex,
  type SwitchRates,
} from "./hmm-model.ts";

export interface Posterior {
  /** Probability, base by base, that the base belongs to an island given the whole sequence; 0 in long gaps. */
  readonly island: Float64Array;
  /** Natural logarithm of the sequence's probability. */
  readonly lnLikelihood: number;
}

/** Posterior probabilities by forward and backward passes that are scaled at every base. Eight bytes of memory a base. */
export function islandPosterior(codes: Uint8Array, rates: SwitchRates): Posterior {
  const island = new Float64Array(codes.length);
  let lnLikelihood = 0;
  for (const { start, end } of knownStretches(codes)) {
    const values = island.subarray(start, end);
    lnLikelihood += filterForward(codes.subarray(start, end), values, rates);
    smoothBackward(values, rates);
  }
  return { island, lnLikelihood };
}

/** Maximal runs with a posterior at or above `cutoff`. */
export function runsAtLeast(posterior: Float64Array, cutoff: number): Interval[] {
  const runs: Interval[] = [];
  let start = -1;
  for (let i = 0; i <= posterior.length; i++) {
    const inside = i < posterior.length && posterior[i] >= cutoff;
    if (inside && start < 0) start = i;
    if (inside || start < 0) continue;
    runs.push({ start, end: i });
    start = -1;
  }
  return runs;
}

/** Fills in P(island at i | bases up to i) and returns the ln likelihood. */
function filterForward(codes: Uint8Array, filtered: Float64Array, rates: SwitchRates): number {
  let lnLikelihood = Math.log(firstBase(codes[0]));
  let island = islandShare(rates);
  filtered[0] = island;
  for (let i = 1; i < codes.length; i++) {
    const pair = pairIndex(codes[i - 1], codes[i]);
    const predicted = predict(island, rates);
    const asIsland = predicted * ISLAND_BASES[pair];
    const scale = asIsland + (1 - predicted) * BACKGROUND_BASES[pair];
    island = asIsland / scale;
    filtered[i] = island;
    lnLikelihood += Math.log(scale);
  }
  return lnLikelihood;
}

/**
 * Turns filtered into posterior values from the end: given the state of the next base, what lies behind it tells nothing
 * more about this one, so each value needs only the posterior of its right neighbour.
 */
function smoothBackward(values: Float64Array, rates: SwitchRates): void {
  for (let i = values.length - 2; i >= 0; i--) {
    const predicted = predict(values[i], rates);
    const next = values[i + 1];
    values[i] *= ((1 - rates.leave) * next) / predicted + (rates.leave * (1 - next)) / (1 - predicted);
  }
}

/** P(island at the next base) before that base is seen. */
function predict(island: number, { leave, enter }: SwitchRates): number {
  return island * (1 - leave) + (1 - island) * enter;
}
