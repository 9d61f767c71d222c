import { randomStream } from "../random.ts";
import { shuffleDinucleotides } from "../sequence/shuffle.ts";
import { asPart, type Steps } from "../steps.ts";
import type { Cluster } from "./cluster-search.ts";
import { MEAN_HIT_SCORE } from "./mcast.ts";

/** Which shuffles: their seed, and the number of the record in the run. */
export interface ShuffleSeed {
  readonly seed: number;
  readonly record: number;
}

const MOST_COPIES = 100;

/** So many shuffles of a record that they hold `bases` in all: one of a long record, at most a hundred of a short one. */
export function shuffleCopies(length: number, bases: number): number {
  return length === 0 ? 0 : Math.min(MOST_COPIES, Math.max(1, Math.ceil(bases / length)));
}

/** Shuffles of a record that keep its dinucleotides, one after the other. */
export function* shuffles(codes: Uint8Array, copies: number, { seed, record }: ShuffleSeed): Generator<Uint8Array> {
  for (let copy = 0; copy < copies; copy++) {
    yield shuffleDinucleotides(codes, randomStream(seed, "enhancers", record, copy));
  }
}

/** Scores of clusters in shuffled sequence, by how many are at least as high. */
export interface ChanceClusters {
  /** How many clusters as good as `score` a shuffle of the record holds on average. */
  expected(score: number): number;
}

/** Bases of shuffled sequence behind a record's p-values. */
const CHANCE_BASES = 1_000_000;

/**
 * What chance makes of a record: its shuffles are searched in the same way, and the excess of their clusters' scores over
 * the lowest reported is taken to fall off exponentially (as MCAST takes it). One cluster with the excess of a mean hit
 * is counted in, so that a record whose shuffles hold none gives no p-value of 0.
 */
export function* chanceClusters(
  codes: Uint8Array,
  search: { readonly minScore: number; clusters(codes: Uint8Array): Steps<Cluster[]> },
  from: ShuffleSeed,
): Steps<ChanceClusters> {
  const copies = shuffleCopies(codes.length, CHANCE_BASES);
  let [count, copy] = [1, 0];
  let excess = MEAN_HIT_SCORE;
  for (const shuffled of shuffles(codes, copies, from)) {
    const found = yield* asPart(search.clusters(shuffled), copy / copies, ++copy / copies);
    for (const { score } of found) {
      count++;
      excess += score - search.minScore;
    }
    yield copy / copies;
  }
  const rate = count / Math.max(1, copies);
  const mean = excess / count;
  return { expected: (score) => rate * Math.exp(-(score - search.minScore) / mean) };
}
