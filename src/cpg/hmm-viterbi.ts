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

export interface BestPath {
  /** Maximal runs of the island state. */
  readonly islands: readonly Interval[];
  /** Natural logarithm of the path's probability together with the sequence. */
  readonly lnProbability: number;
}

/** Where a state was entered from the other one, as bits of a back pointer. */
const ISLAND_SWITCHED = 1;
const BACKGROUND_SWITCHED = 2;

const LN_ISLAND = ISLAND_BASES.map(Math.log);
const LN_BACKGROUND = BACKGROUND_BASES.map(Math.log);

/**
 * The most probable path (Viterbi) through island and background. Because the bases are seen, the book's eight states
 * are two: a switch is drawn, then the base from the new state's row. Ties stay rather than switch, and end in
 * background. One byte of memory a base.
 */
export function bestPath(codes: Uint8Array, rates: SwitchRates): BestPath {
  const islands: Interval[] = [];
  let lnProbability = 0;
  for (const chain of knownStretches(codes)) {
    const path = bestChainPath(codes.subarray(chain.start, chain.end), rates);
    for (const { start, end } of path.islands) islands.push({ start: chain.start + start, end: chain.start + end });
    lnProbability += path.lnProbability;
  }
  return { islands, lnProbability };
}

function bestChainPath(codes: Uint8Array, rates: SwitchRates): BestPath {
  const switched = new Uint8Array(codes.length);
  const lnLeave = Math.log(rates.leave);
  const lnEnter = Math.log(rates.enter);
  const lnStayIsland = Math.log(1 - rates.leave);
  const lnStayBackground = Math.log(1 - rates.enter);
  const lnFirst = Math.log(firstBase(codes[0]));
  let island = Math.log(islandShare(rates)) + lnFirst;
  let background = Math.log(1 - islandShare(rates)) + lnFirst;
  for (let i = 1; i < codes.length; i++) {
    const pair = pairIndex(codes[i - 1], codes[i]);
    const entered = background + lnEnter;
    const left = island + lnLeave;
    island += lnStayIsland;
    background += lnStayBackground;
    if (entered > island) {
      island = entered;
      switched[i] |= ISLAND_SWITCHED;
    }
    if (left > background) {
      background = left;
      switched[i] |= BACKGROUND_SWITCHED;
    }
    island += LN_ISLAND[pair];
    background += LN_BACKGROUND[pair];
  }
  return { islands: traceBack(switched, island > background), lnProbability: Math.max(island, background) };
}

function traceBack(switched: Uint8Array, endsInIsland: boolean): Interval[] {
  const islands: Interval[] = [];
  let inIsland = endsInIsland;
  let end = switched.length;
  for (let i = switched.length - 1; i > 0; i--) {
    if ((switched[i] & (inIsland ? ISLAND_SWITCHED : BACKGROUND_SWITCHED)) === 0) continue;
    if (inIsland) islands.push({ start: i, end });
    else end = i;
    inIsland = !inIsland;
  }
  if (inIsland) islands.push({ start: 0, end });
  return islands.reverse();
}
