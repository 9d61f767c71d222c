import type { Interval } from "../sequence/interval.ts";

/** What two methods have in common, in bases over all records. */
export interface MethodPair {
  readonly methods: readonly [string, string];
  readonly islands: readonly [number, number];
  /** Bases in islands of each. */
  readonly bases: readonly [number, number];
  readonly common: number;
  readonly union: number;
  /** common / union; null where neither method finds anything. */
  readonly jaccard: number | null;
}

/** Adds up islands of several methods, record by record, and says how far any two agree. Holds counts alone. */
export class MethodComparison {
  readonly #methods: readonly string[];
  readonly #islands: number[];
  readonly #bases: number[];
  /** Common bases of methods a and b at a · methods + b. */
  readonly #common: number[];

  constructor(methods: readonly string[]) {
    this.#methods = methods;
    this.#islands = methods.map(() => 0);
    this.#bases = methods.map(() => 0);
    this.#common = methods.flatMap(() => methods.map(() => 0));
  }

  /** `islands`: those of one record by each method, ascending and without overlaps. */
  add(islands: readonly (readonly Interval[])[]): void {
    for (const [a, ofA] of islands.entries()) {
      this.#islands[a] += ofA.length;
      this.#bases[a] += ofA.reduce((sum, { start, end }) => sum + end - start, 0);
      for (let b = a + 1; b < islands.length; b++)
        this.#common[a * this.#methods.length + b] += common(ofA, islands[b]);
    }
  }

  /** Every pair once, in the order of the methods. */
  pairs(): MethodPair[] {
    return this.#methods.flatMap((_, a) => this.#methods.slice(a + 1).map((_, next) => this.#pair(a, a + 1 + next)));
  }

  #pair(a: number, b: number): MethodPair {
    const shared = this.#common[a * this.#methods.length + b];
    const union = this.#bases[a] + this.#bases[b] - shared;
    return {
      methods: [this.#methods[a], this.#methods[b]],
      islands: [this.#islands[a], this.#islands[b]],
      bases: [this.#bases[a], this.#bases[b]],
      common: shared,
      union,
      jaccard: union === 0 ? null : shared / union,
    };
  }
}

/** Bases that lie in both lists, each ascending and without overlaps. */
function common(left: readonly Interval[], right: readonly Interval[]): number {
  let bases = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    bases += Math.max(0, Math.min(left[i].end, right[j].end) - Math.max(left[i].start, right[j].start));
    if (left[i].end < right[j].end) i++;
    else j++;
  }
  return bases;
}
