import type { Search } from "./search.ts";

/** Hits of one record in columns; `order` sorts them by start, end, motif, `+` before `-`. */
export class Hits {
  /** Index of the motif in the scan's list. */
  readonly motif: number[] = [];
  /** 0-based start on the forward strand, whatever the strand. */
  readonly start: number[] = [];
  readonly reverse: boolean[] = [];
  /** Bits. */
  readonly score: number[] = [];
  readonly p: number[] = [];

  get length(): number {
    return this.start.length;
  }

  add(motif: number, start: number, reverse: boolean, score: number, p: number): void {
    this.motif.push(motif);
    this.start.push(start);
    this.reverse.push(reverse);
    this.score.push(score);
    this.p.push(p);
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
      const place = (start[i] - first) * places + 2 * ranks[motif[i]] + (reverse[i] ? 1 : 0);
      keys[i] = place * size + i;
    }
    keys.sort();
    const order = new Array<number>(length);
    for (let i = 0; i < length; i++) order[i] = keys[i] - size * Math.floor(keys[i] / size);
    return order;
  }

  #compared(ranks: Uint32Array): number[] {
    return Array.from(this.start.keys()).sort(
      (a, b) =>
        this.start[a] - this.start[b] ||
        ranks[this.motif[a]] - ranks[this.motif[b]] ||
        Number(this.reverse[a]) - Number(this.reverse[b]),
    );
  }

  /** Keeps, for each motif, the `count` best by p-value (then score, then place). */
  best(count: number): Hits {
    const kept = new Hits();
    for (const i of this.bestIndices(count)) {
      kept.add(this.motif[i], this.start[i], this.reverse[i], this.score[i], this.p[i]);
    }
    return kept;
  }

  /** Which ones {@link best} keeps, best first. */
  bestIndices(count: number): number[] {
    const ranked = Array.from(this.start.keys()).sort(
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

/** Rank of each motif among hits of one start: by end, then by place in the list. */
function ranksByWidth(searches: readonly Search[]): Uint32Array {
  const order = [...searches.keys()].sort((a, b) => searches[a].matrix.width - searches[b].matrix.width || a - b);
  const ranks = new Uint32Array(order.length);
  for (const [rank, motif] of order.entries()) ranks[motif] = rank;
  return ranks;
}
