import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { bestWords, plainWords } from "../../src/motif/best-words.ts";
import { matrixOf } from "../../src/motif/score-matrix.ts";
import { SCORE_TOLERANCE } from "../../src/motif/word-list.ts";

/** Few different cells, so that words tie; some columns score all letters alike, some exclude one. */
const cell = fc.oneof(fc.integer({ min: -30, max: 10 }), fc.constant(Number.NEGATIVE_INFINITY));
const column = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map((x) => [x, x, x, x]),
  fc.tuple(fc.integer({ min: -30, max: 10 }), cell, cell, cell),
);
const matrices = fc.array(column, { minLength: 1, maxLength: 9 }).map((columns) =>
  matrixOf(
    Float64Array.from(columns.flat(), (x) => x / 7),
    UNIFORM,
  ),
);

describe("bestWords", () => {
  it("has the bits of the plain code", () => {
    fc.assert(
      fc.property(matrices, fc.double({ min: 0, max: 40, noNaN: true }), (matrix, slack) => {
        const floor = matrix.maxScore - slack - SCORE_TOLERANCE;
        expect(bestWords(matrix, slack)).toEqual(plainWords(matrix, floor));
      }),
      { numRuns: 200 },
    );
  });

  it("looks p-values up as counting the words does", () => {
    fc.assert(
      fc.property(matrices, fc.double({ min: 0, max: 40, noNaN: true }), fc.nat(), (matrix, slack, pick) => {
        const words = bestWords(matrix, slack);
        const { scores, p } = words;
        const known = scores[pick % scores.length];
        for (const score of [known, known - 1e-10, known + 1e-10, known - 0.01, known + 0.01, scores[0] + 5]) {
          const reaching = scores.filter((s) => s >= score - SCORE_TOLERANCE).length;
          const isBelow = score < scores[scores.length - 1] - SCORE_TOLERANCE;
          expect(words.pOf(score)).toBe(isBelow ? 1 : p[Math.max(0, reaching - 1)]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("takes over where the words are too many for the kernel", () => {
    const matrix = matrixOf(
      Float64Array.from({ length: 40 }, (_, i) => Math.sin(i)),
      UNIFORM,
    );
    const words = bestWords(matrix, Number.POSITIVE_INFINITY);
    expect(words.scores.length).toBeGreaterThan(1_000_000);
    expect(words.p.at(-1)).toBe(1);
  });
});
