import type { MersenneTwister1998 } from "./mersenne-twister.ts";

const RESERVOIR = 10_000;
/** Fewer sampled p-values than this give no estimate of the share of true nulls. */
const SMALLEST_SAMPLE = 100;
const LAMBDAS = Array.from({ length: 100 }, (_, i) => (i + 1) * 0.005);
const BOOTSTRAPS = 100;
const DRAWS = 1000;

/** A sample of a stream of p-values, as FIMO keeps it: the first 10,000, then each later one may replace one of them. */
export class Reservoir {
  readonly #random: MersenneTwister1998;
  readonly #values: number[] = [];
  #seen = 0;

  constructor(random: MersenneTwister1998) {
    this.#random = random;
  }

  /** p-values offered so far: the number of tests. */
  get seen(): number {
    return this.#seen;
  }

  add(p: number): void {
    this.#seen++;
    if (this.#values.length < RESERVOIR) this.#values.push(p);
    else {
      const slot = Math.trunc(this.#seen * this.#random.uniform());
      if (slot < RESERVOIR) this.#values[slot] = p;
    }
  }

  /** Storey's share of true nulls (2002), by FIMO's bootstrap over λ; 1 for small samples. */
  nullShare(): number {
    const sample = Float64Array.from(this.#values).sort();
    if (sample.length <= SMALLEST_SAMPLE) return 1;
    const shares = nullShares(sample);
    const smallest = Math.min(...shares);
    const errors = new Float64Array(LAMBDAS.length);
    const draw = new Float64Array(DRAWS);
    for (let round = 0; round < BOOTSTRAPS; round++) {
      for (let i = 0; i < DRAWS; i++) draw[i] = sample[Math.trunc(this.#random.uniform() * sample.length)];
      const again = nullShares(draw.sort());
      for (let i = 0; i < again.length; i++) errors[i] += (again[i] - smallest) ** 2;
    }
    const best = errors.indexOf(Math.min(...errors));
    return Math.min(1, Math.max(0, shares[best]));
  }
}

/** For each λ: share of p ≥ λ over what uniform p-values would give. `sorted` ascending. */
function nullShares(sorted: Float64Array): number[] {
  let below = 0;
  return LAMBDAS.map((lambda) => {
    while (below < sorted.length && sorted[below] < lambda) below++;
    return (sorted.length - below) / ((1 - lambda) * sorted.length);
  });
}
