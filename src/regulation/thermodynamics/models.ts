import { type Chain, type ForwardSums, forwardSums } from "./chain.ts";
import { bondReach, omegaOf } from "./cooperativity.ts";
import { occupancies } from "./occupancy.ts";
import { directEffect, type ModelParameters, type ModelSite, quenches, siteOrder, sitesOverlap } from "./site.ts";

/** The three models of GEMSTAT (He, Samee, Blatti, Sinha 2010, PLoS Comput Biol 6:e1000935). */
export type ModelName = "direct" | "quenching" | "repression";
export const MODEL_NAMES: readonly ModelName[] = ["direct", "quenching", "repression"];

export interface ModelResult {
  /** Sum over all arrangements of bound factors without polymerase, and with it (Infinity where it overflows). */
  readonly zOff: number;
  readonly zOn: number;
  readonly lnZOff: number;
  readonly lnZOn: number;
  /** ln(Z_on/Z_off): what the sites do to the polymerase's binding. 0 without sites. */
  readonly lnFold: number;
}

/** Share of cells (0..1) in which each site is bound, without and with polymerase; in the order of the sites given. */
export interface Occupancies {
  readonly occupancyOff: Float64Array;
  readonly occupancyOn: Float64Array;
}

/** Every bound activator and repressor multiplies the polymerase's weight by its effect. Time linear in the sites. */
export function directModel(sites: readonly ModelSite[], parameters: ModelParameters): ModelResult & Occupancies {
  return evaluateModel("direct", sites, parameters);
}

/**
 * Short-range repression: a repressor takes the contact away from an activator that is bound next to it within the
 * repression range; at most maxContacts activators touch the polymerase at once.
 */
export function quenchingModel(sites: readonly ModelSite[], parameters: ModelParameters): ModelResult & Occupancies {
  return evaluateModel("quenching", sites, parameters);
}

/**
 * Repression by closing chromatin (GEMSTAT's ChrMod, unlimited): a bound repressor may close its surroundings, and
 * within the repression range of a closing one nothing is bound in the open.
 */
export function repressionModel(sites: readonly ModelSite[], parameters: ModelParameters): ModelResult & Occupancies {
  return evaluateModel("repression", sites, parameters);
}

export function evaluateModel(
  model: ModelName,
  sites: readonly ModelSite[],
  parameters: ModelParameters,
): ModelResult & Occupancies {
  const order = siteOrder(sites);
  const chains = chainsOf(model, sorted(sites, order), parameters);
  const [off, on] = [forwardSums(chains.off), forwardSums(chains.on)];
  const given = (values: Float64Array) => restored(values, order);
  return {
    ...resultOf(off, on),
    occupancyOff: given(occupancies(chains.off, off)),
    occupancyOn: given(occupancies(chains.on, on)),
  };
}

/** The sums alone, at half the cost. */
export function modelSums(model: ModelName, sites: readonly ModelSite[], parameters: ModelParameters): ModelResult {
  const chains = chainsOf(model, sorted(sites, siteOrder(sites)), parameters);
  return resultOf(forwardSums(chains.off), forwardSums(chains.on));
}

/** P(polymerase bound) = q·F/(1 + q·F), q the weight of the polymerase on the bare promoter. */
export function pBound(lnFold: number, qBasal: number): number {
  return 1 / (1 + Math.exp(-Math.log(qBasal) - lnFold));
}

function resultOf(off: ForwardSums, on: ForwardSums): ModelResult {
  const lnFold = on.lnTotal - off.lnTotal;
  return { zOff: off.total, zOn: on.total, lnZOff: off.lnTotal, lnZOn: on.lnTotal, lnFold };
}

function sorted(sites: readonly ModelSite[], order: readonly number[]): ModelSite[] {
  return order.map((i) => sites[i]);
}

function restored(values: Float64Array, order: readonly number[]): Float64Array {
  const out = new Float64Array(values.length);
  order.forEach((site, place) => {
    out[site] = values[place];
  });
  return out;
}

interface Chains {
  readonly off: Chain;
  readonly on: Chain;
}

function chainsOf(model: ModelName, sites: readonly ModelSite[], parameters: ModelParameters): Chains {
  switch (model) {
    case "direct":
      return directChains(sites, parameters);
    case "quenching":
      return quenchingChains(sites, parameters);
    case "repression":
      return repressionChains(sites, parameters);
  }
}

/** One state: bound. */
function directChains(sites: readonly ModelSite[], parameters: ModelParameters): Chains {
  const off = plainChain(sites, parameters);
  return { off, on: { ...off, weights: Float64Array.from(sites, (site) => site.q * directEffect(site)) } };
}

/** Off: one state. On: bound 0 without or 1 with a contact; touching needs neighbours that do not quench. */
function quenchingChains(sites: readonly ModelSite[], parameters: ModelParameters): Chains {
  const off = plainChain(sites, parameters);
  const touching = (site: ModelSite) => (site.role === "activator" ? site.q * site.effect : 0);
  const on: Chain = {
    ...off,
    states: 2,
    weights: Float64Array.from(sites.flatMap((site) => [site.q, touching(site)])),
    contacts: [0, 1],
    maxContacts: parameters.maxContacts,
    allows: (left, leftState, right, rightState) =>
      !(leftState === 1 && quenches(sites[right], sites[left], parameters)) &&
      !(rightState === 1 && quenches(sites[left], sites[right], parameters)),
  };
  return { off, on };
}

/** Bound 0 in the open or 1 closing; unlike neighbours must be further apart than the repression range. */
function repressionChains(sites: readonly ModelSite[], parameters: ModelParameters): Chains {
  const closing = (site: ModelSite) => (site.role === "repressor" ? site.q * (site.close ?? 1) : 0);
  const boost = (site: ModelSite) => (site.role === "activator" ? site.effect : 1);
  const off: Chain = {
    ...plainChain(sites, parameters),
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
    reachBp: reach(sites, parameters),
    link: (left, right) => (sitesOverlap(sites[left], sites[right]) ? 0 : omega(sites[left], sites[right])),
    allows: () => true,
  };
}

/** From this distance of starts (bp) on two sites neither overlap nor cooperate nor repress. */
function reach(sites: readonly ModelSite[], parameters: ModelParameters): number {
  const longest = sites.reduce((most, site) => Math.max(most, site.length), 0);
  return Math.max(longest, bondReach(parameters), Math.floor(parameters.repressionRange) + 1);
}
