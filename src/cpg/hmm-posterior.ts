import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Interval } from "../sequence/interval.ts";
import {
  BACKGROUND_BASES,
  ChainCutter,
  type ChainReader,
  firstBase,
  ISLAND_BASES,
  islandShare,
  pairIndex,
  type SwitchRates,
} from "./hmm-model.ts";
import { OpenRun, type Segment, type StateRun } from "./hmm-run.ts";

export interface Posterior {
  /** Probability, base by base, that the base belongs to an island given the whole sequence; 0 in long gaps. */
  readonly island: Float64Array;
  /** Natural logarithm of the sequence's probability. */
  readonly lnLikelihood: number;
}

/** Posterior probabilities by forward and backward passes that are scaled at every base. */
export function islandPosterior(codes: Uint8Array, rates: SwitchRates): Posterior {
  const island = new Float64Array(codes.length);
  const search = new PosteriorSearch(rates, 0, ({ values, position }) => island.set(values, position));
  const cutter = new ChainCutter(search);
  cutter.take(codes);
  cutter.finish();
  return { island, lnLikelihood: search.lnLikelihood };
}

/** Letters of a chain with the posterior probability of each. */
interface PosteriorStretch extends Segment {
  readonly values: Float64Array;
}

/** Letters that are worked on together. */
const BLOCK = 1 << 14;

/** Where a product of chances is turned into its logarithm: one for every base would take most of the time. */
const LEAST_LIKELIHOOD = 1e-250;

interface Block {
  readonly codes: Uint8Array;
  /** The letter before it, and P(island there | bases up to there); undefined at the start of a chain. */
  readonly before: number | undefined;
  readonly filtered: number;
}

/**
 * Posterior probabilities of chains that come in pieces. Each depends on all letters of its chain, so these are kept to the
 * chain's end, a byte each. Of the probabilities one in a block is kept, and the others are found again from it: forwards
 * while the letters come, backwards from the end, and once more where a block holds one that is looked for.
 */
export class PosteriorSearch implements ChainReader {
  readonly #rates: SwitchRates;
  readonly #least: number;
  readonly #handOver: (stretch: PosteriorStretch) => void;
  #position = 0;
  #blocks: Block[] = [];
  /** The letters of the block that is filled. */
  readonly #codes = new Uint8Array(BLOCK);
  #used = 0;
  /** The end of the last block. */
  #before: number | undefined;
  #filtered = 0;
  #lnOfChain = 0;
  readonly #values = new Float64Array(BLOCK);
  /** Over all chains that have ended. */
  lnLikelihood = 0;

  /** `handOver` hears of every block with a probability of at least `least`, in ascending order. */
  constructor(rates: SwitchRates, least: number, handOver: (stretch: PosteriorStretch) => void) {
    this.#rates = rates;
    this.#least = least;
    this.#handOver = handOver;
  }

