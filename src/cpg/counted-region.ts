import type { KeptLetters } from "./kept-letters.ts";
import { GrowingCounts } from "./statistics.ts";

/** A region whose end is still open, with the counts of its letters so far: these need not be kept. */
export class CountedRegion {
  readonly start: number;
  readonly counts = GrowingCounts.none();
  #end: number;

  constructor(start: number) {
    this.start = start;
    this.#end = start;
  }

  get end(): number {
    return this.#end;
  }

  /** Counts on to `end`, which never falls. */
  growTo(end: number, letters: KeptLetters): void {
    if (end <= this.#end) return;
    this.counts.add(letters.codes, this.#end - letters.start, end - letters.start);
    this.#end = end;
  }
}
