import {
  BACKGROUND_BASES,
  firstBase,
  ISLAND_BASES,
  islandShare,
  pairIndex,
  type SwitchRates,
} from "../../src/cpg/hmm-model.ts";
import type { Interval } from "../../src/sequence/interval.ts";

/** The stretches between runs of 100 or more unknown letters. */
export function plainChains(codes: Uint8Array): Interval[] {
  const text = Array.from(codes, (code) => (code < 4 ? "x" : "N")).join("");
  const chains: Interval[] = [];
  let start = 0;
  for (const { index, 0: gap } of [...text.matchAll(/N{100,}/g), { index: text.length, 0: "" }]) {
    if (index > start) chains.push({ start, end: index });
    start = index + gap.length;
  }
  return chains;
}

/** Islands of the best path of one chain: a back pointer for every letter and state, followed from the end. */
export function tracedIslands(codes: Uint8Array, { leave, enter }: SwitchRates): Interval[] {
  const first = Math.log(firstBase(codes[0]));
  const share = islandShare({ leave, enter });
  let [island, background] = [Math.log(share) + first, Math.log(1 - share) + first];
  const pointers = [{ toIsland: true, toBackground: false }];
  for (let i = 1; i < codes.length; i++) {
    const pair = pairIndex(codes[i - 1], codes[i]);
    const [stayed, entered] = [island + Math.log(1 - leave), background + Math.log(enter)];
    const [rested, left] = [background + Math.log(1 - enter), island + Math.log(leave)];
    pointers.push({ toIsland: entered <= stayed, toBackground: left > rested });
    island = Math.max(stayed, entered) + Math.log(ISLAND_BASES[pair]);
    background = Math.max(rested, left) + Math.log(BACKGROUND_BASES[pair]);
  }
  const states: boolean[] = [island > background];
  for (let i = codes.length - 1; i > 0; i--) {
    states.push(states.at(-1)! ? pointers[i].toIsland : pointers[i].toBackground);
  }
  const path = states.reverse().map((inIsland) => (inIsland ? "x" : "."));
  return [...path.join("").matchAll(/x+/g)].map(({ index, 0: run }) => ({ start: index, end: index + run.length }));
}

/** Posterior probabilities of one chain, with the forward and backward values of every letter, both scaled. */
export function plainPosterior(codes: Uint8Array, { leave, enter }: SwitchRates): number[] {
  const chance = (i: number) => {
    const pair = pairIndex(codes[i - 1], codes[i]);
    return [ISLAND_BASES[pair], BACKGROUND_BASES[pair]];
  };
  const share = islandShare({ leave, enter });
  const forward = [[share, 1 - share]];
  for (let i = 1; i < codes.length; i++) {
    const [a, b] = forward[i - 1];
    const [asIsland, asBackground] = chance(i);
    forward.push(scaled([(a * (1 - leave) + b * enter) * asIsland, (a * leave + b * (1 - enter)) * asBackground]));
  }
  let backward = [0.5, 0.5];
  const posterior: number[] = [];
  for (let i = codes.length - 1; i >= 0; i--) {
    posterior.push(scaled([forward[i][0] * backward[0], forward[i][1] * backward[1]])[0]);
    if (i === 0) break;
    const [asIsland, asBackground] = chance(i);
    const [a, b] = [backward[0] * asIsland, backward[1] * asBackground];
    backward = scaled([(1 - leave) * a + leave * b, enter * a + (1 - enter) * b]);
  }
  return posterior.reverse();
}

function scaled([a, b]: readonly number[]): [number, number] {
  return [a / (a + b), b / (a + b)];
}
