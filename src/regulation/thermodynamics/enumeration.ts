import { type Omega, omegaOf } from "./cooperativity.ts";
import type { ModelName } from "./models.ts";
import { directEffect, type ModelParameters, type ModelSite, quenches, siteOrder, sitesOverlap } from "./site.ts";

/** The truth that the dynamic programmes are tested against: every set of sites, weighed by the model's own words. */
export interface Enumerated {
  readonly zOff: number;
  readonly zOn: number;
  readonly occupancyOff: Float64Array;
  readonly occupancyOn: Float64Array;
}

/** All 2^n sets of `sites` (n up to about 16). */
export function enumerateModel(model: ModelName, sites: readonly ModelSite[], parameters: ModelParameters): Enumerated {
  const order = siteOrder(sites);
  const omega = omegaOf(parameters);
  const sum = { zOff: 0, zOn: 0 };
  const occupancyOff = new Float64Array(sites.length);
  const occupancyOn = new Float64Array(sites.length);
  for (let set = 0; set < 2 ** sites.length; set++) {
    const members = order.filter((_, place) => (set >> place) & 1);
    const bound = members.map((site) => sites[site]);
    if (bound.some((site, i) => bound.slice(i + 1).some((later) => sitesOverlap(site, later)))) continue;
    const binding = bindingWeight(bound, omega);
    const { off, on } = setWeights(model, bound, parameters);
    sum.zOff += binding * off;
    sum.zOn += binding * on;
    for (const site of members) {
      occupancyOff[site] += binding * off;
      occupancyOn[site] += binding * on;
    }
  }
  return {
    ...sum,
    occupancyOff: occupancyOff.map((x) => x / sum.zOff),
    occupancyOn: occupancyOn.map((x) => x / sum.zOn),
  };
}

/** Π q · Π ω over consecutive bound sites. */
function bindingWeight(bound: readonly ModelSite[], omega: Omega): number {
  return bound.reduce((product, site, i) => product * site.q * (i === 0 ? 1 : omega(bound[i - 1], site)), 1);
}

function setWeights(
  model: ModelName,
  bound: readonly ModelSite[],
  parameters: ModelParameters,
): { off: number; on: number } {
  switch (model) {
    case "direct":
      return { off: 1, on: bound.reduce((product, site) => product * directEffect(site), 1) };
    case "quenching":
      return { off: 1, on: contactWeight(unquenched(bound, parameters), parameters.maxContacts) };
    case "repression":
      return closingWeights(bound, parameters);
  }
}

/** Effects of the bound activators whose neighbours leave them alone. */
function unquenched(bound: readonly ModelSite[], parameters: ModelParameters): number[] {
  const free = (site: ModelSite, i: number) =>
    [bound[i - 1], bound[i + 1]].every((next) => next === undefined || !quenches(next, site, parameters));
  return bound.filter((site, i) => site.role === "activator" && free(site, i)).map((site) => site.effect);
}

/** Σ over all choices of at most `most` of the effects, of their product. */
function contactWeight([first, ...rest]: readonly number[], most: number): number {
  if (first === undefined) return 1;
  const touching = most > 0 ? first * contactWeight(rest, most - 1) : 0;
  return contactWeight(rest, most) + touching;
}

/** Every choice of which bound repressors close, none with an open site in its range. */
function closingWeights(
  bound: readonly ModelSite[],
  { repressionRange }: ModelParameters,
): { off: number; on: number } {
  const repressors = bound.filter((site) => site.role === "repressor");
  const activation = bound.reduce((product, site) => product * (site.role === "activator" ? site.effect : 1), 1);
  let off = 0;
  for (let choice = 0; choice < 2 ** repressors.length; choice++) {
    const closing = new Set(repressors.filter((_, i) => (choice >> i) & 1));
    const clash = bound.some(
      (site) =>
        !closing.has(site) && [...closing].some((other) => Math.abs(other.start - site.start) <= repressionRange),
    );
    if (!clash) off += [...closing].reduce((product, site) => product * (site.close ?? 1), 1);
  }
  return { off, on: off * activation };
}
