import { type ScoreMatrix, windowScore } from "../motif/score-matrix.ts";
import type { Strand } from "../sequence/interval.ts";
import type { PromoterBases } from "./promoter-bases.ts";

/** Offsets (start site = 0, both ends included) at which the matrix's column `column` (from 0) may lie. */
export interface ElementWindow {
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

/** `both`: also the strand opposite to the promoter's; the window then holds for the same column of the turned matrix. */
export type SearchedStrands = "+" | "both";

/** A matrix laid on the promoter. Strand and offsets are the promoter's. */
export interface WindowSite {
  /** Offset of the first of the matrix's bases. */
  readonly offset: number;
  /** Offset of the base under the window's column. */
  readonly columnOffset: number;
  readonly strand: Strand;
  readonly score: number;
}

export interface WindowSites {
  /** By offset of the column, `+` before `-`; places with an unknown letter are left out. */
  readonly sites: readonly WindowSite[];
  /** True when the window ran over the record's end or into unknown letters, so that places are missing. */
  readonly cut: boolean;
}

/** Every place of a matrix in its window that scores `minScore` or more. */
export function windowSites(
  matrix: ScoreMatrix,
  window: ElementWindow,
  strands: SearchedStrands,
  promoter: PromoterBases,
  minScore = Number.NEGATIVE_INFINITY,
): WindowSites {
  const sites: WindowSite[] = [];
  let cut = false;
  const searched: Strand[] = strands === "both" ? ["+", "-"] : ["+"];
  for (let columnOffset = window.from; columnOffset <= window.to; columnOffset++) {
    for (const strand of searched) {
      const offset = columnOffset - (strand === "+" ? window.column : matrix.width - 1 - window.column);
      const score = siteScore(matrix, promoter, offset, strand);
      if (score >= minScore) sites.push({ offset, columnOffset, strand, score });
      else if (Number.isNaN(score)) cut = true;
    }
  }
  return { sites, cut };
}

/** The first of the best sites; undefined when the window holds none. */
export function bestSite(sites: readonly WindowSite[]): WindowSite | undefined {
  let best: WindowSite | undefined;
  for (const site of sites) if (best === undefined || site.score > best.score) best = site;
  return best;
}

function siteScore(matrix: ScoreMatrix, promoter: PromoterBases, offset: number, strand: Strand): number {
  const start = offset - promoter.from;
  if (start < 0 || start + matrix.width > promoter.codes.length) return Number.NaN;
  return windowScore(matrix, promoter.codes, start, strand);
}
