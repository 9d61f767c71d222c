import type { RandomStream } from "../random.ts";
import { ATTEMPTS_PER_CPG, type CollaborativeRates } from "./collaborative-model.ts";
import type { SiteRates, StrandRates } from "./methylation-models.ts";

/** One cell of a lineage: a state for every CpG of a record, and how a division changes it. */
export interface CellModel {
  /** A letter for each state, for patterns. */
  readonly letters: string;
  /** Methylated share of the forward and of the reverse strand in each state. */
  readonly forward: readonly number[];
  readonly reverse: readonly number[];
  /** State of a CpG that is methylated on both strands; 0 is the state without. */
  readonly full: number;
  /** One of the two daughters, at random. */
  divide(states: Uint8Array, random: RandomStream): void;
}

/** Bits of a state: methylated on the forward strand, on the reverse strand. */
const FORWARD = 1;
const REVERSE = 2;
const BOTH = 3;

/**
 * Every strand of every CpG on its own. `group` gives each CpG's rates as an index of `rates`. One random number decides
 * a CpG's division: its first bit which old strand the daughter has, the rest what becomes of both strands.
 */
export function strandCells(group: Uint8Array, rates: readonly StrandRates[]): CellModel {
  const cuts = rates.map(({ deNovoParent: dp, deNovoDaughter: dd }) => [dp * dd, dp, dp + (1 - dp) * dd]);
  return {
    letters: ".+-m",
    forward: [0, 1, 0, 1],
    reverse: [0, 0, 1, 1],
    full: BOTH,
    divide(states, random) {
      for (let i = 0; i < states.length; i++) {
        const draw = 2 * random.uniform();
        const old = draw < 1 ? FORWARD : REVERSE;
        const chance = draw < 1 ? draw : draw - 1;
        if ((states[i] & old) !== 0) {
          states[i] = chance < rates[group[i]].maintenance ? BOTH : old;
          continue;
        }
        const [both, parent, any] = cuts[group[i]];
        if (chance < both) states[i] = BOTH;
        else if (chance < parent) states[i] = old;
        else states[i] = chance < any ? BOTH - old : 0;
      }
    },
  };
}

/** Every CpG as one site, without strands; `group` as for {@link strandCells}. */
export function siteCells(group: Uint8Array, rates: readonly SiteRates[]): CellModel {
  return {
    letters: ".m",
    forward: [0, 1],
    reverse: [0, 1],
    full: 1,
    divide(states, random) {
      for (let i = 0; i < states.length; i++) {
        const { maintenance, deNovo } = rates[group[i]];
        states[i] = random.uniform() < (states[i] === 1 ? maintenance : deNovo) ? 1 : 0;
      }
    },
  };
}

const HEMI = 1;
const FULL = 2;

/** Dyads that act on each other within the clusters [first, last). */
export function collaborativeCells(
  clusters: readonly (readonly [first: number, last: number])[],
  rates: CollaborativeRates,
): CellModel {
  return {
    letters: ".hm",
    forward: [0, 0.5, 1],
    reverse: [0, 0.5, 1],
    full: FULL,
    divide(states, random) {
      for (const [first, last] of clusters) collaborate(states.subarray(first, last), rates, random);
    },
  };
}

/** A replication, then the attempts. */
function collaborate(states: Uint8Array, rates: CollaborativeRates, random: RandomStream): void {
  for (let i = 0; i < states.length; i++) {
    if (states[i] === FULL) states[i] = HEMI;
    else if (states[i] === HEMI && random.uniform() < 0.5) states[i] = 0;
  }
  const cpgs = states.length;
  // One random number an attempt: its whole part names the CpG and the kind, what is left over the mediator and the
  // chance (at least 25 of its 53 bits are left for that in clusters of ten thousand CpGs).
  for (let attempt = ATTEMPTS_PER_CPG * cpgs; attempt > 0; attempt--) {
    const draw = random.uniform() * cpgs;
    const target = Math.floor(draw);
    const rest = 2 * (draw - target);
    if (rest < 1) states[target] = alone(states[target], rest, rates);
    else if (cpgs > 1) {
      const choice = (rest - 1) * (cpgs - 1);
      const other = Math.floor(choice);
      const mediator = states[other < target ? other : other + 1];
      states[target] = helped(states[target], mediator, choice - other, rates);
    }
  }
}

function alone(state: number, chance: number, rates: CollaborativeRates): number {
  if (state === 0) return chance < rates.noneToHemi ? HEMI : 0;
  if (state === FULL) return chance < rates.fullToHemi ? HEMI : FULL;
  if (chance < rates.hemiToFull) return FULL;
  return chance < rates.hemiToFull + rates.hemiToNone ? 0 : HEMI;
}

function helped(state: number, mediator: number, chance: number, rates: CollaborativeRates): number {
  if (mediator === 0) return state > 0 && chance < rates.byNone ? state - 1 : state;
  if (mediator === FULL) return state < FULL && chance < rates.byFull ? state + 1 : state;
  return state === HEMI && chance < rates.byHemi ? FULL : state;
}
