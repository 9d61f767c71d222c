import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { consensusMotif } from "../../src/motif/consensus.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { windowScore } from "../../src/motif/score-matrix.ts";
import { bestScorer } from "../../src/scan/best-scores.ts";
import { type Strands, scanPlain } from "../../src/scan/plain.ts";
import { type HitRule, searchFor } from "../../src/scan/search.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";

const RULES: readonly HitRule[] = [
  { by: "pValue", limit: 1e-2 },
  { by: "pValue", limit: 1e-4 },
  { by: "score", bits: 3 },
  { by: "scoreFraction", fraction: 0.5 },
];
const scoring = { background: UNIFORM, pseudocount: 0.1 } as const;
/** Every tenth motif, of several widths. */
const motifs = bundledLibrary().filter((_, i) => i % 10 === 0);
const words = ["TATAWAWR", "CANNTG", "G"].map((word) =>
  searchFor(consensusMotif(word), { ...scoring, rule: { by: "word" } }),
);
const searchesBy = RULES.map((rule) => [...motifs.map((motif) => searchFor(motif, { ...scoring, rule })), ...words]);

const sequences = fc.string({ unit: fc.constantFrom("A", "C", "G", "T", "A", "C", "G", "T", "N"), maxLength: 120 });

describe("bestScorer", () => {
  it("equals the plain scanner: the best of all windows, and whether there is a hit", () => {
    fc.assert(
      fc.property(
        sequences,
        fc.constantFrom(...searchesBy),
        fc.constantFrom<Strands>("both", "forward", "reverse"),
        (word, searches, strands) => {
          const codes = encodeText(word);
          const { best, hasHit } = bestScorer(searches, strands)(codes);
          const hits = scanPlain(codes, searches, strands);
          searches.forEach(({ matrix }, motif) => {
            let truth = Number.NEGATIVE_INFINITY;
            for (let start = 0; start + matrix.width <= codes.length; start++) {
              for (const strand of ["+", "-"] as const) {
                if (strands === (strand === "+" ? "reverse" : "forward")) continue;
                const score = windowScore(matrix, codes, start, strand);
                if (score > truth) truth = score;
              }
            }
            if (truth === Number.NEGATIVE_INFINITY) expect(best[motif]).toBe(truth);
            else expect(Math.abs(best[motif] - truth)).toBeLessThan(1e-5);
            expect(hasHit[motif]).toBe(hits.motif.includes(motif) ? 1 : 0);
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});
