import { describe, expect, it } from "vitest";
import { joinEqualFilters } from "../../src/cnn/equal-filters.ts";
import type { FilterMotif } from "../../src/cnn/filter-motifs.ts";
import { type Motif, motifFromCounts, reverseComplementMotif } from "../../src/motif/motif.ts";

/** Nearly one base a column. */
function wordMotif(word: string, other = 1): Motif {
  const counts = Float64Array.from(
    [...word].flatMap((letter) => [..."ACGT"].map((base) => (base === letter ? 20 : other))),
  );
  return motifFromCounts({ id: word, name: "", source: "" }, counts);
}

const filters = (motifs: readonly Motif[]): FilterMotif[] =>
  motifs.map((motif, i) => ({ motif, filter: i + 1, sites: 20, influence: 10 - i }));

const joined = (...motifs: readonly Motif[]) => joinEqualFilters(filters(motifs)).map((shared) => shared.filters);

describe("joinEqualFilters", () => {
  it("joins shifted, softer and turned copies to the most influential one", () => {
    const site = wordMotif("TTCAGCACC");
    const shifted = wordMotif("CAGCACCGG", 2);
    expect(joined(site, wordMotif("GATAAGATA"), reverseComplementMotif(site), shifted)).toEqual([[1, 3, 4], [2]]);
  });

  it("keeps apart what shares only a part, and takes nothing at all", () => {
    expect(joined(wordMotif("TTCAGCACC"), wordMotif("ACCGTGGAA"))).toEqual([[1], [2]]);
    expect(joinEqualFilters([])).toEqual([]);
  });

  it("keeps the matrix and the influence of the first", () => {
    const site = wordMotif("TTCAGCACC");
    const [shared] = joinEqualFilters(filters([site, reverseComplementMotif(site)]));
    expect(shared).toMatchObject({ motif: site, filter: 1, influence: 10 });
  });
});
