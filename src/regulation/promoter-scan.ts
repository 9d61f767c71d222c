import { RegionCounter } from "../cpg/statistics.ts";
import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Strand } from "../sequence/interval.ts";
import type { CompositionFeature, PromoterModel, SiteFeature } from "./promoter-model.ts";
import { MIN_KNOWN_BASES, reach, recordWindow } from "./promoter-score.ts";
import { placeScores, raise, type SiteTables, siteTables } from "./site-track.ts";
import { slidingMaximum } from "./sliding-maximum.ts";

/** Start sites that are scored together: the arrays of a block stay in the cache. */
const BLOCK = 1 << 14;

const STRANDS: readonly Strand[] = ["+", "-"];

/** Where the better strand's score peaks. */
export interface Peak {
  readonly tss: number;
  readonly strand: Strand;
  readonly score: number;
}

/**
 * Local maxima of the model's score over positions and strands that reach `threshold`, by position: the fast form of
 * promoter-score, with the same sums bit for bit, in linear time and a fixed amount of memory. Of equal neighbours
 * the first counts, of equal strands `+`.
 */
export function promoterPeaks(model: PromoterModel, record: Uint8Array, threshold: number): Peak[] {
  const scorer = new BlockScorer(model, record);
  const peaks: Peak[] = [];
  for (let start = 0; start < record.length; start += BLOCK) {
    // One position more on either side, so that the block's ends have their neighbours.
    scorer.score(start - 1);
    scorer.collect(peaks, threshold, Math.min(BLOCK, record.length - start));
  }
  return peaks;
}

/** Scores of all positions on `strand`, −Infinity where there is none. */
export function promoterScores(model: PromoterModel, record: Uint8Array, strand: Strand): Float64Array {
  const scorer = new BlockScorer(model, record);
  const scores = new Float64Array(record.length);
  for (let start = 0; start < record.length; start += BLOCK) {
    scorer.score(start);
    scores.set(scorer.totals[strand].subarray(0, Math.min(BLOCK, record.length - start)), start);
  }
  return scores;
}

class BlockScorer {
  readonly #model: PromoterModel;
  readonly #record: Uint8Array;
  readonly #padding: number;
  /** Letters of the block and `#padding` more on either side. */
  readonly #codes: Uint8Array;
  readonly #track: Float64Array;
  readonly #best: Float64Array;
  readonly #scratch: Float64Array;
  readonly #sites: readonly SiteTables[];
  #start = 0;
  readonly totals: Readonly<Record<Strand, Float64Array>>;

  constructor(model: PromoterModel, record: Uint8Array) {
    const size = BLOCK + 2;
    this.#model = model;
    this.#record = record;
    this.#padding = reach(model);
    const padded = size + 2 * this.#padding;
    this.#codes = new Uint8Array(padded);
    this.#track = new Float64Array(padded);
    this.#best = new Float64Array(padded);
    this.#scratch = new Float64Array(padded);
    this.#sites = model.features.flatMap((feature) =>
      feature.kind === "site" ? [siteTables(feature.matrix, feature.window.column)] : [],
    );
    this.totals = { "+": new Float64Array(size), "-": new Float64Array(size) };
  }

  /** Fills `totals` with the scores of the start sites from `start` on. */
  score(start: number): void {
    this.#start = start;
    this.#loadCodes();
    let site = 0;
    for (const strand of STRANDS) this.totals[strand].fill(this.#model.intercept);
    for (const feature of this.#model.features) {
      if (feature.kind === "site") this.#addSites(feature, this.#sites[site++]);
      else for (const strand of STRANDS) this.#addComposition(feature, strand);
    }
    this.#dropUnknown();
  }

  /** Appends the peaks among the `count` start sites behind the first one scored. */
  collect(peaks: Peak[], threshold: number, count: number): void {
    const { "+": forward, "-": reverse } = this.totals;
    const best = (i: number): number => Math.max(forward[i], reverse[i]);
    for (let i = 1; i <= count; i++) {
      const score = best(i);
      if (score < threshold || score <= best(i - 1) || score < best(i + 1)) continue;
      peaks.push({ tss: this.#start + i, strand: forward[i] >= reverse[i] ? "+" : "-", score });
    }
  }

  #loadCodes(): void {
    const first = this.#start - this.#padding;
    const from = Math.max(0, first);
    const to = Math.min(this.#record.length, first + this.#codes.length);
    this.#codes.fill(UNKNOWN_BASE);
    this.#codes.set(this.#record.subarray(from, to), from - first);
  }

  #addSites(feature: SiteFeature, tables: SiteTables): void {
    if (feature.strands === "both") {
      placeScores(this.#codes, tables, "+", this.#track);
      placeScores(this.#codes, tables, "-", this.#scratch);
      raise(this.#track, this.#scratch);
      this.#slide(feature);
      for (const strand of STRANDS) this.#addBest(feature, strand);
      return;
    }
    for (const strand of STRANDS) {
      placeScores(this.#codes, tables, strand, this.#track);
      this.#slide(feature);
      this.#addBest(feature, strand);
    }
  }

  #slide({ window }: SiteFeature): void {
    slidingMaximum(this.#track, window.to - window.from + 1, this.#best, this.#scratch);
  }

  #addBest({ weight, floor, parts, window }: SiteFeature, strand: Strand): void {
    const totals = this.totals[strand];
    const best = this.#best;
    const shift = this.#padding + (strand === "+" ? window.from : -window.to);
    for (let i = 0; i < totals.length; i++) {
      const score = best[i + shift];
      if (score > floor) totals[i] += weight * ((score - floor) / parts);
    }
  }

  #addComposition({ weight, window, measure }: CompositionFeature, strand: Strand): void {
    const totals = this.totals[strand];
    const counter = new RegionCounter(this.#record);
    for (let i = 0; i < totals.length; i++) {
      const { start, end } = recordWindow(window, this.#start + i, strand, this.#record.length);
      counter.moveTo(start, end);
      totals[i] += counter.known >= MIN_KNOWN_BASES ? weight * measure(counter) : Number.NEGATIVE_INFINITY;
    }
  }

  #dropUnknown(): void {
    for (const strand of STRANDS) {
      const totals = this.totals[strand];
      for (let i = 0; i < totals.length; i++) {
        if (this.#codes[i + this.#padding] === UNKNOWN_BASE) totals[i] = Number.NEGATIVE_INFINITY;
      }
    }
  }
}
