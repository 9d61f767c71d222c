import type { DyadShares } from "./methylation-models.ts";

/**
 * Methylation that CpGs of a cluster help each other to keep (Haerter 2014, NAR 42:2235): two inherited states, nearly
 * full and nearly empty. The reactions and rates are tatabox's own set, not those of the paper. Each generation starts
 * with a replication, which leaves every methylated strand opposite a new one; then follow 60 attempts per CpG. Half of
 * them act on a CpG alone, half through another CpG of the cluster.
 */
export interface CollaborativeRates {
  /** Alone, hemimethylated to full: maintenance, which weakens with age. */
  readonly hemiToFull: number;
  readonly hemiToNone: number;
  readonly noneToHemi: number;
  readonly fullToHemi: number;
  /** Through a fully methylated CpG: none to hemi, hemi to full. */
  readonly byFull: number;
  /** Through a hemimethylated CpG: hemi to full. */
  readonly byHemi: number;
  /** Through an unmethylated CpG: full to hemi, hemi to none. */
  readonly byNone: number;
}

export const COLLABORATIVE_RATES: CollaborativeRates = {
  hemiToFull: 0.08,
  hemiToNone: 0.001,
  noneToHemi: 0.002,
  fullToHemi: 0.001,
  byFull: 0.1,
  byHemi: 0.05,
  byNone: 0.1,
};

/** Without help: one state, wherever it starts. */
export function independentRates(rates: CollaborativeRates): CollaborativeRates {
  return { ...rates, byFull: 0, byHemi: 0, byNone: 0 };
}

export const ATTEMPTS_PER_CPG = 60;

/** Steps of the integration of one generation. */
const STEPS = 240;
/** A fixed point is reached when a generation changes the level by less; after so many generations it is taken as is. */
const SETTLED = 1e-14;
const MOST_GENERATIONS = 20_000;

/** One generation of a cluster without end: the mean-field limit, by the classical Runge-Kutta method. */
export function meanFieldGeneration({ full, hemi, none }: DyadShares, rates: CollaborativeRates): DyadShares {
  let m = 0;
  let u = none + hemi / 2;
  const step = ATTEMPTS_PER_CPG / STEPS;
  for (let i = 0; i < STEPS; i++) {
    const [m1, u1] = slopes(m, u, rates);
    const [m2, u2] = slopes(m + (step / 2) * m1, u + (step / 2) * u1, rates);
    const [m3, u3] = slopes(m + (step / 2) * m2, u + (step / 2) * u2, rates);
    const [m4, u4] = slopes(m + step * m3, u + step * u3, rates);
    m += (step / 6) * (m1 + 2 * m2 + 2 * m3 + m4);
    u += (step / 6) * (u1 + 2 * u2 + 2 * u3 + u4);
  }
  const total = full + hemi + none;
  return { full: m, hemi: total - m - u, none: u };
}

/** Change per attempt of the full and the empty share. */
function slopes(full: number, none: number, rates: CollaborativeRates): [full: number, none: number] {
  const hemi = 1 - full - none;
  const toFull = hemi * (rates.hemiToFull + rates.byFull * full + rates.byHemi * hemi);
  const fromFull = full * (rates.fullToHemi + rates.byNone * none);
  const toNone = hemi * (rates.hemiToNone + rates.byNone * none);
  const fromNone = none * (rates.noneToHemi + rates.byFull * full);
  return [(toFull - fromFull) / 2, (toNone - fromNone) / 2];
}

/** Share of methylated strands. */
export function dyadLevel({ full, hemi }: DyadShares): number {
  return full + hemi / 2;
}

/** The level at which the mean field settles from a share `initial` of full CpGs beside empty ones. */
export function meanFieldEquilibrium(initial: number, rates: CollaborativeRates): number {
  let dyads: DyadShares = { full: initial, hemi: 0, none: 1 - initial };
  for (let generation = 0; generation < MOST_GENERATIONS; generation++) {
    const next = meanFieldGeneration(dyads, rates);
    const change = Math.abs(dyadLevel(next) - dyadLevel(dyads));
    dyads = next;
    if (change < SETTLED) break;
  }
  return dyadLevel(dyads);
}

/** Runs [first, last) of CpGs with at most `gapBp` from one to the next: what counts as a cluster. */
export function cpgChains(positions: Uint32Array, gapBp: number): [first: number, last: number][] {
  const chains: [number, number][] = [];
  let first = 0;
  for (let i = 1; i <= positions.length; i++) {
    if (i < positions.length && positions[i] - positions[i - 1] <= gapBp) continue;
    if (i > first) chains.push([first, i]);
    first = i;
  }
  return chains;
}
