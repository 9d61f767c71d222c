import { columnLosses, writeTable } from "../scan/kernel-motif.ts";
import type { Interval } from "../sequence/interval.ts";
import { type Kernel, regulationKernel } from "./kernel.ts";
import type { CompositionFeature, PromoterModel, SiteFeature } from "./promoter-model.ts";
import { MIN_KNOWN_BASES } from "./promoter-score.ts";

/** Bounds are sums of 32-bit numbers in any order. */
const ROUNDING = 1e-5;
/** Losses are rounded down, and the best up, by so much more than a division may be wrong. */
const SAFE = 1e-9;

/** What fits into a byte, and into the sum of all sites. */
const BYTE = 255;
const MOST_SUM = 65_535;

/** A feature of sites as the kernel takes it: with `unit` of the model's common unit, `best` is the most that it can add. */
interface BoundSite {
  readonly feature: SiteFeature;
  readonly best: number;
  readonly unit: number;
  readonly tables: Uint8Array;
}

/** Composition features that share a window. */
interface Composition {
  readonly window: CompositionFeature["window"];
  gcWeight: number;
  ratioWeight: number;
  cap: number;
}

/** What the bound needs of a model. */
interface Bounded {
  /** Natural log odds that one unit of the sum of sites stands for. */
  readonly unit: number;
  readonly sites: readonly BoundSite[];
  readonly compositions: readonly Composition[];
  /** How far rounding may take a bound from the score. */
  readonly slack: number;
}

/** By model: it comes back with every record. */
const known = new WeakMap<PromoterModel, Bounded>();

/**
 * Finds, block by block, the few places where a promoter's score may reach a threshold, so that only these are scored in
 * full. What sites add is looked up in bytes, rounded up, for all places together.
 */
export class PromoterBound {
  readonly #kernel: Kernel;
  readonly #model: PromoterModel;
  readonly #bounded: Bounded;
  readonly #reach: number;

  private constructor(kernel: Kernel, model: PromoterModel, bounded: Bounded, reach: number) {
    this.#kernel = kernel;
    this.#model = model;
    this.#bounded = bounded;
    this.#reach = reach;
  }

  /** `reach`: letters on either side of the places of a block. Undefined without WebAssembly, or where the model is too wide. */
  static of(model: PromoterModel, reach: number): PromoterBound | undefined {
    const kernel = regulationKernel();
    if (kernel === undefined || !fits(model, reach, kernel)) return undefined;
    const bounded = known.get(model) ?? boundedModel(model);
    known.set(model, bounded);
    return new PromoterBound(kernel, model, bounded, reach);
  }

