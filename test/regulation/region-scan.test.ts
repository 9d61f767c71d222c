import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { regulationKernel } from "../../src/regulation/kernel.ts";
import { librarySearches } from "../../src/regulation/library-searches.ts";
import { scanRegion } from "../../src/regulation/region-scan.ts";
import { scanPlain } from "../../src/scan/plain.ts";
import { searchFor } from "../../src/scan/search.ts";

describe("scanRegion", () => {
  const scoring = { background: UNIFORM, pseudocount: 0.1 };
  const searches = bundledLibrary().map((motif, i) => {
    const rule = i % 2 === 0 ? { by: "pValue" as const, limit: 0.02 } : { by: "score" as const, bits: i / 4 - 8 };
    return searchFor(motif, { ...scoring, rule });
  });

  it("finds scanPlain's hits with its bits in its order (law)", () => {
    const letters = fc
      .uint8Array({ max: 40, minLength: 60, maxLength: 120 })
      .map((some) => some.map((n) => (n === 40 ? 4 : n & 3)));
    let found = 0;
    fc.assert(
      fc.property(letters, (codes) => {
        const hits = scanRegion(codes, searches);
        expect(hits).toEqual(scanPlain(codes, searches, "both"));
        found += hits.length;
      }),
    );
    expect(found).toBeGreaterThan(1000);
  });

  it("takes regions as long as the kernel holds, and longer ones", () => {
    const some = librarySearches(bundledLibrary().slice(0, 3), 1e-3);
    const { MOST_LETTERS } = regulationKernel()!.layout;
    for (const length of [MOST_LETTERS, MOST_LETTERS + 1]) {
      const [codes] = fc.sample(fc.uint8Array({ max: 3, minLength: length, maxLength: length }), {
        numRuns: 1,
        seed: 3,
      });
      const hits = scanRegion(codes, some);
      expect(hits.length).toBeGreaterThan(0);
      expect(hits).toEqual(scanPlain(codes, some, "both"));
    }
  });
});
