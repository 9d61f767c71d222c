import { power } from "../power.ts";

/** Distances below this are counted in an array, the few others one by one. */
const COUNTED = 1 << 12;

/**
 * How often distances of neighbouring CpGs occur. The distances of a sequence add up to its length, so that there are at
 * most as many different ones as the square root of twice that.
 */
export class CpgDistances {
  readonly #short = new Float64Array(COUNTED);
  readonly #long = new Map<number, number>();
  #count = 0;

  add(distance: number): void {
    this.#count++;
    if (distance < COUNTED) this.#short[distance]++;
    else this.#long.set(distance, (this.#long.get(distance) ?? 0) + 1);
  }

  /** CpGcluster's median: the first of the sorted distances with at least half of them before it; 0 for a single one. */
  median(): number {
    const half = Math.ceil(this.#count / 2);
    let upTo = 0;
    for (const [distance, count] of this.#ascending()) {
      upTo += count;
      if (upTo > half) return distance;
    }
    return 0;
  }

  /** Where the observed share of distances exceeds that of a geometric distribution most. */
  intersection(probability: number): number {
    let best = 0;
    let found = 0;
    let upTo = 0;
    for (const [distance, count] of this.#ascending()) {
      upTo += count;
      const excess = upTo / this.#count - (1 - power(1 - probability, distance));
      if (excess <= best) continue;
      best = excess;
      found = distance;
    }
    return found;
  }

  *#ascending(): Generator<readonly [distance: number, count: number]> {
    for (const [distance, count] of this.#short.entries()) if (count > 0) yield [distance, count];
    yield* [...this.#long].sort(([a], [b]) => a - b);
  }
}
