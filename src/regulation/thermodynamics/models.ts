import { type ForwardSums, forwardSums } from "./chain.ts";
import {
  type Chains,
  directChains,
  directWeights,
  quenchingChains,
  quenchingWeights,
  repressionChains,
  repressionWeights,
} from "./model-chains.ts";
import { occupancies } from "./occupancy.ts";
import { type ModelParameters, type ModelSite, siteOrder } from "./site.ts";

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

/**
 * The model of a set of places whose weights and effects change from call to call, as in a fit: which places exclude each
 * other, cooperate and quench is worked out once. The places come in the order of siteOrder.
 */
export class SiteModel {
  readonly #model: ModelName;
  readonly #chains: Chains;

  constructor(model: ModelName, places: readonly ModelSite[], parameters: ModelParameters) {
    const { off, on } = chainsOf(model, places, parameters);
    const links = new Float64Array(places.length ** 2);
    for (let right = 0; right < places.length; right++) {
      for (let left = 0; left < right; left++) links[left * places.length + right] = off.link(left, right);
    }
    const link = (left: number, right: number) => links[left * places.length + right];
    this.#model = model;
    this.#chains = { off: { ...off, link }, on: { ...on, link } };
  }

  /** ln(Z_on/Z_off) of the places with these weights. */
  lnFold(sites: readonly ModelSite[]): number {
    const { off, on } = WEIGHTS[this.#model](sites);
    const lnZOff = forwardSums({ ...this.#chains.off, weights: off }).lnTotal;
    return forwardSums({ ...this.#chains.on, weights: on }).lnTotal - lnZOff;
  }
}

const WEIGHTS = { direct: directWeights, quenching: quenchingWeights, repression: repressionWeights };

/** P(polymerase bound) = q·F/(1 + q·F), q the weight of the polymerase on the bare promoter. */
export function pBound(lnFold: number, qBasal: number): number {
  return 1 / (1 + Math.exp(-Math.log(qBasal) - lnFold));
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
