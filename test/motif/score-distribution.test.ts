import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NRDB, normalizedBackground, strandSymmetric, UNIFORM } from "../../src/motif/background.ts";
import { ExactTail } from "../../src/motif/exact-tail.ts";
import { readJaspar } from "../../src/motif/formats/jaspar.ts";
import { readMeme } from "../../src/motif/formats/meme.ts";
import type { Motif } from "../../src/motif/motif.ts";
import { scoreDistribution } from "../../src/motif/score-distribution.ts";
import { matrixOf, type ScoreMatrix, scoreMatrix, windowScore } from "../../src/motif/score-matrix.ts";
import { type RandomStream, randomStream } from "../../src/random.ts";
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
          // Sums in another order may fall on either side of a limit that they equal, as 0.25·0.25 + 0.15·0.25 does 0.1.
          else expect(p).toBeGreaterThan(limit - 1e-15);
          if (truth <= limit) expect(score).toBeGreaterThanOrEqual(distribution.scoreFloor);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("leaves out the words that a column excludes, and takes letters of one score together", () => {
    const excluding = Float64Array.from({ length: 4 * 30 }, (_, cell) =>
      cell % 4 === 0 ? 2 : Number.NEGATIVE_INFINITY,
    );
    expect(scoreDistribution(matrixOf(excluding, UNIFORM), 1e-4).smallestP).toBeCloseTo(4 ** -30, 30);
    const purines = Float64Array.from({ length: 4 * 30 }, (_, cell) => (cell % 2 === 0 ? 1 : -9));
    expect(scoreDistribution(matrixOf(purines, UNIFORM), 1e-4).smallestP).toBeCloseTo(2 ** -30, 20);
  });

  it("keeps to few words where the best ones are rare", () => {
    const cells = Float64Array.from({ length: 4 * 33 }, (_, cell) => [-1, 2 + cell / 1000, -3, -2][cell % 4]);
    const { smallestP } = scoreDistribution(matrixOf(cells, [0.4, 0.1, 0.2, 0.3]), 1e-4);
    expect(smallestP / 0.1 ** 33).toBeCloseTo(1, 9);
  });

  it("says when even the best word is too likely", () => {
    const [motif] = readJaspar(">X\n5 0 0\n0 5 0\n0 0 5\n0 0 0\n", "test");
    const distribution = scoreDistribution(scoreMatrix(motif, UNIFORM), 1e-2);
    expect(distribution.smallestP).toBe(1 / 64);
    expect(distribution.threshold).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("ExactTail", () => {
  const cells = fc.array(fc.integer({ min: -800, max: 200 }), { minLength: 32, maxLength: 32 });

  it("equals full enumeration, and its threshold parts the scores within a limit from the others", () => {
    fc.assert(
      fc.property(cells, fc.constantFrom(1e-2, 0.2), (tenths, limit) => {
        const matrix = matrixOf(
          Float64Array.from(tenths.slice(0, 28), (x) => x / 97),
          UNIFORM,
        );
        const tail = new ExactTail(matrix);
        const scores = allWords(matrix).map(({ score }) => score);
        const threshold = tail.threshold(limit, matrix.minScore - 1, matrix.maxScore + 1);
        expect(threshold).toBe(tail.plainThreshold(limit, matrix.minScore - 1, matrix.maxScore + 1));
        for (const score of scores.slice(0, 200)) {
          const truth = scores.filter((other) => other >= score - 1e-9).length / scores.length;
          expect(tail.p(score)).toBeCloseTo(truth, 12);
          expect(score >= threshold).toBe(truth <= limit);
        }
      }),
      { numRuns: 20 },
    );
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

describeShared("p-values of wide motifs", () => {
  for (const [name, background] of [
    ["uniform", UNIFORM],
    ["AT-rich", [0.3, 0.2, 0.2, 0.3]],
  ] as const) {
    it(`are within 0.5 % of the exact ones for all of JASPAR's under an ${name} background`, {
      timeout: 60_000,
    }, () => {
      const motifs = readMeme(sharedText("data/motifs/jaspar2026_vertebrates.meme"), "jaspar").filter(
        ({ width }) => width >= 11 && width <= 16,
      );
      const random = randomStream(1, "words");
      const errors: number[] = [];
      for (const motif of motifs) {
        const matrix = scoreMatrix(motif, background);
        const distribution = scoreDistribution(matrix, 1e-3);
        const exact = new ExactTail(matrix);
        for (let draw = 0; draw < 100; draw++) {
          const codes = likelyWord(motif, random);
          const score = windowScore(matrix, codes, 0, "+");
          if (score < distribution.scoreFloor) continue;
          const p = distribution.pValue(score, codes, 0, "+");
          if (p <= 1e-3) errors.push(Math.abs(p / exact.p(score) - 1));
        }
      }
      errors.sort((a, b) => a - b);
      expect(errors.length).toBeGreaterThan(10_000);
      expect(errors[Math.floor(0.99 * errors.length)]).toBeLessThan(0.001);
      expect(errors[errors.length - 1]).toBeLessThan(0.005);
    });
  }

  it("are exact for motifs of few sites, whose words tie", () => {
    const counts = [
      "0 9 4 6 2 9 9 1 4 0 3 9 8 5",
      "1 0 1 2 2 0 0 6 0 0 2 0 1 2",
      "0 0 4 1 2 0 0 1 0 9 2 0 0 1",
      "8 0 0 0 3 0 0 1 5 0 2 0 0 1",
    ];
    const [motif] = readJaspar(`>X\n${counts.join("\n")}\n`, "test");
    const matrix = scoreMatrix(motif, [0.3, 0.2, 0.2, 0.3]);
    const distribution = scoreDistribution(matrix, 1e-3);
    const exact = new ExactTail(matrix);
    const random = randomStream(2, "words");
    let seen = 0;
    for (let draw = 0; draw < 500; draw++) {
      const codes = likelyWord(motif, random);
      const score = windowScore(matrix, codes, 0, "+");
      if (score < distribution.threshold) continue;
      seen++;
      expect(distribution.pValue(score, codes, 0, "+") / exact.p(score)).toBeCloseTo(1, 9);
    }
    expect(seen).toBeGreaterThan(50);
  });

  it("of motifs whose best words are rarer than double precision holds take little memory", () => {
    const random = randomStream(3, "wide");
    const cells = Float64Array.from({ length: 4 * 600 }, () => 2 - 4 * random.uniform());
    const { smallestP, threshold } = scoreDistribution(matrixOf(cells, UNIFORM), 1e-3);
    expect(smallestP).toBe(0);
    // The normal approximation of the sum of 600 columns: 3.09 standard deviations above the mean.
    const columns = Array.from({ length: 600 }, (_, i) => cells.subarray(4 * i, 4 * i + 4));
    const mean = columns.reduce((sum, column) => sum + column.reduce((a, b) => a + b) / 4, 0);
    const variance = columns.reduce((sum, column) => {
      const own = column.reduce((a, b) => a + b) / 4;
      return sum + column.reduce((squares, x) => squares + (x - own) ** 2, 0) / 4;
    }, 0);
    expect((threshold - mean) / Math.sqrt(variance)).toBeCloseTo(3.09, 1);
  });
});

/** A word in which seven of ten letters follow the motif. */
function likelyWord({ width, probabilities }: Motif, random: RandomStream): Uint8Array {
  return Uint8Array.from({ length: width }, (_, position) => {
    let left = random.uniform();
    let base = 0;
    for (; base < 3; base++) {
      left -= 0.7 * probabilities[4 * position + base] + 0.075;
      if (left < 0) break;
    }
    return base;
  });
}
