import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countRegion } from "../../src/cpg/statistics.ts";
import { compositionTrack } from "../../src/regulation/composition-track.ts";
import { bundledPromoterModel } from "../../src/regulation/promoter-model.ts";
import { MIN_KNOWN_BASES } from "../../src/regulation/promoter-score.ts";

const features = bundledPromoterModel().features.filter((feature) => feature.kind === "composition");

describe("compositionTrack", () => {
  it("is the weighted sum of the features of every window, counted afresh (law)", () => {
    const codes = fc.uint8Array({ min: 0, max: 4, minLength: 230, maxLength: 600 });
    fc.assert(
      fc.property(codes, fc.integer({ min: MIN_KNOWN_BASES, max: 230 }), (letters, size) => {
        // Few unknown letters, so that windows on either side of the limit occur.
        const some = letters.map((code, i) => (code === 4 && i % 3 > 0 ? 1 : code));
        const track = new Float64Array(some.length);
        compositionTrack(some, size, features, track);
        for (let start = 0; start + size <= some.length; start++) {
          const counts = countRegion(some, start, start + size);
          const sum = features.reduce((total, { weight, measure }) => total + weight * measure(counts), 0);
          expect(track[start]).toBe(counts.known < MIN_KNOWN_BASES ? Number.NEGATIVE_INFINITY : sum);
        }
      }),
      { numRuns: 30 },
    );
  });
});
