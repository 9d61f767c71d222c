/**
 * Sums over all sets of bound sites, in time linear in the number of sites. A set's weight is the product of its sites'
 * weights and of a factor for each two **consecutive** bound sites, so the sum is a chain of small matrices.
 */
export interface Chain {
  /** First bases of the sites, ascending. */
  readonly starts: Float64Array;
  /** Ways in which a site can be bound (open or closing, touching the polymerase or not). */
  readonly states: number;
  /** Weight of each site in each state, [states·site + state]; 0 forbids it. */
  readonly weights: Float64Array;
  /** Contacts with the polymerase that each state uses up, and how many there are. */
  readonly contacts: readonly (0 | 1)[];
  readonly maxContacts: number;
  /** Sites whose starts are at least this far apart (bp) leave each other alone. */
  readonly reachBp: number;
  /** Factor of two consecutive bound sites whatever their states; 0 when they overlap. */
  link(left: number, right: number): number;
  /**
   * States in which two consecutive sites may be bound, as bits: bit states·leftState + rightState. Not asked where sites
   * have one state and no contacts.
   */
  allowed(left: number, right: number): number;
}

/** Sums are counted in larger units when they pass this, so that doubles do not overflow. */
const RESCALE_ABOVE = 1e50;

/** Sums over the sets that end with each site (all sites to its right empty). */
export interface ForwardSums {
  /** [(states·site + state)·(maxContacts + 1) + contacts used], to be multiplied by exp(lnScale[site]). */
  readonly values: Float64Array;
  readonly lnScale: Float64Array;
  /** Sum over all sets, the empty one included: its logarithm, and itself (Infinity when it overflows). */
  readonly lnTotal: number;
  readonly total: number;
}

export function forwardSums(chain: Chain): ForwardSums {
  const run = new ForwardRun(chain);
  for (let site = 0; site < chain.starts.length; site++) run.add(site);
  return run.finish();
}

/** The chain read from right to left. */
export function mirrored(chain: Chain): Chain {
  const last = chain.starts.length - 1;
  const { states } = chain;
  return {
    ...chain,
    starts: chain.starts.map((_, i) => -chain.starts[last - i]),
    weights: chain.weights.map((_, i) => chain.weights[states * (last - Math.floor(i / states)) + (i % states)]),
    link: (left, right) => chain.link(last - right, last - left),
    allowed: (left, right) => transposed(chain.allowed(last - right, last - left), states),
  };
}

/** Bits with left and right exchanged. */
function transposed(bits: number, states: number): number {
  let out = 0;
  for (let bit = 0; bit < states * states; bit++) {
    if ((bits >> bit) & 1) out |= 1 << (states * (bit % states) + Math.floor(bit / states));
  }
  return out;
}

class ForwardRun {
  readonly #chain: Chain;
  readonly #layers: number;
  /** One state and no contacts: a sum a site. */
  readonly #isPlain: boolean;
  readonly #values: Float64Array;
  readonly #lnScales: Float64Array;
  /** By contacts used: the empty set and all sets that end with a site out of reach of the present one. */
  readonly #far: Float64Array;
  #firstNear = 0;
  #lnScale = 0;

  constructor(chain: Chain) {
    this.#chain = chain;
    this.#layers = chain.maxContacts + 1;
    this.#isPlain = chain.states === 1 && chain.maxContacts === 0;
    this.#values = new Float64Array(chain.starts.length * chain.states * this.#layers);
    this.#lnScales = new Float64Array(chain.starts.length);
    this.#far = new Float64Array(this.#layers);
    this.#far[0] = 1;
  }

  add(site: number): void {
    const { starts, reachBp } = this.#chain;
    while (this.#firstNear < site && starts[site] - starts[this.#firstNear] >= reachBp) this.#leave(this.#firstNear++);
    if (this.#isPlain) this.#addPlain(site);
    else this.#addStates(site);
    this.#lnScales[site] = this.#lnScale;
    this.#rescale(site);
  }

  finish(): ForwardSums {
    while (this.#firstNear < this.#chain.starts.length) this.#leave(this.#firstNear++);
    const sum = this.#far.reduce((a, b) => a + b, 0);
    const lnTotal = Math.log(sum) + this.#lnScale;
    const total = this.#lnScale === 0 ? sum : Math.exp(lnTotal);
    return { values: this.#values, lnScale: this.#lnScales, lnTotal, total };
  }

  /** A site falls out of reach: from now on only the number of contacts behind it matters. */
  #leave(site: number): void {
    const from = site * this.#chain.states * this.#layers;
    const to = from + this.#chain.states * this.#layers;
    const units = this.#unitsOf(site);
    for (let cell = from; cell < to; cell++) this.#far[cell % this.#layers] += units * this.#values[cell];
  }

  /** A sum a site. */
  #addPlain(site: number): void {
    const values = this.#values;
    let sum = this.#far[0];
    for (let left = this.#firstNear; left < site; left++) {
      const link = this.#chain.link(left, site);
      if (link !== 0) sum += link * this.#unitsOf(left) * values[left];
    }
    values[site] = sum * this.#chain.weights[site];
  }

  #addStates(site: number): void {
    const { states } = this.#chain;
    for (let state = 0; state < states; state++) this.#addFar(site, state);
    for (let left = this.#firstNear; left < site; left++) this.#addLeft(left, site);
    for (let state = 0; state < states; state++) this.#weigh(site, state);
  }

  #addFar(site: number, state: number): void {
    const to = (site * this.#chain.states + state) * this.#layers;
    const used = this.#chain.contacts[state];
    for (let layer = used; layer < this.#layers; layer++) this.#values[to + layer] += this.#far[layer - used];
  }

  #addLeft(left: number, site: number): void {
    const link = this.#chain.link(left, site);
    if (link !== 0) this.#addAllowed(left, site, link * this.#unitsOf(left), this.#chain.allowed(left, site));
  }

  #addAllowed(left: number, site: number, factor: number, allowed: number): void {
    const { states, contacts } = this.#chain;
    const layers = this.#layers;
    const values = this.#values;
    for (let state = 0; state < states; state++) {
      const to = (site * states + state) * layers;
      const used = contacts[state];
      for (let leftState = 0; leftState < states; leftState++) {
        if (((allowed >> (states * leftState + state)) & 1) === 0) continue;
        const from = (left * states + leftState) * layers - used;
        for (let layer = used; layer < layers; layer++) values[to + layer] += factor * values[from + layer];
      }
    }
  }

  #weigh(site: number, state: number): void {
    const weight = this.#chain.weights[site * this.#chain.states + state];
    const from = (site * this.#chain.states + state) * this.#layers;
    for (let cell = from; cell < from + this.#layers; cell++) this.#values[cell] *= weight;
  }

  /** From the next site on everything is counted in larger units; sums that are stored keep their own. */
  #rescale(site: number): void {
    const cells = this.#chain.states * this.#layers;
    const newest = largestOf(this.#values, site * cells, (site + 1) * cells);
    const largest = Math.max(newest, largestOf(this.#far, 0, this.#far.length));
    if (largest <= RESCALE_ABOVE) return;
    for (let i = 0; i < this.#far.length; i++) this.#far[i] /= largest;
    this.#lnScale += Math.log(largest);
  }

  /** Turns a stored sum into present units. */
  #unitsOf(site: number): number {
    const difference = this.#lnScales[site] - this.#lnScale;
    return difference === 0 ? 1 : Math.exp(difference);
  }
}

function largestOf(values: Float64Array, from: number, to: number): number {
  let largest = 0;
  for (let i = from; i < to; i++) if (values[i] > largest) largest = values[i];
  return largest;
}
