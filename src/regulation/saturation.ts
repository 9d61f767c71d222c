import { BASES, UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Edit } from "../sequence/edit.ts";
import type { Interval } from "../sequence/interval.ts";
import type { PreparedCell, PreparedRecord } from "./analysis.ts";
import { editedMethylation } from "./edited-promoter.ts";
import { enhancersInReach, type NearEnhancer, promoterSiteRegion } from "./enhancer-activity.ts";
import { expressionValue, promoterSites } from "./expression.ts";
import { librarySearches } from "./library-searches.ts";
import { type FactorSite, factorSites, type Start } from "./sites.ts";

/** What one changed base does to a promoter in one cell. */
export interface BaseEffect extends Interval {
  /** From the start site (0) along the promoter's strand. */
  readonly offset: number;
  /** Letters of the forward strand. */
  readonly ref: string;
  readonly alt: string;
  readonly cell: string;
  /** Expression of the unchanged promoter. */
  readonly reference: number;
  readonly expression: number;
  /** expression / reference. */
  readonly effect: number;
  /** The changed base puts the promoter into another CpG class, and with it on another basal weight. */
  readonly classChanged: boolean;
}

/**
 * Every single-base change of a promoter's own region (−500..+100 by default), by position, then A, C, G, T. Values are those
 * of the whole model on the changed sequence; the clusters outside the region stay. Unknown bases are passed over.
 */
export function* saturation(record: PreparedRecord, cell: PreparedCell, start: Start): Generator<BaseEffect> {
  const { conditions } = cell;
  const region = clipped(promoterSiteRegion(start, conditions.parameters), record.codes.length);
  const near = enhancersInReach(start, cell.activities, conditions.parameters);
  const sites = promoterSites(record.codes, start, conditions);
  const unchanged = expressionValue(record.codes, start, sites, near, conditions);
  const codes = record.codes.slice();
  for (let at = region.start; at < region.end; at++) {
    const ref = codes[at];
    if (ref >= UNKNOWN_BASE) continue;
    const others = sites.filter((site) => at < site.start || at >= site.end);
    for (let alt = 0; alt < UNKNOWN_BASE; alt++) {
      if (alt === ref) continue;
      codes[at] = alt;
      const value = changedValue({ record, cell, start, region, near }, codes, at, others);
      yield {
        start: at,
        end: at + 1,
        offset: start.strand === "+" ? at - start.tss : start.tss - at,
        ref: BASES[ref],
        alt: BASES[alt],
        cell: conditions.cell.name,
        reference: unchanged.expression,
        expression: value.expression,
        effect: value.expression / unchanged.expression,
        classChanged: value.cpgClass !== unchanged.cpgClass,
      };
    }
    codes[at] = ref;
  }
}

interface Promoter {
  readonly record: PreparedRecord;
  readonly cell: PreparedCell;
  readonly start: Start;
  readonly region: Interval;
  readonly near: readonly NearEnhancer[];
}

/** Only the sites over the changed base are looked for again. */
function changedValue(
  { record, cell, start, region, near }: Promoter,
  codes: Uint8Array,
  at: number,
  others: readonly FactorSite[],
) {
  const { library, parameters } = cell.conditions;
  const widest = Math.max(1, ...library.map(({ width }) => width));
  const window = {
    start: Math.max(region.start, at - widest + 1),
    end: Math.min(region.end, at + widest),
  };
  const anew = factorSites(codes, window, librarySearches(library, parameters.sitePValue), start);
  const sites = [...others, ...anew.filter((site) => at >= site.start && at < site.end)];
  const edit: Edit = { start: at, end: at + 1, bases: codes.subarray(at, at + 1) };
  const methylation = editedMethylation(record, cell, start, edit, codes);
  return expressionValue(codes, start, sites, near, { ...cell.conditions, methylation });
}

function clipped({ start, end }: Interval, length: number): Interval {
  return { start: Math.max(0, start), end: Math.min(length, end) };
}
