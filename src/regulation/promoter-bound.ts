import type { Interval, Strand } from "../sequence/interval.ts";
import { compositionTrack } from "./composition-track.ts";
import type { CompositionFeature, PromoterModel, SiteFeature } from "./promoter-model.ts";
import { raise } from "./site-track.ts";
import { slidingMaximum } from "./sliding-maximum.ts";
import { fillWords, SUMS, WORD, type WordTables, wordTables } from "./word-tables.ts";

/** Bounds hold whatever the order in which their terms are added up. */
const ROUNDING = 1e-6;

/** A feature of sites with the most that it can add. */
interface Site {
  readonly feature: SiteFeature;
  readonly most: number;
  readonly tables: Readonly<Record<Strand, WordTables>>;
}

/** Composition features that share a window. */
interface Window {
  readonly from: number;
  readonly to: number;
  readonly features: CompositionFeature[];
}

/**
 * Finds, block by block, the few places where a promoter's score may reach a threshold, so that only these are scored in
 * full: composition first, then the features of sites that can add most, until the rest is not worth a look.
 */
export class PromoterBound {
  readonly #model: PromoterModel;
  readonly #reach: number;
  readonly #sites: readonly Site[];
  readonly #windows: readonly Window[];
  /** Contributions of features that words cannot look up. */
  readonly #always: number;
  readonly #bounds: Readonly<Record<Strand, Float64Array>>;
  readonly #track: Float64Array;
  readonly #other: Float64Array;
  readonly #best: Float64Array;
  readonly #words: Uint16Array;

  /** `reach`: letters on either side of the places of a block; `size`: most places of a block. */
  constructor(model: PromoterModel, reach: number, size: number) {
    const features = model.features.filter((feature) => feature.kind === "site");
    this.#model = model;
    this.#reach = reach;
    this.#sites = features
      .filter(({ matrix }) => matrix.width >= WORD)
      .map(siteOf)
      .sort((a, b) => b.most - a.most);
    this.#windows = windowsOf(model.features.filter((feature) => feature.kind === "composition"));
    this.#always = features.filter(({ matrix }) => matrix.width < WORD).reduce((sum, one) => sum + siteOf(one).most, 0);
    const padded = size + 2 * reach;
    this.#bounds = { "+": new Float64Array(size), "-": new Float64Array(size) };
    this.#track = new Float64Array(padded);
    this.#other = new Float64Array(padded);
    this.#best = new Float64Array(padded);
    this.#words = new Uint16Array(padded);
  }

