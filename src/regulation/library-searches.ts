import { UNIFORM } from "../motif/background.ts";
import type { LibraryMotif } from "../motif/library.ts";
import { DEFAULT_PSEUDOCOUNT } from "../motif/score-matrix.ts";
import { type Search, searchFor } from "../scan/search.ts";

export type LibrarySearch = Search & { readonly motif: LibraryMotif };

const searches = new WeakMap<LibraryMotif, Map<number, LibrarySearch>>();

/** Matrices and p-values of motifs of the library; each made once per limit (about 1 ms a motif). */
export function librarySearches(library: readonly LibraryMotif[], pLimit: number): readonly LibrarySearch[] {
  return library.map((motif) => {
    const byLimit = searches.get(motif) ?? new Map<number, LibrarySearch>();
    searches.set(motif, byLimit);
    const search = byLimit.get(pLimit) ?? librarySearch(motif, pLimit);
    byLimit.set(pLimit, search);
    return search;
  });
}

function librarySearch(motif: LibraryMotif, limit: number): LibrarySearch {
  const scoring = { background: UNIFORM, pseudocount: DEFAULT_PSEUDOCOUNT };
  return { ...searchFor(motif, { ...scoring, rule: { by: "pValue", limit } }), motif };
}
