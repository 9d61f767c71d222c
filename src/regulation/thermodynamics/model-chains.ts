import type { Chain } from "./chain.ts";
import { bondReach, omegaAt } from "./cooperativity.ts";
import { directEffect, type ModelParameters, type ModelSite, quenches } from "./site.ts";

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
    allowed: quenchedStates(sites, parameters),
  };
  return { off, on };
}

const [ALL, LEFT_FREE, RIGHT_FREE, ALIKE] = [0b1111, 0b0011, 0b0101, 0b1001];

/** A quenched activator may be bound, but not touch. Repressors and activators are told apart once, not pair by pair. */
function quenchedStates(sites: readonly ModelSite[], parameters: ModelParameters): Chain["allowed"] {
  const roles = Uint8Array.from(sites, ({ role }) => ROLE_BITS[role]);
  return (left, right) => {
    if ((roles[left] | roles[right]) !== (ROLE_BITS.activator | ROLE_BITS.repressor)) return ALL;
    const isLeft = roles[left] === ROLE_BITS.activator;
    const [repressor, activator] = isLeft ? [sites[right], sites[left]] : [sites[left], sites[right]];
    if (!quenches(repressor, activator, parameters)) return ALL;
    return isLeft ? LEFT_FREE : RIGHT_FREE;
  };
}

const ROLE_BITS: Readonly<Record<ModelSite["role"], number>> = { neutral: 0, activator: 1, repressor: 2 };

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
    allowed: (left, right) => (plain.starts[right] - plain.starts[left] > parameters.repressionRange ? ALL : ALIKE),
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
  return {
    starts: oneEach(sites, ({ start }) => start),
    states: 1,
    weights: plainWeights(sites),
    contacts: [0],
    maxContacts: 0,
    reachBp: bindingReach(sites, parameters),
    link: linkOf(sites, parameters),
    allowed: () => 1,
  };
}

/** ω of two sites by their places, 0 where they overlap. */
function linkOf(sites: readonly ModelSite[], parameters: ModelParameters): Chain["link"] {
  const starts = oneEach(sites, ({ start }) => start);
  const ends = oneEach(sites, ({ start, length }) => start + length);
  const omega = omegaAt(sites, parameters);
  return (left, right) => (starts[right] < ends[left] ? 0 : omega(left, right));
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
