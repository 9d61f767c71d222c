import { localShares, type StrandMatrix } from "./cluster-windows.ts";
import { distinctWidths, type StrandPair, strandPairs, windowSums } from "./window-products.ts";

/** What a search for clusters looks for, and in what. */
export interface ForwardInput {
  readonly codes: Uint8Array;
  /** Forward and reverse by turns. */
  readonly matrices: readonly StrandMatrix[];
  readonly gapBp: number;
  readonly backgroundRange: number;
}

/**
 * Numbers of an event. Where the score rises: the position behind the base, the background since the last event, the
 * likelihoods before and after, the lowest of the last positions, where the lowest of all stood before. Where the unit of
 * the likelihoods changes: 0, the background since the last event, the unit.
 */
export const EVENT_FIELDS = 6;

/** A record worked through from its start. */
export interface ForwardPass {
  /** Bases that one call may take. */
  readonly block: number;
  /** The events of the next bases, up to `to`, {@link EVENT_FIELDS} each, to be read before the next call. */
  advance(to: number): Float64Array;
}

/** Likelihoods are brought back to 1 when they fall below this. */
const SMALL = 1e-100;

/** The pass in plain code; forward-kernel.ts has the same bits. */
export class PlainForwardPass implements ForwardPass {
  readonly block = 1 << 12;
  readonly #input: ForwardInput;
  readonly #pairs: readonly StrandPair[];
  readonly #widths: readonly number[];
  readonly #longest: number;
  readonly #goOn: number;
  readonly #startSite: number;
  /** Likelihoods after each of the last bases, in a ring. */
  readonly #ring: Float64Array;
  readonly #mask: number;
  #at = 0;
  /** The lowest score so far, as a likelihood of the present base, and where it stood. */
  #lowest = 1;
  #lowestAt = 0;
  /** Product of the background of the last bases, not yet told by an event. */
  #pending = 1;
  /** The lowest score of the last `longest` positions at least: of some of them, and of as many before those. */
  #recent = 1;
  #recentBefore = 1;
  #recentCount = 1;

  constructor(input: ForwardInput) {
    this.#input = input;
    this.#pairs = strandPairs(input.matrices);
    this.#widths = distinctWidths(input.matrices);
    this.#longest = this.#widths[this.#widths.length - 1];
    this.#goOn = input.gapBp / (input.gapBp + 1);
    this.#startSite = 1 / (input.gapBp + 1);
    const size = 2 ** Math.ceil(Math.log2(this.#longest + 2));
    this.#ring = new Float64Array(size);
    this.#mask = size - 1;
    this.#ring[0] = 1;
  }

  advance(to: number): Float64Array {
    const { codes, backgroundRange } = this.#input;
    const first = Math.max(0, this.#at - this.#longest);
    const shares = localShares(codes, first, to, backgroundRange);
    const sums = this.#widths.map((width) => windowSums(codes, first, to, this.#pairs, width));
    const events: number[] = [];
    while (this.#at < to) this.#step(++this.#at, first, shares, sums, events);
    return Float64Array.from(events);
  }

  #step(end: number, first: number, shares: Float64Array, sums: readonly Float64Array[], events: number[]): void {
    const share = shares[end - 1 - first];
    // The score of the base before, and the lowest one, in likelihoods of this base.
    const previous = this.#ring[(end - 1) & this.#mask] * share;
    this.#lowest *= share;
    this.#pending *= share;
    this.#recent *= share;
    this.#recentBefore *= share;
    const likelihood = previous * this.#goOn + this.#sites(end, first, sums) * this.#startSite;
    this.#ring[end & this.#mask] = likelihood;
    if (likelihood > previous) {
      const floor = Math.min(this.#recent, this.#recentBefore);
      events.push(end, this.#pending, previous, likelihood, floor, this.#lowestAt);
      this.#pending = 1;
    }
    if (likelihood <= this.#lowest) {
      this.#lowest = likelihood;
      this.#lowestAt = end;
    }
    this.#takeRecent(likelihood);
    if (likelihood < SMALL) {
      events.push(0, this.#pending, likelihood, 0, 0, 0);
      this.#changeUnit(likelihood);
    }
  }

  /** What sites that end here add: likelihood before each · its sum. */
  #sites(end: number, first: number, sums: readonly Float64Array[]): number {
    let sum = 0;
    for (let i = 0; i < this.#widths.length && this.#widths[i] <= end; i++) {
      const start = end - this.#widths[i];
      sum += this.#ring[start & this.#mask] * sums[i][start - first];
    }
    return sum;
  }

  #takeRecent(likelihood: number): void {
    this.#recent = Math.min(this.#recent, likelihood);
    if (++this.#recentCount < this.#longest) return;
    this.#recentBefore = this.#recent;
    this.#recent = likelihood;
    this.#recentCount = 0;
  }

  #changeUnit(unit: number): void {
    for (let i = 0; i < this.#ring.length; i++) this.#ring[i] /= unit;
    this.#lowest /= unit;
    this.#recent /= unit;
    this.#recentBefore /= unit;
    this.#pending = 1;
  }
}
