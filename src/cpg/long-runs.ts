import type { Interval } from "../sequence/interval.ts";

/**
 * Maximal runs of at least `least` positions at which `holds`, found while their number is not yet known. Every such run
 * covers one of every `least` positions, so most positions are never asked: after a miss, the next question is `least`
 * further on, and only around a hit every position is looked at, first backwards, then forwards.
 */
export class LongRunSearch {
  readonly #least: number;
  readonly #holds: (position: number) => boolean;
  /** The first position that may belong to the next run. */
  #from = 0;
  /** The open run [#start, #end), which may go on and may still be short; #start is −1 without one. */
  #start = -1;
  #end = 0;

  constructor(least: number, holds: (position: number) => boolean) {
    this.#least = least;
    this.#holds = holds;
  }

  /** The run that reaches the last position that could be asked. */
  get open(): Interval | undefined {
    return this.#start < 0 ? undefined : { start: this.#start, end: this.#end };
  }

  /** No position before this one will be asked any more. */
  get needed(): number {
    return this.#start < 0 ? this.#from : this.#end;
  }

  /** Asks positions below `count`, which never falls; the runs that have ended. */
  advance(count: number): Interval[] {
    const runs: Interval[] = [];
    while (this.#start >= 0 || this.#opens(count)) {
      let end = this.#end;
      while (end < count && this.#holds(end)) end++;
      this.#end = end;
      if (end >= count) break;
      this.#close(runs);
    }
    return runs;
  }

  /** There are no more positions than those that could be asked: the last run, if it is long enough. */
  finish(): Interval[] {
    const runs: Interval[] = [];
    if (this.#start >= 0) this.#close(runs);
    return runs;
  }

  /** Looks for the next run below `count`. */
  #opens(count: number): boolean {
    for (let probe = this.#from + this.#least - 1; probe < count; probe = this.#from + this.#least - 1) {
      if (!this.#holds(probe)) {
        this.#from = probe + 1;
        continue;
      }
      let start = probe;
      while (start > this.#from && this.#holds(start - 1)) start--;
      this.#start = start;
      this.#end = probe + 1;
      return true;
    }
    return false;
  }

  #close(runs: Interval[]): void {
    if (this.#end - this.#start >= this.#least) runs.push({ start: this.#start, end: this.#end });
    this.#from = this.#end + 1;
    this.#start = -1;
  }
}
