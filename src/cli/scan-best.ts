import { type HitRow, hitRow, type RowExtras } from "../report/scan-rows.ts";
import { Hits } from "../scan/hits.ts";
import type { Search } from "../scan/search.ts";
import { lettersText } from "../sequence/alphabet.ts";
import type { InputPiece } from "./records.ts";

/** Hits are thinned out when there are so many times more than can be kept. */
const CROWDED = 4;

/** The best hits of each motif in a record that comes in pieces. */
export class BestOfRecord {
  readonly #count: number;
  readonly #searches: readonly Search[];
  #hits = new Hits();
  /** The letters of each hit. */
  #matched: string[] = [];

  constructor(count: number, searches: readonly Search[]) {
    this.#count = count;
    this.#searches = searches;
  }

  add({ letters, offset }: Pick<InputPiece, "letters" | "offset">, found: Hits): void {
    for (let i = 0; i < found.length; i++) {
      const start = found.start[i];
      const end = start + this.#searches[found.motif[i]].matrix.width;
      this.#keep(found, i, start + offset, lettersText(letters, start, end, found.reverse[i] === 1));
    }
    if (this.#hits.length > CROWDED * this.#count * this.#searches.length) this.#thin();
  }

  /** The record's rows in output order; the next record starts afresh. */
  *take({ name, origin }: Pick<InputPiece, "name" | "origin">, extras: RowExtras): Generator<HitRow> {
    this.#thin();
    const hits = this.#hits;
    const matched = this.#matched;
    this.#clear();
    for (const i of hits.sorted(this.#searches)) {
      const qValue = extras.qValueOf?.(hits.motif[i], hits.p[i]);
      if (qValue !== undefined && qValue > (extras.largestQ ?? 1)) continue;
      yield hitRow(hits, i, this.#searches, { sequence: name, offset: origin, matched: matched[i], qValue });
    }
  }

  #thin(): void {
    const hits = this.#hits;
    const matched = this.#matched;
    const kept = hits.bestIndices(this.#count);
    this.#clear();
    for (const i of kept) this.#keep(hits, i, hits.start[i], matched[i]);
  }

  #keep({ motif, reverse, score, p }: Hits, i: number, start: number, matched: string): void {
    this.#hits.add(motif[i], start, reverse[i], score[i], p[i]);
    this.#matched.push(matched);
  }

  #clear(): void {
    this.#hits = new Hits();
    this.#matched = [];
  }
}
