import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NRDB, normalizedBackground, strandSymmetric, UNIFORM } from "../../src/motif/background.ts";
import { readJaspar } from "../../src/motif/formats/jaspar.ts";
import { scoreDistribution } from "../../src/motif/score-distribution.ts";
import { matrixOf, type ScoreMatrix, scoreMatrix, windowScore } from "../../src/motif/score-matrix.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { describeShared, sharedText, tsvRows } from "../shared.ts";

/** Every word of a matrix with its score and probability: the plain truth. */
function allWords(matrix: ScoreMatrix): { score: number; p: number; codes: Uint8Array }[] {
  return Array.from({ length: 4 ** matrix.width }, (_, index) => {
    const codes = Uint8Array.from({ length: matrix.width }, (_, i) => (index >> (2 * i)) & 3);
    const p = codes.reduce((product, code) => product * matrix.background[code], 1);
    return { score: windowScore(matrix, codes, 0, "+"), p, codes };
  });
}

const matrices = fc
  .record({
    width: fc.integer({ min: 1, max: 5 }),
    cells: fc.array(fc.integer({ min: -800, max: 200 }), { minLength: 20, maxLength: 20 }),
    uniform: fc.boolean(),
  })
  .map(({ width, cells, uniform }) =>
    matrixOf(
      Float64Array.from(cells.slice(0, 4 * width), (x) => x / 97),
      uniform ? UNIFORM : [0.3, 0.15, 0.25, 0.3],
    ),
  );

describe("scoreDistribution", () => {
  it("equals full enumeration for every word of narrow matrices", () => {
    fc.assert(
      fc.property(matrices, fc.constantFrom(1e-2, 0.1, 1), (matrix, limit) => {
        const distribution = scoreDistribution(matrix, limit);
        const words = allWords(matrix);
        for (const { score, codes } of words) {
          const truth = words.filter((word) => word.score >= score - 1e-9).reduce((sum, word) => sum + word.p, 0);
          const p = distribution.pValue(score, codes, 0, "+");
          if (truth <= limit || limit === 1) expect(p).toBeCloseTo(truth, 12);
          else expect(p).toBeGreaterThan(limit);
          if (truth <= limit) expect(score).toBeGreaterThanOrEqual(distribution.scoreFloor);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("says when even the best word is too likely", () => {
    const [motif] = readJaspar(">X\n5 0 0\n0 5 0\n0 0 5\n0 0 0\n", "test");
    const distribution = scoreDistribution(scoreMatrix(motif, UNIFORM), 1e-2);
    expect(distribution.smallestP).toBe(1 / 64);
    expect(distribution.threshold).toBe(Number.POSITIVE_INFINITY);
  });
});

/** FIMO adds 5e-7 to each averaged frequency before it scales them; the oracle's nrdb numbers carry that. */
const FIMO_NRDB = normalizedBackground(strandSymmetric(NRDB).map((b) => b + 5e-7));

describeShared("p-values of oracle/scan/exact (numpy, meet in the middle)", () => {
  for (const [name, background] of [
    ["uniform", UNIFORM],
    ["nrdb", FIMO_NRDB],
  ] as const) {
    it(`are met within 0.5 % (narrow: to 1e-9) under ${name}`, () => {
      const motifs = readJaspar(sharedText("data/motifs/oracle4.jaspar"), "oracle4");
      const rows = tsvRows(sharedText(`oracle/scan/exact/m4.${name}.p1e-3.tsv`));
      const tables = new Map(
        motifs.map((motif) => {
          const matrix = scoreMatrix(motif, background);
          return [motif.id, { matrix, distribution: scoreDistribution(matrix, 1e-3) }];
        }),
      );
      let worst = 0;
      for (const row of rows) {
        const { matrix, distribution } = tables.get(row.motif)!;
        const codes = encodeText(row.site);
        const score = windowScore(matrix, codes, 0, "+");
        expect(Math.abs(score - Number(row.score_from_jaspar_counts))).toBeLessThan(6e-10);
        const p = distribution.pValue(score, codes, 0, "+");
        const truth = Number(row.p_exact_from_jaspar_counts);
        if (matrix.width <= 10) expect(Math.abs(p / truth - 1)).toBeLessThan(1e-9);
        worst = Math.max(worst, Math.abs(p / truth - 1));
      }
      expect(rows.length).toBeGreaterThan(100);
      expect(worst).toBeLessThan(0.005);
    });
  }
});
