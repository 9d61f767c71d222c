import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBackgroundFile, UNIFORM } from "../../src/motif/background.ts";
import { chainWords } from "../../src/motif/chain-words.ts";
import { readMeme } from "../../src/motif/formats/meme.ts";
import { chainOfCounts, chainOfWords, type MarkovChain, type MarkovOrder, WordCounts } from "../../src/motif/markov.ts";
import { markovDistribution } from "../../src/motif/markov-distribution.ts";
import { scoreDistribution } from "../../src/motif/score-distribution.ts";
import { matrixOf, type ScoreMatrix, scoreMatrix, windowScore } from "../../src/motif/score-matrix.ts";
import { randomStream } from "../../src/random.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { describeShared, sharedText } from "../shared.ts";

const orders = fc.constantFrom<MarkovOrder[]>(1, 2);

/** A chain of random word counts. */
const chains = orders.chain((order) =>
  fc
    .array(fc.nat(1000), { minLength: 4 ** (order + 1), maxLength: 4 ** (order + 1) })
    .map((counts) => chainOfCounts(counts, order)),
);

const matrices = fc
  .record({
    width: fc.integer({ min: 1, max: 5 }),
    cells: fc.array(fc.integer({ min: -800, max: 200 }), { minLength: 20, maxLength: 20 }),
  })
  .map(({ width, cells }) =>
    matrixOf(
      // Whole steps, so that rounding moves nothing.
      Float64Array.from(cells.slice(0, 4 * width), (x) => x / 100),
      UNIFORM,
    ),
  );

/** Probability of a word, letter by letter: the plain truth. */
function probability({ order, given }: MarkovChain, codes: Uint8Array): number {
  let p = 1;
  for (let i = 0; i < codes.length; i++) {
    const known = Math.min(i, order);
    let at = 0;
    for (let j = i - known; j <= i; j++) at = 4 * at + codes[j];
    p *= given[known][at];
  }
  return p;
}

function allWords(matrix: ScoreMatrix, chain: MarkovChain) {
  return Array.from({ length: 4 ** matrix.width }, (_, index) => {
    const codes = Uint8Array.from({ length: matrix.width }, (_, i) => (index >> (2 * i)) & 3);
    return { codes, score: windowScore(matrix, codes, 0, "+"), p: probability(chain, codes) };
  });
}

