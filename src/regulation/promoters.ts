import { type ClassWindow, DEFAULT_CLASS_WINDOW, type PromoterCpgClass, promoterClass } from "../cpg/promoter-class.ts";
import { RegionCounter } from "../cpg/statistics.ts";
import { RatioTest } from "../cpg/thresholds.ts";
import { dataError } from "../errors.ts";
import { type Interval, overlaps, type Strand } from "../sequence/interval.ts";
import type { Tss } from "../sequence/tss.ts";
import type { WindowSet } from "./bucher.ts";
import { tataInrDistance } from "./core-pair.ts";
import type { ElementName } from "./element-matrices.ts";
import type { FoundElement } from "./elements.ts";
import { findElements } from "./promoter-elements.ts";

/** By what carries the promoter: a TATA box, CpGs, both, neither. */
type ElementClass = "TATA" | "CpG" | "TATA+CpG" | "neither";

/** A promoter and what its classes rest on. `tss` is the 0-based start site. */
export interface Promoter {
  readonly sequence: string;
  readonly tss: number;
  readonly strand: Strand;
  readonly name: string;
  readonly class: ElementClass;
  readonly cpgClass: PromoterCpgClass;
  /** The region that `cpgClass` looks at was cut at the record's end. */
  readonly cpgClassCut: boolean;
  readonly elements: readonly FoundElement[];
  /** Elements whose window ran over the record's end or into unknown letters, found or not. */
  readonly cutWindows: readonly ElementName[];
  /** Bases from the TATA box's reference column to the initiator's A, where the promoter has both (usual: 26 to 31). */
  readonly tataInrDistance?: number;
  /** The island that covers most of −250..+50. */
  readonly island?: Interval;
}

/** What a record is, as far as its promoters are concerned. */
export interface PromoterRecord {
  readonly name: string;
  readonly codes: Uint8Array;
  /** Islands of the record by the chosen definition, by position. */
  readonly islands: readonly Interval[];
}

export interface PromoterSettings {
  /** Windows and cut-offs of Bucher's elements. */
  readonly windows: WindowSet;
  /** The region of HCP, ICP and LCP. */
  readonly classWindow: ClassWindow;
}

export const DEFAULT_PROMOTER_SETTINGS: PromoterSettings = { windows: "epdnew", classWindow: DEFAULT_CLASS_WINDOW };

/** Where an island, or the rule below, makes a CpG promoter (offsets, both ends included). */
const CPG_REGION = { from: -250, to: 50 };
/** The rule for promoters: a window of 200 known bases with GC above 50 % and observed/expected CpG above 0.6. */
const CPG_WINDOW = 200;
const CPG_RULE = new RatioTest({ minGcPercent: 50, minObsExp: 0.6 });

/**
 * The promoters at the start sites that lie on the record, in the order of `sites`. A site whose strand is not given has
 * come as two. Throws a data error for a start site beyond the record's end.
 */
export function annotatedPromoters(
  record: PromoterRecord,
  sites: readonly Tss[],
  settings: PromoterSettings = DEFAULT_PROMOTER_SETTINGS,
): Promoter[] {
  return sites
    .filter(({ sequence }) => sequence === record.name)
    .map(({ position, strand, name }) => {
      if (position >= record.codes.length) {
        const what = `the start site ${name === "" ? "" : `${name} `}at ${position} (0-based)`;
        throw dataError(`${what} lies beyond the end, ${record.codes.length}`, { record: record.name });
      }
      return describePromoter(record, position, strand, name, settings);
    });
}

/** The promoter at `tss` with its elements and classes. */
export function describePromoter(
  record: PromoterRecord,
  tss: number,
  strand: Strand,
  name: string,
  settings: PromoterSettings,
): Promoter {
  const { codes } = record;
  const { elements, cutWindows } = findElements(codes, tss, strand, settings.windows);
  const region = cpgRegion(tss, strand);
  const island = largestOverlap(record.islands, region);
  const distance = tataInrDistance(elements);
  const isCpg = island !== undefined || hasCpgWindow(codes, region);
  const cpg = promoterClass(codes, tss, strand, settings.classWindow);
  const hasTata = elements.some(({ element }) => element === "TATA");
  return {
    sequence: record.name,
    tss,
    strand,
    name,
    class: elementClass(hasTata, isCpg),
    cpgClass: cpg.class,
    cpgClassCut: cpg.truncated,
    elements,
    cutWindows,
    ...(distance === undefined ? {} : { tataInrDistance: distance }),
    ...(island === undefined ? {} : { island }),
  };
}

function elementClass(hasTata: boolean, isCpg: boolean): ElementClass {
  if (hasTata) return isCpg ? "TATA+CpG" : "TATA";
  return isCpg ? "CpG" : "neither";
}

/** −250..+50 as forward coordinates (start may lie below 0). */
function cpgRegion(tss: number, strand: Strand): Interval {
  const { from, to } = CPG_REGION;
  return strand === "+" ? { start: tss + from, end: tss + to + 1 } : { start: tss - to, end: tss - from + 1 };
}

/** The island with the most bases in the region, the first of equals. */
function largestOverlap(islands: readonly Interval[], region: Interval): Interval | undefined {
  const shared = (island: Interval): number => Math.min(island.end, region.end) - Math.max(island.start, region.start);
  return islands
    .filter((island) => overlaps(island, region))
    .reduce<Interval | undefined>((best, island) => {
      return best === undefined || shared(island) > shared(best) ? island : best;
    }, undefined);
}

/** Does a window of the rule overlap the region? Windows with unknown letters do not count. */
function hasCpgWindow(codes: Uint8Array, region: Interval): boolean {
  const counter = new RegionCounter(codes);
  const first = Math.max(0, region.start - CPG_WINDOW + 1);
  const last = Math.min(codes.length - CPG_WINDOW, region.end - 1);
  for (let start = first; start <= last; start++) {
    counter.moveTo(start, start + CPG_WINDOW);
    if (counter.known === CPG_WINDOW && CPG_RULE.isAbove(counter, CPG_WINDOW)) return true;
  }
  return false;
}
