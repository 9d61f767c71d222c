import { motifComparer } from "../motif/compare.ts";
import type { FilterMotif } from "./filter-motifs.ts";

/** A motif with all filters that have learned it. */
export interface SharedMotif extends FilterMotif {
  /** Numbers of the filters, the most influential first; its matrix is the first one's. */
  readonly filters: readonly number[];
}

/** Mean correlation of columns from which two matrices count as the same motif. */
const LEAST_CORRELATION = 0.9;
/** Share of the narrower one that must lie on the other. */
const LEAST_OVERLAP = 0.7;

/**
 * Joins filters whose matrices are nearly equal, also on the other strand: each to the most influential one that it is like.
 * `motifs` must be sorted by influence.
 */
export function joinEqualFilters(motifs: readonly FilterMotif[]): SharedMotif[] {
  if (motifs.length === 0) return [];
  const compare = motifComparer(motifs.map(({ motif }, i) => ({ ...motif, at: i })));
  const groups = new Map<number, number[]>();
  motifs.forEach(({ motif, filter }, i) => {
    const alike = compare(motif)
      .filter(({ target, score, overlap }) => {
        const enough = overlap >= LEAST_OVERLAP * Math.min(motif.width, target.width);
        return groups.has(target.at) && enough && score >= LEAST_CORRELATION * overlap;
      })
      .map(({ target }) => target.at);
    if (alike.length === 0) groups.set(i, [filter]);
    else groups.get(Math.min(...alike))!.push(filter);
  });
  return [...groups].map(([i, filters]) => ({ ...motifs[i], filters }));
}