  /**
   * Places (counted from the block's first one) where either strand may reach `threshold`, in intervals far enough apart to
   * be scored one by one. `codes`: the block's `count` letters (8192 at most) with `reach` more on
   * either side.
   */
  candidates(codes: Uint8Array, count: number, threshold: number): Interval[] {
    const { memory, call, layout } = this.#kernel;
    const { unit, slack } = this.#bounded;
    new Uint8Array(memory.buffer, layout.CODES, codes.length).set(codes);
    call.startPlaces(codes.length, count, this.#model.intercept);
    this.#addSites(count);
    this.#addCompositions(count);
    const least = threshold - slack - ROUNDING * Math.abs(threshold);
    const found = call.findPlaces(count, unit, least, 2 * this.#reach);
    const ends = new Int32Array(memory.buffer, layout.FOUND, 2 * found);
    return Array.from({ length: found }, (_, i) => ({ start: ends[2 * i], end: ends[2 * i + 1] }));
  }

  #addSites(count: number): void {
    const { memory, call, layout } = this.#kernel;
    let address = layout.SITE_TABLES;
    for (const { feature, best, unit, tables } of this.#bounded.sites) {
      const { matrix, window, strands } = feature;
      new Uint8Array(memory.buffer, address, tables.length).set(tables);
      const { column, from, to } = window;
      const both = strands === "both" ? 1 : 0;
      call.addSites(count, this.#reach, address, matrix.width, column, from, to, both, best, unit);
      address += tables.length;
    }
  }

  #addCompositions(count: number): void {
    for (const { window, gcWeight, ratioWeight, cap } of this.#bounded.compositions) {
      const { from, to } = window;
      this.#kernel.call.addComposition(count, this.#reach, from, to, gcWeight, ratioWeight, cap, MIN_KNOWN_BASES);
    }
  }
}

function fits({ features }: PromoterModel, reach: number, { layout }: Kernel): boolean {
  const sites = features.filter((feature) => feature.kind === "site");
  const tables = sites.reduce((bytes, { matrix }) => bytes + tableBytes(matrix.width), 0);
  const widest = Math.max(0, ...sites.map(({ matrix }) => matrix.width));
  const everyWindowFits = features.every(({ kind, window }) => kind === "site" || window.to > window.from);
  const { MOST_REACH, MOST_SITE_COLUMNS, MOST_TABLE_BYTES } = layout;
  return everyWindowFits && reach <= MOST_REACH && widest <= MOST_SITE_COLUMNS && tables <= MOST_TABLE_BYTES;
}

function boundedModel({ intercept, features }: PromoterModel): Bounded {
  const sites = features.filter((feature) => feature.kind === "site").filter((feature) => mostOf(feature) > 0);
  const compositions = joinedCompositions(features.filter((feature) => feature.kind === "composition"));
  const most = sites.reduce((sum, feature) => sum + mostOf(feature), 0);
  // Every best is rounded up by less than its own unit: their sum stays a 16-bit number.
  const unit = most / (((MOST_SUM - sites.length) * BYTE) / (BYTE + 1) - 1);
  const size = compositions.reduce((sum, one) => sum + Math.abs(one.gcWeight) + Math.abs(one.ratioWeight * one.cap), 0);
  return {
    unit,
    sites: sites.map((feature) => boundSite(feature, unit)),
    compositions,
    slack: ROUNDING * (1 + Math.abs(intercept) + most + size),
  };
}

/** The most that a feature can add; one of negative weight adds nothing. */
function mostOf({ matrix, weight, floor, parts }: SiteFeature): number {
  return Math.max(0, (weight * (matrix.maxScore - floor)) / parts);
}

function boundSite(feature: SiteFeature, commonUnit: number): BoundSite {
  const { matrix, weight, parts } = feature;
  const most = mostOf(feature);
  const unit = Math.ceil(most / (BYTE * commonUnit));
  const best = Math.ceil((most / (unit * commonUnit)) * (1 + SAFE));
  const perScore = ((weight / parts) * (1 - SAFE)) / (unit * commonUnit);
  const losses = columnLosses(matrix.scores);
  const tables = [losses, losses.slice().reverse()].flatMap((strand) => [...lossTables(strand, perScore)]);
  return { feature, best: Math.min(BYTE, best), unit, tables: Uint8Array.from(tables) };
}

/** 16 bytes for each two columns. */
function lossTables(losses: Float64Array, unitsPerScore: number): Uint8Array {
  const tables = new Uint8Array(tableBytes(losses.length / 4) / 2);
  for (let at = 0; at < tables.length; at += 16) writeTable(losses, at / 2, unitsPerScore, tables, at);
  return tables;
}

/** Of both strands. */
function tableBytes(width: number): number {
  return 32 * Math.ceil(width / 2);
}

/** One of each measure a window; more of them make an entry of their own. */
function joinedCompositions(features: readonly CompositionFeature[]): Composition[] {
  const joined: Composition[] = [];
  for (const { window, weight, cap } of features) {
    const same = joined.find((one) => one.window.from === window.from && one.window.to === window.to);
    const gcWeight = cap === undefined ? weight : 0;
    const ratio = cap === undefined ? { ratioWeight: 0, cap: 0 } : { ratioWeight: weight, cap };
    if (same === undefined || (same.ratioWeight !== 0 && cap !== undefined))
      joined.push({ window, gcWeight, ...ratio });
    else if (cap === undefined) same.gcWeight += weight;
    else Object.assign(same, ratio);
  }
  return joined;
}