describe("markovDistribution", () => {
  it("equals full enumeration for every word of narrow matrices, orders 1 and 2", () => {
    fc.assert(
      fc.property(matrices, chains, fc.constantFrom(1e-2, 0.1, 1), (matrix, chain, limit) => {
        const words = allWords(matrix, chain);
        expect(words.reduce((sum, { p }) => sum + p, 0)).toBeCloseTo(1, 12);
        const distribution = markovDistribution(matrix, chain, limit);
        for (const { codes, score } of words) {
          const truth = words.filter((word) => word.score >= score - 1e-9).reduce((sum, { p }) => sum + p, 0);
          if (truth > limit - 1e-12) continue;
          expect(distribution.pValue(score, codes, 0, "+")).toBeCloseTo(truth, 12);
          expect(score).toBeGreaterThanOrEqual(distribution.scoreFloor);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("is within 1.2 % of all words where they are too many to be enumerated, and exact for the best", () => {
    const random = randomStream(5, "wide");
    const counts = Float64Array.from({ length: 64 }, () => 50 + random.below(1000));
    for (const order of [1, 2] as const) {
      const chain = chainOfCounts(counts.subarray(0, 4 ** (order + 1)), order);
      // Few counts, as of a motif of 20 sites: many words tie.
      const cells = Float64Array.from({ length: 40 }, () => Math.log2((random.below(20) + 0.25) / 5));
      const matrix = matrixOf(cells, UNIFORM);
      const distribution = markovDistribution(matrix, chain, 0.1);
      const independent = scoreDistribution(matrix, 1);
      const truth = chainWords(matrix, chain, Number.POSITIVE_INFINITY, 4 ** 10)!;
      let best = 0;
      for (let draw = 0; draw < 200_000; draw++) {
        const codes = Uint8Array.from({ length: 10 }, () => random.below(4));
        const score = windowScore(matrix, codes, 0, "+");
        const p = truth.pOf(score);
        if (p > 0.099) continue;
        const isBest = independent.pValue(score, codes, 0, "+") < 3e-3;
        const ratio = distribution.pValue(score, codes, 0, "+") / p;
        expect(Math.abs(ratio - 1)).toBeLessThan(isBest ? 1e-12 : 1.2e-2);
        if (isBest) best++;
      }
      expect(best).toBeGreaterThan(20);
    }
  });

  it("copes with more tied words than can be enumerated", () => {
    const flat = [0, 0, 0, 0];
    const cells = [...[1, -3, -3, -3], ...Array(20).fill(flat).flat(), ...[-3, -3, -3, 1]];
    const chain = chainOfCounts(new Float64Array(16).fill(1000), 1);
    const distribution = markovDistribution(matrixOf(Float64Array.from(cells), UNIFORM), chain, 0.1);
    const codes = new Uint8Array(22);
    codes[21] = 3;
    expect(distribution.pValue(2, codes, 0, "+")).toBeCloseTo(1 / 16, 12);
    expect(distribution.smallestP).toBeCloseTo(1 / 16, 12);
  });

  it("is the distribution of independent letters where the chain has no memory", () => {
    const background = [0.3, 0.2, 0.2, 0.3] as const;
    const product = (word: number) => background[word >> 4] * background[(word >> 2) & 3] * background[word & 3];
    const chain = chainOfCounts(
      Float64Array.from({ length: 64 }, (_, word) => 1e12 * product(word)),
      2,
    );
    const random = randomStream(3, "cells");
    const matrix = matrixOf(
      Float64Array.from({ length: 48 }, () => 2 - 6 * random.uniform()),
      background,
    );
    const [one, other] = [markovDistribution(matrix, chain, 1e-2), scoreDistribution(matrix, 1e-2)];
    expect(one.threshold).toBeCloseTo(other.threshold, 2);
    for (let draw = 0; draw < 3000; draw++) {
      const codes = Uint8Array.from({ length: 12 }, () => random.below(4));
      const score = windowScore(matrix, codes, 0, "+");
      const p = other.pValue(score, codes, 0, "+");
      if (p <= 5e-3) expect(one.pValue(score, codes, 0, "+") / p).toBeCloseTo(1, 2);
    }
  });

  it("gives windows of a sequence without CG the p-values that they have there", () => {
    const random = randomStream(1, "letters");
    const codes = new Uint8Array(400_000);
    for (let i = 1; i < codes.length; i++) {
      codes[i] = random.below(4);
      // Nine of ten CG are drawn again.
      if (codes[i - 1] === 1 && codes[i] === 2 && random.uniform() < 0.9) codes[i] = random.below(2) * 3;
    }
    const words = new WordCounts(1);
    words.add(codes);
    const chain = chainOfCounts(words.counts, 1);
    // Likes CG twice: TTCGACGTT.
    const matrix = matrixOf(
      Float64Array.from(
        [3, 3, 1, 2, 0, 1, 2, 3, 3].flatMap((best) =>
          [0, 1, 2, 3].map((x) => (x === best ? 1.5 : -2 * random.uniform())),
        ),
      ),
      UNIFORM,
    );
    const share = (limit: number, distribution: ReturnType<typeof markovDistribution>) => {
      let hits = 0;
      for (let i = 0; i + 9 <= codes.length; i++) {
        const score = windowScore(matrix, codes, i, "+");
        if (score >= distribution.scoreFloor && distribution.pValue(score, codes, i, "+") <= limit) hits++;
      }
      return hits / codes.length;
    };
    expect(share(2e-3, markovDistribution(matrix, chain, 2e-3)) / 2e-3).toBeGreaterThan(0.9);
    expect(share(2e-3, markovDistribution(matrix, chain, 2e-3)) / 2e-3).toBeLessThan(1.1);
    expect(share(2e-3, scoreDistribution(matrix, 2e-3)) / 2e-3).toBeLessThan(0.5);
  });
});

describeShared("markovDistribution on JASPAR's motifs", () => {
  const fasta = readFileSync(new URL("../../fixtures/genes/globin.fa", import.meta.url), "utf8");
  const letters = encodeText(fasta.split("\n").slice(1).join(""));

  /** All words of a matrix from `floor` bits on. */
  function wordsFrom(matrix: ScoreMatrix, floor: number): Uint8Array[] {
    const best = Array.from({ length: matrix.width }, (_, i) => Math.max(...matrix.scores.subarray(4 * i, 4 * i + 4)));
    const rest = best.map((_, i) => best.slice(i).reduce((sum, x) => sum + x, 0)).concat(0);
    let prefixes = [{ score: 0, codes: [] as number[] }];
    for (let i = 0; i < matrix.width; i++) {
      prefixes = prefixes.flatMap(({ score, codes }) =>
        [0, 1, 2, 3]
          .map((base) => ({ score: score + matrix.scores[4 * i + base], codes: [...codes, base] }))
          .filter((grown) => grown.score + rest[i + 1] >= floor),
      );
    }
    return prefixes.map(({ codes }) => Uint8Array.from(codes));
  }

  it.each([
    [12, 1e-2],
    [15, 1e-4],
  ])(
    "width %i, p ≤ %f: the error of all but one of a hundred words is below 0.001, of all below 0.012",
    { timeout: 30_000 },
    (width, limit) => {
      const motifs = readMeme(sharedText("data/motifs/jaspar2026_vertebrates.meme"), "jaspar");
      const wide = motifs.filter((motif) => motif.width === width);
      const errors: number[] = [];
      for (const order of [1, 2] as const) {
        const counted = new WordCounts(order);
        counted.add(letters);
        const chain = chainOfCounts(counted.counts, order);
        for (const motif of everyNth(wide, 4)) {
          const matrix = scoreMatrix(motif, UNIFORM);
          const { pValue, scoreFloor } = markovDistribution(matrix, chain, limit);
          const truth = chainWords(matrix, chain, matrix.maxScore - scoreFloor, 1e9)!;
          for (const codes of everyNth(wordsFrom(matrix, scoreFloor), 500)) {
            const score = windowScore(matrix, codes, 0, "+");
            const p = truth.pOf(score);
            if (p <= limit) errors.push(Math.abs(pValue(score, codes, 0, "+") / p - 1));
          }
        }
      }
      errors.sort((a, b) => a - b);
      expect(errors.length).toBeGreaterThan(3000);
      expect(errors[Math.floor(0.99 * errors.length)]).toBeLessThan(1e-3);
      expect(errors.at(-1)).toBeLessThan(0.012);
    },
  );
});

describe("WordCounts", () => {
  it("counts the same in pieces that carry their overlap", () => {
    const codes = fc.uint8Array({ min: 0, max: 4, maxLength: 60 });
    fc.assert(
      fc.property(codes, fc.integer({ min: 1, max: 9 }), orders, (letters, size, order) => {
        const [whole, pieces] = [new WordCounts(order), new WordCounts(order)];
        whole.add(letters);
        for (let at = 0; at < letters.length; at += size) pieces.add(letters.subarray(at, at + size + order), size);
        expect(pieces.counts).toEqual(whole.counts);
      }),
    );
  });
});

describe("chainOfWords", () => {
  const words = ["A", "C", "G", "T"].flatMap((a) => ["A", "C", "G", "T"].map((b) => a + b));

  it("takes the words of the order asked for", () => {
    const text = `# order 1\nA 0.25\n${words.map((word) => `${word} ${word === "CG" ? 0.01 : 0.066}`).join("\n")}\n`;
    const { given } = chainOfWords(parseBackgroundFile(text, "bg"), "bg", 1);
    expect(given[1][4 * 1 + 2]).toBeCloseTo(0.01 / (3 * 0.066 + 0.01), 12);
  });

  it("names a word that is missing", () => {
    const text = words
      .slice(1)
      .map((word) => `${word} 0.06`)
      .join("\n");
    expect(() => chainOfWords(parseBackgroundFile(text, "bg"), "bg", 1)).toThrow(
      "has no frequency of AA, which --background-order 1 needs",
    );
    expect(() => chainOfWords(parseBackgroundFile(text, "bg"), "bg", 2)).toThrow("has no frequency of AAA");
  });
});

/** `count` of a list, evenly spread. */
function everyNth<T>(list: readonly T[], count: number): T[] {
  const step = Math.max(1, list.length / count);
  return Array.from({ length: Math.min(count, list.length) }, (_, i) => list[Math.floor(i * step)]);
}
