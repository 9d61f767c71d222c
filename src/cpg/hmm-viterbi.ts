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
import { OpenRun, type Segment } from "./hmm-run.ts";

export interface BestPath {
  /** Maximal runs of the island state. */
  readonly islands: readonly Interval[];
  /** Natural logarithm of the path's probability together with the sequence. */
  readonly lnProbability: number;
}

const LN_ISLAND = ISLAND_BASES.map(Math.log);
const LN_BACKGROUND = BACKGROUND_BASES.map(Math.log);

/**
 * The most probable path (Viterbi) through island and background. Because the bases are seen, the book's eight states
 * are two: a switch is drawn, then the base from the new state's row. Ties stay rather than switch, and end in
 * background.
 */
export function bestPath(codes: Uint8Array, rates: SwitchRates): BestPath {
  const islands: Interval[] = [];
  const search = new BestPathSearch(rates, ({ start, end }) => void islands.push({ start, end }));
  const cutter = new ChainCutter(search);
  cutter.take(codes);
  cutter.finish();
  return { islands, lnProbability: search.lnProbability };
}

/**
 * Finds the islands of the best path while its letters come, without going back over them. Of the best paths to either
 * state the last run is known at every letter. Where both come from the same state, what lies before belongs to the best
 * path whatever follows, and is handed over. Unless `leave` and `enter` add up to more than 1 that is so at every switch,
 * and memory holds two runs.
 */
export class BestPathSearch implements ChainReader {
  readonly #rates: SwitchRates;
  readonly #handOver: (run: OpenRun) => void;
  #segment: Segment = { codes: new Uint8Array(0), position: 0, before: UNKNOWN_BASE };
  #isOpen = false;
  /** The last letter of the chain. */
  #last = UNKNOWN_BASE;
  /** ln of the chances of the best paths to the last letter in either state. */
  #island = 0;
  #background = 0;
  /** Start of the run that ends the path to island. */
  #start = 0;
  /** The last run on the path to background; −1 without one. */
  #startBefore = -1;
  #endBefore = 0;
  /** Both as far as they lie before the segment. */
  #run = OpenRun.at(0);
  #runBefore = OpenRun.at(0);
  /** Runs before these on the two paths, since they last met. */
  #earlier: OpenRun[] = [];
  #earlierBefore: OpenRun[] = [];
  /** Over all chains that have ended. */
  lnProbability = 0;

  constructor(rates: SwitchRates, handOver: (run: OpenRun) => void) {
    this.#rates = rates;
    this.#handOver = handOver;
  }

  read(codes: Uint8Array, position: number): void {
    this.#segment = { codes, position, before: this.#isOpen ? this.#last : UNKNOWN_BASE };
    if (this.#isOpen) this.#go(0);
    else {
      this.#begin();
      this.#go(1);
    }
    this.#last = codes[codes.length - 1];
    // The letters go: what is to be told of them is added up.
    const run = this.#upTo(this.#start, position + codes.length);
    if (this.#startBefore >= 0) this.#runBefore = this.#upTo(this.#startBefore, this.#endBefore);
    this.#run = run;
  }

  endChain(): void {
    const inIsland = this.#island > this.#background;
    this.lnProbability += Math.max(this.#island, this.#background);
    const last = inIsland ? [this.#run] : this.#startBefore >= 0 ? [this.#runBefore] : [];
    this.#meet([...(inIsland ? this.#earlier : this.#earlierBefore), ...last]);
    this.#isOpen = false;
  }

  #begin(): void {
    const { codes, position } = this.#segment;
    const lnFirst = Math.log(firstBase(codes[0]));
    this.#island = Math.log(islandShare(this.#rates)) + lnFirst;
    this.#background = Math.log(1 - islandShare(this.#rates)) + lnFirst;
    this.#start = position;
    this.#startBefore = -1;
    this.#isOpen = true;
  }

  /** The segment's letters from `first` on. */
  #go(first: number): void {
    const { codes, position } = this.#segment;
    const lnLeave = Math.log(this.#rates.leave);
    const lnEnter = Math.log(this.#rates.enter);
    const lnStayIsland = Math.log(1 - this.#rates.leave);
    const lnStayBackground = Math.log(1 - this.#rates.enter);
    let island = this.#island;
    let background = this.#background;
    let start = this.#start;
    let startBefore = this.#startBefore;
    let endBefore = this.#endBefore;
    let before = first === 0 ? this.#segment.before : codes[0];
    for (let i = first; i < codes.length; i++) {
      const pair = pairIndex(before, codes[i]);
      before = codes[i];
      const entered = background + lnEnter;
      const left = island + lnLeave;
      island += lnStayIsland;
      background += lnStayBackground;
      const enters = entered > island;
      if (left > background) {
        background = left;
        if (enters) this.#cross(startBefore, endBefore);
        else if (this.#earlier.length > 0 || this.#earlierBefore.length > 0) this.#meet(this.#earlier);
        startBefore = start;
        endBefore = position + i;
        if (enters) start = endBefore;
      } else if (enters) {
        if (startBefore >= 0) {
          this.#meet([...this.#earlierBefore, this.#upTo(startBefore, endBefore)]);
          startBefore = -1;
        }
        start = position + i;
      }
      if (enters) island = entered;
      island += LN_ISLAND[pair];
      background += LN_BACKGROUND[pair];
    }
    this.#island = island;
    this.#background = background;
    this.#start = start;
    this.#startBefore = startBefore;
    this.#endBefore = endBefore;
  }

  /** Either path goes on in the other one's state. */
  #cross(startBefore: number, endBefore: number): void {
    const toBackground = this.#earlier;
    this.#earlier = this.#earlierBefore;
    if (startBefore >= 0) this.#earlier.push(this.#upTo(startBefore, endBefore));
    this.#earlierBefore = toBackground;
  }

  /** Both paths go on from the one with these runs. */
  #meet(runs: readonly OpenRun[]): void {
    for (const run of runs) this.#handOver(run);
    this.#earlier = [];
    this.#earlierBefore = [];
  }

  /** The run [start, end) of one of the paths; it began in this segment, or is known as far as it lies before it. */
  #upTo(start: number, end: number): OpenRun {
    const { position } = this.#segment;
    if (end < position) return this.#runBefore;
    return (start < position ? this.#run : OpenRun.at(start)).grownTo(end, this.#segment);
  }
}
