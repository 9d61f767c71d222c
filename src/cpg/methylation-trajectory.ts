import {
  type CollaborativeRates,
  dyadLevel,
  meanFieldEquilibrium,
  meanFieldGeneration,
} from "./collaborative-model.ts";
import {
  type DyadShares,
  type SiteRates,
  type StrandRates,
  siteEquilibrium,
  siteLevel,
  strandDivision,
  strandEquilibrium,
  strandLevel,
} from "./methylation-models.ts";

/** What a model expects after a number of divisions; null where it has no such number. */
export interface Expectation {
  readonly level: number;
  /** Null in the site model, which knows no strands. */
  readonly dyads: DyadShares | null;
  /** Where the level goes. */
  readonly equilibrium: number;
}

/** Expectations of generations 0 … `generations` from an initial methylated share (whole CpGs). */
export type Expected = (initial: number, generations: number) => Expectation[];

export function expectedStrand(rates: StrandRates): Expected {
  return (initial, generations) =>
    generationsOf(generations, (t) => ({
      level: strandLevel(rates, initial, t),
      dyads: t === 0 ? wholeCpgs(initial) : strandDivision(strandLevel(rates, initial, t - 1), rates),
      equilibrium: strandEquilibrium(rates, initial),
    }));
}

export function expectedSite(rates: SiteRates): Expected {
  return (initial, generations) =>
    generationsOf(generations, (t) => ({
      level: siteLevel(rates, initial, t),
      dyads: null,
      equilibrium: siteEquilibrium(rates, initial),
    }));
}

/** The mean field: no closed form, and a cluster without end. */
export function expectedCollaborative(rates: CollaborativeRates): Expected {
  return (initial, generations) => {
    const equilibrium = meanFieldEquilibrium(initial, rates);
    let dyads = wholeCpgs(initial);
    return generationsOf(generations, (t) => {
      if (t > 0) dyads = meanFieldGeneration(dyads, rates);
      return { level: dyadLevel(dyads), dyads, equilibrium };
    });
  };
}

function generationsOf<T>(generations: number, at: (generation: number) => T): T[] {
  return Array.from({ length: generations + 1 }, (_, generation) => at(generation));
}

function wholeCpgs(methylated: number): DyadShares {
  return { full: methylated, hemi: 0, none: 1 - methylated };
}

/** Mean of several expectations, weighted by numbers of CpGs. Groups without CpGs count nothing. */
export function meanExpectation(groups: readonly { cpgs: number; expected: Expectation }[]): Expectation {
  const filled = groups.filter(({ cpgs }) => cpgs > 0);
  if (filled.length === 1) return filled[0].expected;
  const all = filled.reduce((sum, { cpgs }) => sum + cpgs, 0);
  const mean = (value: (expected: Expectation) => number) =>
    filled.reduce((sum, { cpgs, expected }) => sum + cpgs * value(expected), 0) / all;
  const hasDyads = filled.every(({ expected }) => expected.dyads !== null);
  return {
    level: mean(({ level }) => level),
    dyads: hasDyads
      ? {
          full: mean(({ dyads }) => dyads!.full),
          hemi: mean(({ dyads }) => dyads!.hemi),
          none: mean(({ dyads }) => dyads!.none),
        }
      : null,
    equilibrium: mean(({ equilibrium }) => equilibrium),
  };
}
