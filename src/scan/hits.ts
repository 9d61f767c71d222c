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
    const end = (i: number) => this.start[i] + searches[this.motif[i]].matrix.width;
    return Array.from(this.start.keys()).sort(
      (a, b) =>
        this.start[a] - this.start[b] ||
        end(a) - end(b) ||
        this.motif[a] - this.motif[b] ||
        Number(this.reverse[a]) - Number(this.reverse[b]),
    );
  }

  /** Keeps, for each motif, the `count` best by p-value (then score, then place). */
  best(count: number): Hits {
    const ranked = Array.from(this.start.keys()).sort(
      (a, b) => this.p[a] - this.p[b] || this.score[b] - this.score[a] || this.start[a] - this.start[b],
    );
    const taken = new Map<number, number>();
    const kept = new Hits();
    for (const i of ranked) {
      const before = taken.get(this.motif[i]) ?? 0;
      if (before >= count) continue;
      taken.set(this.motif[i], before + 1);
      kept.add(this.motif[i], this.start[i], this.reverse[i], this.score[i], this.p[i]);
    }
    return kept;
  }
}
