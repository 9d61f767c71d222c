import type { Chain } from "./chain.ts";
import { bondReach, omegaOf } from "./cooperativity.ts";
import { directEffect, type ModelParameters, type ModelSite, quenches, sitesOverlap } from "./site.ts";

/** Sums over arrangements without polymerase and with it. Sites come in order of their starts. */
export interface Chains {
  readonly off: Chain;
  readonly on: Chain;
}

/** Weights of the sites' states without and with polymerase, as the chains of a model want them. */
export interface ChainWeights {
  readonly off: Float64Array;
  readonly on: Float64Array;
}

/** One state: bound. */
export function directChains(sites: readonly ModelSite[], parameters: ModelParameters): Chains {
  const off = plainChain(sites, parameters);
  return { off, on: { ...off, weights: directWeights(sites).on } };
}

export function directWeights(sites: readonly ModelSite[]): ChainWeights {
  return { off: plainWeights(sites), on: oneEach(sites, (site) => site.q * directEffect(site)) };
}

/** Off: one state. On: bound 0 without or 1 with a contact; touching needs neighbours that do not quench. */
export function quenchingChains(sites: readonly ModelSite[], parameters: ModelParameters): Chains {
  const off = plainChain(sites, parameters);
  const on: Chain = {
    ...off,
    states: 2,
    weights: quenchingWeights(sites).on,
    contacts: [0, 1],
    maxContacts: parameters.maxContacts,
    reachBp: repressionReach(off, parameters),
    allows: (left, leftState, right, rightState) =>
      !(leftState === 1 && quenches(sites[right], sites[left], parameters)) &&
      !(rightState === 1 && quenches(sites[left], sites[right], parameters)),
  };
  return { off, on };
}

export function quenchingWeights(sites: readonly ModelSite[]): ChainWeights {
  const touching = (site: ModelSite) => (site.role === "activator" ? site.q * site.effect : 0);
  return { off: plainWeights(sites), on: inPairs(sites, ({ q }) => q, touching) };
}

/** Bound 0 in the open or 1 closing; unlike neighbours must be further apart than the repression range. */
export function repressionChains(sites: readonly ModelSite[], parameters: ModelParameters): Chains {
  const weights = repressionWeights(sites);
  const plain = plainChain(sites, parameters);
  const off: Chain = {
    ...plain,
    reachBp: repressionReach(plain, parameters),
    states: 2,
    weights: weights.off,
    contacts: [0, 0],
    allows: (left, leftState, right, rightState) =>
      leftState === rightState || sites[right].start - sites[left].start > parameters.repressionRange,
  };
  return { off, on: { ...off, weights: weights.on } };
}

export function repressionWeights(sites: readonly ModelSite[]): ChainWeights {
  const closing = (site: ModelSite) => (site.role === "repressor" ? site.q * (site.close ?? 1) : 0);
  const boosted = (site: ModelSite) => (site.role === "activator" ? site.q * site.effect : site.q);
  return { off: inPairs(sites, ({ q }) => q, closing), on: inPairs(sites, boosted, closing) };
}

function plainWeights(sites: readonly ModelSite[]): Float64Array {
  return oneEach(sites, ({ q }) => q);
}

/** As Float64Array.from, in a fraction of its time: a fit does this for every sequence in every condition. */
function oneEach(sites: readonly ModelSite[], weight: (site: ModelSite) => number): Float64Array {
  const out = new Float64Array(sites.length);
  for (let i = 0; i < sites.length; i++) out[i] = weight(sites[i]);
  return out;
}

/** Two states a site, side by side. */
function inPairs(
  sites: readonly ModelSite[],
  first: (site: ModelSite) => number,
  second: (site: ModelSite) => number,
): Float64Array {
  const out = new Float64Array(2 * sites.length);
  for (let i = 0; i < sites.length; i++) {
    out[2 * i] = first(sites[i]);
    out[2 * i + 1] = second(sites[i]);
  }
  return out;
}

function plainChain(sites: readonly ModelSite[], parameters: ModelParameters): Chain {
  const omega = omegaOf(parameters);
  return {
    starts: Float64Array.from(sites, (site) => site.start),
    states: 1,
    weights: plainWeights(sites),
    contacts: [0],
    maxContacts: 0,
    reachBp: bindingReach(sites, parameters),
    link: (left, right) => (sitesOverlap(sites[left], sites[right]) ? 0 : omega(sites[left], sites[right])),
    allows: () => true,
  };
}

/** From this distance of starts (bp) on two sites neither overlap nor cooperate. */
function bindingReach(sites: readonly ModelSite[], parameters: ModelParameters): number {
  const longest = sites.reduce((most, site) => Math.max(most, site.length), 0);
  return Math.max(longest, bondReach(parameters));
}

/** From this distance on a repressor does not reach either. */
function repressionReach(chain: Chain, { repressionRange }: ModelParameters): number {
  return Math.max(chain.reachBp, Math.floor(repressionRange) + 1);
}