  read(codes: Uint8Array, position: number): void {
    if (this.#blocks.length === 0 && this.#used === 0) this.#begin(codes[0], position);
    for (let at = 0; at < codes.length; ) {
      const part = codes.subarray(at, at + BLOCK - this.#used);
      this.#codes.set(part, this.#used);
      this.#used += part.length;
      at += part.length;
      if (this.#used === BLOCK) this.#finishBlock();
    }
  }

  endChain(): void {
    if (this.#used > 0) this.#finishBlock();
    this.lnLikelihood += this.#lnOfChain;
    const right = this.#firstValuesBehind();
    let position = this.#position;
    for (const [i, block] of this.#blocks.entries()) {
      const { codes, before = UNKNOWN_BASE } = block;
      if (right[i] !== null) this.#handOver({ codes, before, position, values: this.#posterior(block, right[i]) });
      position += codes.length;
    }
    this.#blocks = [];
  }

  #begin(first: number, position: number): void {
    this.#position = position;
    this.#before = undefined;
    this.#lnOfChain = Math.log(firstBase(first));
  }

  #finishBlock(): void {
    const codes = this.#codes.slice(0, this.#used);
    const block = { codes, before: this.#before, filtered: this.#filtered };
    const values = this.#values.subarray(0, codes.length);
    this.#lnOfChain += filterForward(block, values, this.#rates);
    this.#blocks.push(block);
    this.#before = codes[codes.length - 1];
    this.#filtered = values[codes.length - 1];
    this.#used = 0;
  }

  /** For every block that is wanted the posterior of the first letter behind it (undefined at the end), else null. */
  #firstValuesBehind(): (number | undefined | null)[] {
    let behind: number | undefined;
    return this.#blocks
      .toReversed()
      .map((block) => {
        const here = behind;
        const values = this.#posterior(block, behind);
        behind = values[0];
        return runsAtLeast(values, this.#least).length > 0 ? here : null;
      })
      .reverse();
  }

  #posterior(block: Block, behind: number | undefined): Float64Array {
    const values = this.#values.subarray(0, block.codes.length);
    filterForward(block, values, this.#rates);
    smoothBackward(values, behind, this.#rates);
    return values;
  }
}

/** Maximal runs with a posterior at or above `cutoff`. */
export function runsAtLeast(posterior: Float64Array, cutoff: number): Interval[] {
  const runs: Interval[] = [];
  let start = -1;
  for (let i = 0; i <= posterior.length; i++) {
    const inside = i < posterior.length && posterior[i] >= cutoff;
    if (inside && start < 0) start = i;
    if (inside || start < 0) continue;
    runs.push({ start, end: i });
    start = -1;
  }
  return runs;
}

/** The runs of stretches in ascending order, which may go on from one to the next. */
export class PosteriorRuns {
  readonly #cutoff: number;
  readonly #handOver: (run: StateRun) => void;
  #open: OpenRun | undefined;
  #sum = 0;

  constructor(cutoff: number, handOver: (run: StateRun) => void) {
    this.#cutoff = cutoff;
    this.#handOver = handOver;
  }

  take(stretch: PosteriorStretch): void {
    const { position, values } = stretch;
    for (const { start, end } of runsAtLeast(values, this.#cutoff)) {
      if (this.#open?.end !== position + start) this.finish();
      this.#open = (this.#open ?? OpenRun.at(position + start)).grownTo(position + end, stretch);
      for (let i = start; i < end; i++) this.#sum += values[i];
    }
  }

  finish(): void {
    const run = this.#open;
    if (run === undefined) return;
    const { start, end, counts, logOdds } = run;
    this.#handOver({ start, end, counts, logOdds, meanPosterior: this.#sum / (end - start) });
    this.#open = undefined;
    this.#sum = 0;
  }
}

/**
 * Fills in P(island at i | bases up to i). Returns the ln likelihood of the block's letters given those before it, without
 * that of a chain's first.
 */
function filterForward(block: Block, filtered: Float64Array, rates: SwitchRates): number {
  const { codes } = block;
  const first = block.before === undefined ? 1 : 0;
  let island = first === 1 ? islandShare(rates) : block.filtered;
  if (first === 1) filtered[0] = island;
  let before = block.before ?? codes[0];
  let lnLikelihood = 0;
  let likelihood = 1;
  for (let i = first; i < codes.length; i++) {
    const pair = pairIndex(before, codes[i]);
    before = codes[i];
    const predicted = predict(island, rates);
    const asIsland = predicted * ISLAND_BASES[pair];
    const scale = asIsland + (1 - predicted) * BACKGROUND_BASES[pair];
    island = asIsland / scale;
    filtered[i] = island;
    likelihood *= scale;
    if (likelihood > LEAST_LIKELIHOOD) continue;
    lnLikelihood += Math.log(likelihood);
    likelihood = 1;
  }
  return lnLikelihood + Math.log(likelihood);
}

/**
 * Turns filtered into posterior values from the end: given the state of the next base, what lies behind it tells nothing
 * more about this one, so each value needs only the posterior of its right neighbour. `behind`: that of the last letter.
 */
function smoothBackward(values: Float64Array, behind: number | undefined, rates: SwitchRates): void {
  let next = behind ?? values[values.length - 1];
  for (let i = values.length - (behind === undefined ? 2 : 1); i >= 0; i--) {
    const predicted = predict(values[i], rates);
    values[i] *= ((1 - rates.leave) * next) / predicted + (rates.leave * (1 - next)) / (1 - predicted);
    next = values[i];
  }
}

/** P(island at the next base) before that base is seen. */
function predict(island: number, { leave, enter }: SwitchRates): number {
  return island * (1 - leave) + (1 - island) * enter;
}
