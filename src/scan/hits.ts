import type { Search } from "./search.ts";

const FIRST_CAPACITY = 16;

/**
 * Hits of one record in columns; only the first `length` entries of a column count while hits are added. `sorted` orders them by start, end, motif,
 * `+` before `-`.
 */
export class Hits {
  length = 0;
  /** Index of the motif in the scan's list. */
  motif = new Uint32Array(FIRST_CAPACITY);
  /** 0-based start on the forward strand, whatever the strand. */
  start = new Float64Array(FIRST_CAPACITY);
  /** 1: reverse strand. */
  reverse = new Uint8Array(FIRST_CAPACITY);
  /** Bits. */
  score = new Float64Array(FIRST_CAPACITY);
  p = new Float64Array(FIRST_CAPACITY);

  /** `reverse`: 1 for the reverse strand. */
  add(motif: number, start: number, reverse: number, score: number, p: number): void {
    const i = this.length++;
    if (i === this.start.length) this.#grow();
    this.motif[i] = motif;
    this.start[i] = start;
    this.reverse[i] = reverse;
    this.score[i] = score;
    this.p[i] = p;
  }

  /** Empty again, to be filled in the same memory. */
  clear(): void {
    this.length = 0;
  }

  /** Gives spare memory away: columns are as long as there are hits. */
  trimmed(): this {
    this.motif = this.motif.subarray(0, this.length);
    this.start = this.start.subarray(0, this.length);
    this.reverse = this.reverse.subarray(0, this.length);
    this.score = this.score.subarray(0, this.length);
    this.p = this.p.subarray(0, this.length);
    return this;
  }

  #grow(): void {
    const capacity = Math.max(FIRST_CAPACITY, 2 * this.start.length);
    this.motif = copied(this.motif, new Uint32Array(capacity));
    this.start = copied(this.start, new Float64Array(capacity));
    this.reverse = copied(this.reverse, new Uint8Array(capacity));
    this.score = copied(this.score, new Float64Array(capacity));
    this.p = copied(this.p, new Float64Array(capacity));
  }

  /** Indices in output order. */
  sorted(searches: readonly Search[]): number[] {
    const ranks = ranksByWidth(searches);
    const { start, motif, reverse, length } = this;
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (let i = 0; i < length; i++) {
      if (start[i] < first) first = start[i];
      if (start[i] > last) last = start[i];
    }
    const size = 2 ** Math.ceil(Math.log2(Math.max(1, length)));
    const places = 2 * searches.length;
    if ((last - first + 1) * places * size > Number.MAX_SAFE_INTEGER) return this.#compared(ranks);
    // Place and index in one number: sorting numbers is many times faster than calling a comparison.
    const keys = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      const place = (start[i] - first) * places + 2 * ranks[motif[i]] + reverse[i];
      keys[i] = place * size + i;
    }
    keys.sort();
    const order = new Array<number>(length);
    for (let i = 0; i < length; i++) order[i] = keys[i] - size * Math.floor(keys[i] / size);
    return order;
  }

  #compared(ranks: Uint32Array): number[] {
    return this.indices().sort(
      (a, b) =>
        this.start[a] - this.start[b] ||
        ranks[this.motif[a]] - ranks[this.motif[b]] ||
        this.reverse[a] - this.reverse[b],
    );
  }

  /** Indices as the hits were added. */
  indices(): number[] {
    return Array.from({ length: this.length }, (_, i) => i);
  }

  /** Keeps, for each motif, the `count` best by p-value (then score, then place). */
  best(count: number): Hits {
    const kept = new Hits();
    for (const i of this.bestIndices(count)) {
      kept.add(this.motif[i], this.start[i], this.reverse[i], this.score[i], this.p[i]);
    }
    return kept.trimmed();
  }

  /** Which ones {@link best} keeps, best first. */
  bestIndices(count: number): number[] {
    const ranked = this.indices().sort(
      (a, b) => this.p[a] - this.p[b] || this.score[b] - this.score[a] || this.start[a] - this.start[b],
    );
    const taken = new Map<number, number>();
    return ranked.filter((i) => {
      const before = taken.get(this.motif[i]) ?? 0;
      taken.set(this.motif[i], before + 1);
      return before < count;
    });
  }
}

function copied<T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Rank of each motif among hits of one start: by end, then by place in the list. */
export function ranksByWidth(searches: readonly Search[]): Uint32Array {
  const order = [...searches.keys()].sort((a, b) => searches[a].matrix.width - searches[b].matrix.width || a - b);
  const ranks = new Uint32Array(order.length);
  for (const [rank, motif] of order.entries()) ranks[motif] = rank;
  return ranks;
}
