import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { scoreDistribution } from "../../src/motif/score-distribution.ts";
import { scoreMatrix, windowScore } from "../../src/motif/score-matrix.ts";
import { librarySearches } from "../../src/regulation/library-searches.ts";
import { type FactorSite, factorSites } from "../../src/regulation/sites.ts";
import { encodeText, reverseComplement } from "../../src/sequence/alphabet.ts";

const library = bundledLibrary();
const searches = librarySearches(library, 1e-3);

const shown = ({ motif, start, strand, role }: FactorSite) => `${motif.name} ${start} ${strand} ${role}`;

describe("factorSites", () => {
  // 200 bases with a TATA box at −31, a CCAAT box at −80 and AP-1 sites, TSS at 120.
  const text = `${"A".repeat(34)}CTCAGCCAATCAGCGCC${"A".repeat(38)}TATAAAAGGGCGG${"A".repeat(60)}ATGACTCACA${"A".repeat(28)}`;
  const codes = encodeText(text);
  const start = { tss: 120, strand: "+" } as const;
  const whole = { start: 0, end: codes.length };

  it("places core elements by the promoter: on its strand, in their window", () => {
    const tata = (sites: FactorSite[]) =>
      sites
        .filter(({ motif }) => motif.name === "TBP")
        .sort((a, b) => b.relativeWeight - a.relativeWeight)
        .slice(0, 1);
    const [found] = tata(factorSites(codes, whole, searches, start));
    expect(found).toMatchObject({ start: 88, strand: "+", role: "activator" });
    expect(tata(factorSites(codes, whole, searches, { ...start, tss: 160 }))).toEqual([]);
    expect(tata(factorSites(codes, whole, searches, { ...start, strand: "-" }))).toEqual([]);
    expect(tata(factorSites(codes, whole, searches))).toEqual([]);
  });

  it("lets proximal factors act in their window and take room elsewhere; activators act anywhere", () => {
    const of = (name: string, sites: FactorSite[]) => sites.filter(({ motif }) => motif.name === name).map(shown);
    const near = factorSites(codes, whole, searches, start);
    expect(of("NFYA", near)).toEqual(["NFYA 37 + activator"]);
    expect(of("NFYA", factorSites(codes, whole, searches, { ...start, tss: 60 }))).toEqual(["NFYA 37 + neutral"]);
    expect(of("NFYA", factorSites(codes, whole, searches))).toEqual(["NFYA 37 + neutral"]);
    expect(of("FOS::JUN", factorSites(codes, whole, searches))).toContain("FOS::JUN 162 + activator");
  });

  it("gives every window with p ≤ 1e-3 its weight 2^(S − S_max), as plain scoring finds it", () => {
    const motif = library.find(({ id }) => id === "MA0099.4")!;
    const matrix = scoreMatrix(motif, UNIFORM);
    const distribution = scoreDistribution(matrix, 1e-3);
    fc.assert(
      fc.property(fc.array(fc.constantFrom("A", "C", "G", "T", "N", "TGACTCA"), { maxLength: 120 }), (parts) => {
        const word = encodeText(parts.join(""));
        const found = factorSites(word, { start: 2, end: word.length - 1 }, librarySearches([motif], 1e-3));
        const expected = [];
        for (let at = 2; at + motif.width <= word.length - 1; at++) {
          for (const strand of ["+", "-"] as const) {
            const score = windowScore(matrix, word, at, strand);
            if (Number.isNaN(score) || !(distribution.pValue(score, word, at, strand) <= 1e-3)) continue;
            expected.push([at, strand, 2 ** (score - matrix.maxScore)]);
          }
        }
        expect(found.map((site) => [site.start, site.strand, site.relativeWeight])).toEqual(expected);
      }),
    );
  });

  it("reads the other strand alike", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("A", "C", "G", "T"), { minLength: 60, maxLength: 200 }), (letters) => {
        const word = encodeText(letters.join(""));
        const tss = 45;
        const forward = factorSites(word, { start: 0, end: word.length }, searches, { tss, strand: "+" });
        const other = { tss: word.length - 1 - tss, strand: "-" } as const;
        const backward = factorSites(reverseComplement(word), { start: 0, end: word.length }, searches, other);
        const turned = backward.map((site) => ({
          ...site,
          start: word.length - site.end,
          end: word.length - site.start,
          strand: site.strand === "+" ? ("-" as const) : ("+" as const),
        }));
        expect(turned.map(shown).toSorted()).toEqual(forward.map(shown).toSorted());
      }),
      { numRuns: 25 },
    );
  });

  it("clips regions that reach over the ends, and takes empty ones", () => {
    expect(factorSites(codes, { start: -50, end: 5000 }, searches, start)).toEqual(
      factorSites(codes, whole, searches, start),
    );
    expect(factorSites(codes, { start: 500, end: 900 }, searches)).toEqual([]);
    expect(factorSites(codes, { start: -50, end: 0 }, searches)).toEqual([]);
  });
});
