import { type Chain, type ForwardSums, forwardSums, mirrored } from "./chain.ts";

/**
 * Share of the weight in which each site is bound (0..1), in the chain's order: forward sum · backward sum / total, the
 * backward sums being the forward sums of the mirrored chain, which hold the site's own weight a second time.
 */
export function occupancies(chain: Chain, forward: ForwardSums): Float64Array {
  const backward = forwardSums(mirrored(chain));
  return chain.starts.map((_, site) => siteOccupancy(chain, forward, backward, site));
}

function siteOccupancy(chain: Chain, forward: ForwardSums, backward: ForwardSums, site: number): number {
  const mirror = chain.starts.length - 1 - site;
  const scale = Math.exp(forward.lnScale[site] + backward.lnScale[mirror] - forward.lnTotal);
  let sum = 0;
  for (let state = 0; state < chain.states; state++) {
    const weight = chain.weights[site * chain.states + state];
    if (weight > 0) sum += (jointSum(chain, forward, backward, site, state) / weight) * scale;
  }
  return sum;
}

/** Left and right halves join when together they use no more contacts than there are; the site's own counts once. */
function jointSum(chain: Chain, forward: ForwardSums, backward: ForwardSums, site: number, state: number): number {
  const layers = chain.maxContacts + 1;
  const left = (site * chain.states + state) * layers;
  const right = ((chain.starts.length - 1 - site) * chain.states + state) * layers;
  let sum = 0;
  for (let used = 0; used < layers; used++) {
    const free = chain.maxContacts - used + chain.contacts[state];
    for (let other = 0; other <= Math.min(free, chain.maxContacts); other++) {
      sum += forward.values[left + used] * backward.values[right + other];
    }
  }
  return sum;
}
