import { promoterRegion } from "../cpg/promoter-class.ts";
import { type Interval, overlaps, type Strand } from "../sequence/interval.ts";
import type { Tss } from "../sequence/tss.ts";
import { relativeContact } from "./contact.ts";
import { DEFAULT_PARAMETERS } from "./expression-parameters.ts";

/** A start site as a cluster of sites meets it. */
export interface NearPromoter {
  readonly name: string;
  /** 0-based. */
  readonly tss: number;
  readonly strand: Strand;
  /** From the start site to the cluster's centre (bp) along the promoter's strand: negative upstream. */
  readonly distance: number;
  /** The cluster overlaps −500..+100: part of the promoter rather than an enhancer. */
  readonly proximal: boolean;
  /** By distance alone, relative to full contact (0..1). */
  readonly contact: number;
}

/** Beyond this distance an enhancer is not taken to act. */
const REACH_BP = 1_000_000;
const LISTED = 3;
/** Offsets from the start site, [from, to). */
const PROMOTER = { from: -500, to: 101 };

/** The start sites of one record, ready for looking up. */
export class PromoterIndex {
  readonly #sites: readonly Tss[];
  readonly #positions: Float64Array;

  /** `offset`: where the record begins in the sequence that the sites count in. */
  constructor(sites: readonly Tss[], offset = 0) {
    this.#sites = sites
      .map((site) => ({ ...site, position: site.position - offset }))
      .sort((a, b) => a.position - b.position || Number(a.strand === "-") - Number(b.strand === "-"));
    this.#positions = Float64Array.from(this.#sites, ({ position }) => position);
  }

  /** The up to three start sites within 1 Mb that are nearest to the interval's centre, nearest first. */
  near(interval: Interval): NearPromoter[] {
    const centre = Math.floor((interval.start + interval.end) / 2);
    const first = this.#firstFrom(centre);
    return this.#sites
      .slice(Math.max(0, first - LISTED), first + LISTED)
      .map((site) => nearPromoter(site, interval, centre))
      .filter(({ distance }) => Math.abs(distance) <= REACH_BP)
      .sort((a, b) => Math.abs(a.distance) - Math.abs(b.distance) || a.tss - b.tss)
      .slice(0, LISTED);
  }

  /** Index of the first site at `position` or behind it. */
  #firstFrom(position: number): number {
    let low = 0;
    let high = this.#positions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#positions[middle] < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function nearPromoter({ name, position, strand }: Tss, interval: Interval, centre: number): NearPromoter {
  const distance = strand === "+" ? centre - position : position - centre;
  const { contactGamma, contactPlateau } = DEFAULT_PARAMETERS;
  return {
    name,
    tss: position,
    strand,
    distance,
    proximal: overlaps(interval, promoterRegion(position, strand, PROMOTER)),
    contact: relativeContact(distance, contactGamma, contactPlateau),
  };
}
