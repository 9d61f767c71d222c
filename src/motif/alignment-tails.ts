import { STEPS } from "./column-similarity.ts";

/**
 * P(sum of steps ≥ s) when query columns from … to − 1 each meet a column drawn at random from the targets' columns,
 * independently: convolutions of the columns' own distributions (Gupta et al. 2007), made when they are first asked for.
 */
export class AlignmentTails {
  readonly #columns: readonly Float64Array[];
  readonly #mass: (Float64Array | undefined)[];
  readonly #tails: (Float64Array | undefined)[];

  /** `steps[i]`: what query column i scores against each column of the targets. */
  constructor(steps: readonly Uint8Array[]) {
    this.#columns = steps.map(histogram);
    this.#mass = new Array(steps.length * (steps.length + 1));
    this.#tails = new Array(steps.length * (steps.length + 1));
  }

  /** Tail by sum of steps, 0 … STEPS · (to − from). */
  tail(from: number, to: number): Float64Array {
    const at = this.#index(from, to);
    this.#tails[at] ??= summedFromTop(this.#massOf(from, to));
    return this.#tails[at];
  }

  #massOf(from: number, to: number): Float64Array {
    if (to - from === 1) return this.#columns[from];
    const at = this.#index(from, to);
    this.#mass[at] ??= convolved(this.#massOf(from, to - 1), this.#columns[to - 1]);
    return this.#mass[at];
  }

  #index(from: number, to: number): number {
    return from * (this.#columns.length + 1) + to;
  }
}

function histogram(steps: Uint8Array): Float64Array {
  const share = new Float64Array(STEPS + 1);
  for (const step of steps) share[step]++;
  return share.map((count) => count / steps.length);
}

/** Four shares of the column at a time: a quarter of the memory traffic of one by one (twice as fast). */
function convolved(sums: Float64Array, column: Float64Array): Float64Array {
  const padded = new Float64Array(sums.length + 2 * 3);
  padded.set(sums, 3);
  const out = new Float64Array(sums.length + STEPS + 3);
  for (let step = 0; step <= STEPS; step += 4) {
    const [a, b = 0, c = 0, d = 0] = column.subarray(step, step + 4);
    if (a === 0 && b === 0 && c === 0 && d === 0) continue;
    for (let i = 0; i < sums.length + 3; i++) {
      out[i + step] += padded[i + 3] * a + padded[i + 2] * b + padded[i + 1] * c + padded[i] * d;
    }
  }
  return out.subarray(0, sums.length + STEPS);
}

function summedFromTop(mass: Float64Array): Float64Array {
  const tail = mass.slice();
  for (let i = tail.length - 2; i >= 0; i--) tail[i] = Math.min(1, tail[i] + tail[i + 1]);
  return tail;
}
