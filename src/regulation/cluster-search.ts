import type { Interval, Strand } from "../sequence/interval.ts";
import { asPart, type Steps } from "../steps.ts";
import { RatioRecursion, stretchScore } from "./cluster-recursion.ts";
import { localLogOdds, type StrandMatrix, type WindowRatios, windowRatios } from "./cluster-windows.ts";
import { risingSegments } from "./forward-search.ts";

export interface ClusterSettings {
  /** A cluster's score must be above this (nats). */
  readonly minScore: number;
  /** Expected distance between sites (bp). */
  readonly gap: number;
  /** Bases on either side that make up a base's local background. */
  readonly backgroundRange: number;
  readonly pseudocountPerLetter: number;
  /** A site is listed when its score is above this (nats). */
  readonly minSiteScore: number;
}

export interface ClusterSite extends Interval {
  /** Index of the motif. */
  readonly motif: number;
  readonly strand: Strand;
  /** Σ ln(p/b), in nats. */
  readonly score: number;
}

export interface Cluster extends Interval {
  /** Log likelihood ratio of sites against background, in nats. */
  readonly score: number;
  /** What the score loses without each motif. */
  readonly contributions: Float64Array;
  /** By start, then motif, `+` before `-`; a palindrome stands on both strands. */
  readonly sites: readonly ClusterSite[];
}

/** About what share of the time the first pass takes. */
const FIRST_PASS = 0.9;

/** The search of one stretch of sequence. */
export class ClusterSearch {
  readonly #codes: Uint8Array;
  readonly #matrices: readonly StrandMatrix[];
  readonly #settings: ClusterSettings;
  readonly #longest: number;

  constructor(codes: Uint8Array, matrices: readonly StrandMatrix[], settings: ClusterSettings) {
    this.#codes = codes;
    this.#matrices = matrices;
    this.#settings = settings;
    this.#longest = Math.max(...matrices.map(({ width }) => width));
  }

  *clusters(motifCount: number): Steps<Cluster[]> {
    const found: Scored[] = [];
    const { gap: gapBp, backgroundRange } = this.#settings;
    const input = { codes: this.#codes, matrices: this.#matrices, gapBp, backgroundRange };
    const segments = yield* asPart(risingSegments(input), 0, FIRST_PASS);
    // No interval scores more than the whole record's score rises over it: most segments need no second look.
    for (const segment of segments.above(this.#settings.minScore)) {
      const best = this.#bestStart(segment.start, segment.end);
      yield FIRST_PASS;
      if (best.score > this.#settings.minScore) found.push(best);
    }
    const kept = withoutOverlaps(found);
    const clusters: Cluster[] = [];
    for (const interval of kept) {
      clusters.push(this.#described(interval, motifCount));
      yield FIRST_PASS + (1 - FIRST_PASS) * (clusters.length / kept.length);
    }
    return clusters;
  }

  /**
   * The start that gives the interval [start, end) its best score, looked for from the end down to where the longest
   * motif may start that ends with the segment's first base.
   */
  #bestStart(segmentStart: number, end: number): Scored {
    const first = Math.max(0, segmentStart + 1 - this.#longest);
    const ratios = windowRatios(this.#codes, first, end, this.#matrices, this.#logOdds(first, end));
    const recursion = new RatioRecursion(ratios.widths, this.#settings.gap);
    let best: Scored = { start: end, end, score: Number.NEGATIVE_INFINITY };
    for (let start = end - 1; start >= first; start--) {
      const score = recursion.step(ratios, () => start - first);
      if (score > best.score) best = { start, end, score };
    }
    return best;
  }

  /** Of the bases of all windows that start in [from, to). */
  #logOdds(from: number, to: number): Float64Array {
    const end = Math.min(this.#codes.length, to + this.#longest);
    return localLogOdds(this.#codes, from, end, this.#settings.backgroundRange);
  }

  #described({ start, end, score }: Scored, motifCount: number): Cluster {
    const logOdds = this.#logOdds(start, end);
    const ratios = (matrices: readonly StrandMatrix[]) => windowRatios(this.#codes, start, end, matrices, logOdds);
    const all = ratios(this.#matrices);
    const contributions = new Float64Array(motifCount);
    for (let motif = 0; motif < motifCount; motif++) {
      const own = this.#matrices.filter((matrix) => matrix.motif === motif);
      if (own.length === 0) continue;
      const rest = without(all, ratios(own));
      contributions[motif] = score - stretchScore(rest, end - start, this.#settings.gap);
    }
    return { start, end, score, contributions, sites: this.#sites(start, end, logOdds) };
  }

  #sites(from: number, to: number, logOdds: Float64Array): ClusterSite[] {
    return this.#matrices
      .flatMap((matrix) => sitesOf(this.#codes.subarray(from, to), logOdds, matrix, this.#settings.minSiteScore))
      .map((site) => moved(site, from))
      .sort((a, b) => a.start - b.start || a.motif - b.motif || Number(a.strand === "-") - Number(b.strand === "-"));
  }
}

interface Scored extends Interval {
  readonly score: number;
}

/** Best first; what overlaps a better one is dropped; then by position. */
function withoutOverlaps(found: readonly Scored[]): Scored[] {
  // Those that were kept never overlap, so they are in order by start and by end alike.
  const kept: Scored[] = [];
  for (const cluster of found.toSorted((a, b) => b.score - a.score)) {
    const at = firstEndingBehind(kept, cluster.start);
    if (at === kept.length || kept[at].start >= cluster.end) kept.splice(at, 0, cluster);
  }
  return kept;
}

/** Index of the first of some ordered intervals that ends behind `position`. */
function firstEndingBehind(intervals: readonly Interval[], position: number): number {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (intervals[middle].end <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Ratios with one motif's own windows taken out. */
function without(all: WindowRatios, own: WindowRatios): WindowRatios {
  const sums = all.widths.map((width, i) => {
    const taken = own.sums[own.widths.indexOf(width)];
    return taken === undefined ? all.sums[i] : all.sums[i].map((sum, at) => Math.max(0, sum - taken[at]));
  });
  return { widths: all.widths, sums };
}

function sitesOf(
  codes: Uint8Array,
  logOdds: Float64Array,
  { motif, reverse, width, lnProbabilities }: StrandMatrix,
  minScore: number,
): ClusterSite[] {
  const sites: ClusterSite[] = [];
  for (let start = 0; start + width <= codes.length; start++) {
    let score = 0;
    for (let position = 0; position < width; position++) {
      const code = codes[start + position];
      score += lnProbabilities[5 * position + code] + logOdds[start + position];
    }
    if (score > minScore) sites.push({ motif, start, end: start + width, strand: reverse ? "-" : "+", score });
  }
  return sites;
}

export function moved<T extends Interval>(interval: T, by: number): T {
  return { ...interval, start: interval.start + by, end: interval.end + by };
}