  /**
   * Places (counted from the block's first one) where either strand may reach `threshold`, in intervals far enough apart to
   * be scored one by one. `codes`: the block's `count` letters with `reach` more on either side.
   */
  candidates(codes: Uint8Array, count: number, threshold: number): Interval[] {
    this.#startWithComposition(codes, count);
    let found = this.#above([{ start: 0, end: count }], threshold);
    if (found.length > 0) fillWords(codes, this.#words);
    for (const site of this.#sites) {
      for (const places of found) this.#lower(site, places);
      found = this.#above(found, threshold);
    }
    return found;
  }

  #startWithComposition(codes: Uint8Array, count: number): void {
    const rest = this.#model.intercept + this.#always + this.#sites.reduce((sum, { most }) => sum + most, 0);
    for (const strand of ["+", "-"] as const) this.#bounds[strand].fill(rest, 0, count);
    for (const { from, to, features } of this.#windows) {
      compositionTrack(codes, to - from + 1, features, this.#track);
      for (const strand of ["+", "-"] as const) {
        const shift = this.#reach + (strand === "+" ? from : -to);
        addShifted(this.#bounds[strand], count, this.#track, shift);
      }
    }
  }

  /** Puts what a feature really adds in place of the most that it can add, at some places of the block. */
  #lower({ feature, most, tables }: Site, { start, end }: Interval): void {
    const { strands } = feature;
    const length = end - start + 2 * this.#reach;
    const words = this.#words.subarray(start, start + length);
    if (strands === "both") {
      this.#place(feature, tables, "+", words, this.#track);
      this.#place(feature, tables, "-", words, this.#other);
      raise(this.#track.subarray(0, length), this.#other.subarray(0, length));
      this.#slide(feature, most, length);
    }
    for (const strand of ["+", "-"] as const) {
      if (strands === "+") {
        this.#place(feature, tables, strand, words, this.#track);
        this.#slide(feature, most, length);
      }
      addShifted(this.#bounds[strand].subarray(start), end - start, this.#best, this.#shift(feature, strand));
    }
  }

  #shift({ window }: SiteFeature, strand: Strand): number {
    return this.#reach + (strand === "+" ? window.from : -window.to);
  }

  /** track[i]: score of the site on `strand` whose column lies on letter i. */
  #place(
    { matrix, window }: SiteFeature,
    tables: Site["tables"],
    strand: Strand,
    words: Uint16Array,
    track: Float64Array,
  ): void {
    const toColumn = strand === "+" ? window.column : matrix.width - 1 - window.column;
    const count = words.length - matrix.width + 1;
    track.fill(Number.NEGATIVE_INFINITY, 0, toColumn).fill(Number.NEGATIVE_INFINITY, toColumn + count, words.length);
    addWords(words, count, tables[strand], track.subarray(toColumn));
  }

  /** best[i]: what the best site in the window that begins at letter i adds, less the most that one can add. */
  #slide({ window, weight, floor, parts }: SiteFeature, most: number, length: number): void {
    const size = window.to - window.from + 1;
    const best = this.#best;
    slidingMaximum(this.#track.subarray(0, length), size, best, this.#other);
    const perPart = weight / parts;
    const missing = -perPart * floor - most;
    for (let i = 0; i < length; i++) best[i] = perPart * Math.max(best[i], floor) + missing;
  }

  /** The intervals shrunk to places that may reach the threshold; neighbours that are near are looked at together. */
  #above(intervals: readonly Interval[], threshold: number): Interval[] {
    const { "+": forward, "-": reverse } = this.#bounds;
    const least = threshold - ROUNDING;
    const found: { start: number; end: number }[] = [];
    for (const { start, end } of intervals) {
      for (let i = start; i < end; i++) {
        if (forward[i] < least && reverse[i] < least) continue;
        const last = found[found.length - 1];
        if (last !== undefined && i - last.end < 2 * this.#reach) last.end = i + 1;
        else found.push({ start: i, end: i + 1 });
      }
    }
    return found;
  }
}

function siteOf(feature: SiteFeature): Site {
  const { matrix, weight, floor, parts } = feature;
  const { width, scores } = matrix;
  return {
    feature,
    most: Math.max(0, (weight * (matrix.maxScore - floor)) / parts),
    tables: {
      "+": wordTables(width, (position, code) => scores[4 * position + code], SUMS),
      "-": wordTables(width, (position, code) => scores[4 * (width - 1 - position) + 3 - code], SUMS),
    },
  };
}

function windowsOf(features: readonly CompositionFeature[]): Window[] {
  const windows: Window[] = [];
  for (const feature of features) {
    const { from, to } = feature.window;
    const same = windows.find((window) => window.from === from && window.to === to);
    if (same === undefined) windows.push({ from, to, features: [feature] });
    else same.features.push(feature);
  }
  return windows;
}

/** Two and three words are common enough to be written out. */
function addWords(words: Uint16Array, count: number, { offsets, tables }: WordTables, track: Float64Array): void {
  const [a, b, c] = tables;
  const [, second, third] = offsets;
  if (tables.length === 2) for (let i = 0; i < count; i++) track[i] = a[words[i]] + b[words[i + second]];
  else if (tables.length === 3) {
    for (let i = 0; i < count; i++) track[i] = a[words[i]] + b[words[i + second]] + c[words[i + third]];
  } else {
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let word = 0; word < tables.length; word++) sum += tables[word][words[i + offsets[word]]];
      track[i] = sum;
    }
  }
}

function addShifted(sums: Float64Array, count: number, track: Float64Array, shift: number): void {
  for (let i = 0; i < count; i++) sums[i] += track[i + shift];
}
