import { UNIFORM } from "../motif/background.ts";
import type { LibraryMotif } from "../motif/library.ts";
import { DEFAULT_PSEUDOCOUNT } from "../motif/score-matrix.ts";
import { type Search, searchFor } from "../scan/search.ts";

export type LibrarySearch = Search & { readonly motif: LibraryMotif };

const searchesByLibrary = new WeakMap<readonly LibraryMotif[], Map<number, readonly LibrarySearch[]>>();

/** Matrices and p-values of a library; made once per library and limit (about 1 ms a motif). */
export function librarySearches(library: readonly LibraryMotif[], pLimit: number): readonly LibrarySearch[] {
  const byLimit = searchesByLibrary.get(library) ?? new Map<number, readonly LibrarySearch[]>();
  searchesByLibrary.set(library, byLimit);
  const known = byLimit.get(pLimit);
  if (known !== undefined) return known;
  const settings = {
    background: UNIFORM,
    pseudocount: DEFAULT_PSEUDOCOUNT,
    rule: { by: "pValue", limit: pLimit } as const,
  };
  const searches = library.map((motif) => ({ ...searchFor(motif, settings), motif }));
  byLimit.set(pLimit, searches);
  return searches;
}
