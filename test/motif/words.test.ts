import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { consensusMotif } from "../../src/motif/consensus.ts";
import { ExactTail } from "../../src/motif/exact-tail.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { scoreDistribution } from "../../src/motif/score-distribution.ts";
import { matrixOf, type ScoreMatrix, scoreMatrix, windowScore } from "../../src/motif/score-matrix.ts";
import { admittedWords } from "../../src/motif/words.ts";
import { BASES } from "../../src/sequence/alphabet.ts";

const text = (codes: Uint8Array) => Array.from(codes, (code) => BASES[code]).join("");
const library = (id: string) => scoreMatrix(bundledLibrary().find((motif) => motif.id === id)!, UNIFORM);

const matrices = fc
  .record({
    width: fc.integer({ min: 1, max: 5 }),
    cells: fc.array(fc.integer({ min: -8, max: 4 }), { minLength: 20, maxLength: 20 }),
    uniform: fc.boolean(),
  })
  .map(({ width, cells, uniform }) =>
    matrixOf(
      Float64Array.from(cells.slice(0, 4 * width), (x) => x / 3),
      uniform ? UNIFORM : [0.3, 0.15, 0.25, 0.3],
    ),
  );

/** All admitted words by listing every word: best first, then alphabetical. */
function plainWords(matrix: ScoreMatrix, limit: number) {
  const words = Array.from({ length: 4 ** matrix.width }, (_, index) => {
    const codes = Uint8Array.from({ length: matrix.width }, (_, i) => (index >> (2 * i)) & 3);
    const p = codes.reduce((product, code) => product * matrix.background[code], 1);
    const mismatches = codes.filter((code, i) => {
      const column = matrix.scores.subarray(4 * i, 4 * i + 4);
      return column[code] < Math.max(...column);
    }).length;
    return { word: text(codes), score: windowScore(matrix, codes, 0, "+"), p, mismatches };
  });
  const tail = (score: number) =>
    Math.min(
      1,
      words.filter((w) => w.score >= score - 1e-9).reduce((sum, { p }) => sum + p, 0),
    );
  return words
    .map((word) => ({ ...word, p: tail(word.score) }))
    .filter(({ p }) => p <= limit)
    .sort((a, b) => (Math.abs(b.score - a.score) > 1e-9 ? b.score - a.score : a.word < b.word ? -1 : 1));
}

describe("admittedWords", () => {
  it("equals the list of all words of narrow matrices", () => {
    fc.assert(
      fc.property(
        matrices,
        fc.constantFrom(0.011, 0.101, 0.501, 1),
        fc.constantFrom(3, 5000),
        (matrix, limit, most) => {
          const truth = plainWords(matrix, limit);
          const found = admittedWords(matrix, limit, most);
          expect([found.count, found.exact]).toEqual([truth.length, true]);
          expect(found.words.map(({ codes }) => text(codes))).toEqual(truth.slice(0, most).map(({ word }) => word));
          for (const [i, { score, pValue, mismatches }] of found.words.entries()) {
            expect([score, mismatches]).toEqual([truth[i].score, truth[i].mismatches]);
            expect(pValue).toBeCloseTo(truth[i].p, 12);
          }
          const counts = found.byMismatches.map((_, n) => truth.filter(({ mismatches }) => mismatches === n).length);
          expect(found.byMismatches).toEqual(counts);
          expect(counts.at(-1)).not.toBe(0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("tells how far from the best word a TATA box may be", () => {
    const found = admittedWords(library("MA0108.2"), 1e-4, Number.POSITIVE_INFINITY);
    expect(found.exact).toBe(true);
    // floor(1e-4 · 4^15) words: with a uniform background every word weighs the same and no score is shared at the limit.
    expect(found.count).toBe(107374);
    expect(found.byMismatches.slice(0, 2)).toEqual([1, 34]);
    expect(found.byMismatches.reduce((sum, n) => sum + n, 0)).toBe(107374);
    const without = found.words.filter(({ codes }) => !text(codes).includes("TATAAA"));
    expect(without.length / found.words.length).toBeCloseTo(0.36, 2);
  });

  it("counts wide motifs within 0.5 % of meeting in the middle", () => {
    const matrix = library("MA0138.3");
    const found = admittedWords(matrix, 1e-4, 3);
    expect([matrix.width, found.exact]).toEqual([20, false]);
    const truth = new ExactTail(matrix).p(found.threshold) * 4 ** 20;
    expect(Math.abs(found.count / truth - 1)).toBeLessThan(0.005);
    expect(found.count).toBeLessThanOrEqual(1e-4 * 4 ** 20);
  });

  it("counts a motif of equal columns by binomial numbers", () => {
    const width = 24;
    const matrix = matrixOf(
      Float64Array.from({ length: 4 * width }, (_, i) => (i % 4 === 1 ? 1.5 : -4)),
      UNIFORM,
    );
    let choose = 1;
    const byMismatches = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => {
      if (k > 0) choose = (choose * (width - k + 1)) / k;
      return choose * 3 ** k;
    });
    const total = byMismatches.reduce((sum, n) => sum + n, 0);
    const found = admittedWords(matrix, (1.5 * total) / 4 ** width, 50);
    expect(found.exact).toBe(false);
    expect(found.byMismatches).toEqual(byMismatches);
    expect(found.count).toBe(total);
    expect(found.words.map(({ codes }) => text(codes)).slice(0, 2)).toEqual(["C".repeat(24), `A${"C".repeat(23)}`]);
    expect(found.words[1].pValue).toBeCloseTo((1 + 72) / 4 ** 24, 20);
    expect(found.words).toHaveLength(50);
  });

  it("passes over a gap that says nothing", () => {
    const gapped = scoreMatrix(consensusMotif(`TTGGC${"N".repeat(15)}GCCAA`), UNIFORM);
    const solid = scoreMatrix(consensusMotif("TTGGCGCCAA"), UNIFORM);
    const found = admittedWords(gapped, 1e-4, 2);
    const bare = admittedWords(solid, 1e-4, 2);
    expect(found.count).toBe(bare.count * 4 ** 15);
    expect(found.byMismatches).toEqual(bare.byMismatches.map((n) => n * 4 ** 15));
    expect(found.words.map(({ pValue }) => pValue)).toEqual([4 ** -10, 4 ** -10]);
    expect(text(found.words[1].codes)).toBe("TTGGCAAAAAAAAAAAAAACGCCAA");
    expect(scoreDistribution(gapped, 1e-4).smallestP).toBe(4 ** -10);
  });

  it("admits nothing where even the best word is too likely", () => {
    expect(admittedWords(scoreMatrix(consensusMotif("TATAAA"), UNIFORM), 1e-4, 9)).toMatchObject({
      threshold: Number.POSITIVE_INFINITY,
      count: 0,
      byMismatches: [],
      words: [],
    });
  });

  it("leaves out letters that a matrix without pseudocount excludes", () => {
    const found = admittedWords(scoreMatrix(consensusMotif("TATAWAWR"), UNIFORM, 0), 1e-3, 99);
    expect(found.words.map(({ codes }) => text(codes))).toEqual(
      ["A", "T"].flatMap((w) => ["A", "T"].flatMap((v) => ["A", "G"].map((r) => `TATA${w}A${v}${r}`))),
    );
    expect(found.byMismatches).toEqual([8]);
  });
});
