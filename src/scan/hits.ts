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
    const first = this.start.reduce((least, start) => Math.min(least, start), Number.POSITIVE_INFINITY);
    const size = 2 ** Math.ceil(Math.log2(Math.max(1, this.length)));
    // Place and index in one number: sorting numbers is many times faster than calling a comparison.
    const keys = Float64Array.from(this.start, (start, i) => {
      const place = (start - first) * 2 * searches.length + 2 * ranks[this.motif[i]] + Number(this.reverse[i]);
      return place * size + i;
    });
    if (keys.some((key) => key > Number.MAX_SAFE_INTEGER)) return this.#compared(ranks);
    return Array.from(keys.sort(), (key) => key - size * Math.floor(key / size));
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
