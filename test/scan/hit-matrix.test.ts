import { describe, expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { windowScore } from "../../src/motif/score-matrix.ts";
import { matrixRows } from "../../src/scan/hit-matrix.ts";
import { scanPlain } from "../../src/scan/plain.ts";
import { searchFor } from "../../src/scan/search.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";

const codes = encodeText("GCTATAAAAGGCGCGGGGCGGGGCATTGGCCAATCAGCNNccattggctgccaatcattggctgt");
const searches = bundledLibrary()
  .slice(0, 9)
  .map((motif) => searchFor(motif, { background: UNIFORM, pseudocount: 0.1, rule: { by: "pValue", limit: 1e-3 } }));
const hits = () => scanPlain(codes, searches, "both");

describe("matrixRows", () => {
  it("counts the scanner's hits, or says whether there is one", () => {
    const truth = searches.map((_, i) => hits().motif.filter((motif) => motif === i).length);
    expect(Math.max(...truth)).toBeGreaterThan(1);
    expect(Math.min(...truth)).toBe(0);
    expect(Array.from(matrixRows("count", searches, "both")(codes, hits))).toEqual(truth);
    expect(Array.from(matrixRows("presence", searches, "both")(codes, hits))).toEqual(truth.map((n) => Math.min(n, 1)));
  });

  it("gives best scores whatever the threshold, and none where no window fits", () => {
    const best = matrixRows("best", searches, "both")(codes, hits);
    searches.forEach(({ matrix }, i) => {
      const scores = (["+", "-"] as const).flatMap((strand) =>
        Array.from({ length: codes.length - matrix.width + 1 }, (_, start) =>
          windowScore(matrix, codes, start, strand),
        ),
      );
      expect(best[i]).toBeCloseTo(Math.max(...scores.filter((score) => !Number.isNaN(score))), 4);
    });
    const none = matrixRows("best", searches, "both")(encodeText("NNNNACGTNNNN"), hits);
    expect(new Set(none)).toEqual(new Set([Number.NEGATIVE_INFINITY]));
  });

  it("shows scores as the search reports them", () => {
    const doubled = searches.map((search) => ({ ...search, shownScore: (score: number) => 2 * score }));
    const plain = matrixRows("best", searches, "both")(codes, hits);
    expect(Array.from(matrixRows("best", doubled, "both")(codes, hits))).toEqual(Array.from(plain, (x) => 2 * x));
  });
});
