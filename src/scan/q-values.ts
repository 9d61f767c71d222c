import { UNKNOWN_BASE } from "../sequence/alphabet.ts";

/** How often each p-value was met among hits, and how many windows were tested: all that q-values need. */
export class TestedWindows {
  readonly #counts = new Map<number, number>();
  tests = 0;

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  /** Distinct p-values are few (as many as distinct scores), so memory does not grow with the number of hits. */
  add(p: number, count = 1): void {
    this.#counts.set(p, (this.#counts.get(p) ?? 0) + count);
  }

  /** Pools what another motif met. */
  merge(other: TestedWindows): void {
    for (const [p, count] of other.#counts) this.add(p, count);
    this.tests += other.tests;
  }

  /**
   * q of every p-value met: min over p' ≥ p of share · p' · tests / (number of hits with a p-value ≤ p'), at most 1
   * (Benjamini & Hochberg 1995; `nullShare` 1 unless estimated, Storey 2002). Windows that are no hits count among the
   * tests; the minimum is over hits, so a q-value never promises more than the hits that are listed.
   */
  qValues(nullShare = 1, tests = this.tests): Map<number, number> {
    const descending = [...this.#counts.entries()].sort(([a], [b]) => b - a);
    let rank = descending.reduce((sum, [, count]) => sum + count, 0);
    let running = 1;
    const q = new Map<number, number>();
    for (const [p, count] of descending) {
      running = Math.min(running, (nullShare * p * tests) / rank);
      q.set(p, running);
      rank -= count;
    }
    return q;
  }
}

/** Lengths of the stretches of known letters, gathered piece by piece. */
export class KnownStretches {
  readonly #counts = new Map<number, number>();
  #open = 0;

  /** The next `own` letters of a record; `last`: it ends with them. */
  add(codes: Uint8Array, own: number, last: boolean): void {
    let open = this.#open;
    for (let i = 0; i < own; i++) {
      if (codes[i] < UNKNOWN_BASE) open++;
      else if (open > 0) {
        this.#close(open);
        open = 0;
      }
    }
    if (last) this.#close(open);
    this.#open = last ? 0 : open;
  }

  #close(length: number): void {
    this.#counts.set(length, (this.#counts.get(length) ?? 0) + 1);
  }

  /** Windows of `width` that hold known letters only, on one strand. */
  windows(width: number): number {
    let windows = 0;
    for (const [length, count] of this.#counts) windows += count * Math.max(0, length - width + 1);
    return windows;
  }
}
