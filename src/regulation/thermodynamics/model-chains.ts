import type { Chain } from "./chain.ts";
import { bondReach, omegaOf } from "./cooperativity.ts";
import { directEffect, type ModelParameters, type ModelSite, quenches, sitesOverlap } from "./site.ts";

/** Sums over arrangements without polymerase and with it. Sites come in order of their starts. */
export interface Chains {
  readonly off: Chain;
  readonly on: Chain;
}

/** One state: bound. */
export function directChains(sites: readonly ModelSite[], parameters: ModelParameters): Chains {
  const off = plainChain(sites, parameters);
  return { off, on: { ...off, weights: Float64Array.from(sites, (site) => site.q * directEffect(site)) } };
}

/** Off: one state. On: bound 0 without or 1 with a contact; touching needs neighbours that do not quench. */
export function quenchingChains(sites: readonly ModelSite[], parameters: ModelParameters): Chains {
  const off = plainChain(sites, parameters);
  const touching = (site: ModelSite) => (site.role === "activator" ? site.q * site.effect : 0);
  const on: Chain = {
    ...off,
    states: 2,
    weights: Float64Array.from(sites.flatMap((site) => [site.q, touching(site)])),
    contacts: [0, 1],
    maxContacts: parameters.maxContacts,
    reachBp: repressionReach(off, parameters),
    allows: (left, leftState, right, rightState) =>
      !(leftState === 1 && quenches(sites[right], sites[left], parameters)) &&
      !(rightState === 1 && quenches(sites[left], sites[right], parameters)),
  };
  return { off, on };
}

/** Bound 0 in the open or 1 closing; unlike neighbours must be further apart than the repression range. */
export function repressionChains(sites: readonly ModelSite[], parameters: ModelParameters): Chains {
  const closing = (site: ModelSite) => (site.role === "repressor" ? site.q * (site.close ?? 1) : 0);
  const boost = (site: ModelSite) => (site.role === "activator" ? site.effect : 1);
  const plain = plainChain(sites, parameters);
  const off: Chain = {
    ...plain,
    reachBp: repressionReach(plain, parameters),
    states: 2,
    weights: Float64Array.from(sites.flatMap((site) => [site.q, closing(site)])),
    contacts: [0, 0],
    allows: (left, leftState, right, rightState) =>
      leftState === rightState || sites[right].start - sites[left].start > parameters.repressionRange,
  };
  const weights = Float64Array.from(sites.flatMap((site) => [site.q * boost(site), closing(site)]));
  return { off, on: { ...off, weights } };
}

function plainChain(sites: readonly ModelSite[], parameters: ModelParameters): Chain {
  const omega = omegaOf(parameters);
  return {
    starts: Float64Array.from(sites, (site) => site.start),
    states: 1,
    weights: Float64Array.from(sites, (site) => site.q),
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
