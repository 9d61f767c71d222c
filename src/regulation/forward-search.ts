import type { Steps } from "../steps.ts";
import { RisingSegments } from "./cluster-segments.ts";
import { kernelForwardPass } from "./forward-kernel.ts";
import { EVENT_FIELDS, type ForwardInput, PlainForwardPass } from "./forward-pass.ts";

/**
 * The stretches of a record over which Cluster-Buster's score rises, in one pass from its start. Computed on likelihoods
 * without their background: U(n) = U(n−1)·b(n)·g/(g+1) + Σ U(n−L)·Πp/(g+1), the score is ln(U(n)/Π b). So a base costs
 * neither an exponential nor a logarithm, unless the score rises there.
 */
export function* risingSegments(input: ForwardInput): Steps<RisingSegments> {
  const pass = kernelForwardPass(input) ?? new PlainForwardPass(input);
  const follower = new ScoreFollower();
  const { length } = input.codes;
  for (let from = 0; from < length; from += pass.block) {
    follower.take(pass.advance(Math.min(length, from + pass.block)));
    yield from / length;
  }
  return follower.segments;
}

/** Turns the events of a pass into scores. */
class ScoreFollower {
  readonly segments = new RisingSegments();
  /** ln of the unit of the likelihoods, less ln of the background of the bases so far. */
  #lnUnit = 0;

  take(events: Float64Array): void {
    for (let at = 0; at < events.length; at += EVENT_FIELDS) {
      const end = events[at];
      this.#lnUnit -= Math.log(events[at + 1]);
      if (end === 0) this.#lnUnit += Math.log(events[at + 2]);
      else this.#rise(end, events[at + 2], events[at + 3], events[at + 4], events[at + 5]);
    }
  }

  #rise(end: number, previous: number, likelihood: number, floor: number, lowestAt: number): void {
    this.segments.lowest = lowestAt;
    const lnUnit = this.#lnUnit;
    this.segments.rise(end, Math.log(previous) + lnUnit, Math.log(likelihood) + lnUnit, Math.log(floor) + lnUnit);
  }
}
