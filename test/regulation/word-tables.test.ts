import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundledLibrary } from "../../src/motif/library.ts";
import { strandMatrices } from "../../src/regulation/cluster-windows.ts";
import { WindowProducts } from "../../src/regulation/window-products.ts";
import { fillWords, SUMS, WORD, wordTables } from "../../src/regulation/word-tables.ts";

describe("word tables", () => {
  it("add up what the letters add up to, for every width, and −∞ for unknown letters (law)", () => {
    const codes = fc.uint8Array({ min: 0, max: 4, minLength: 30, maxLength: 60 });
    fc.assert(
      fc.property(codes, fc.integer({ min: WORD, max: 20 }), (letters, width) => {
        const value = (position: number, code: number) => (7 * position + 3 * code * code) % 11;
        const { offsets, tables } = wordTables(width, value, SUMS);
        const words = new Uint16Array(letters.length);
        fillWords(letters, words);
        for (let start = 0; start + width <= letters.length; start++) {
          const site = letters.subarray(start, start + width);
          const sum = site.reduce((total, code, i) => total + (code > 3 ? -Infinity : value(i, code)), 0);
          expect(tables.reduce((total, table, i) => total + table[words[start + offsets[i]]], 0)).toBe(sum);
        }
      }),
    );
  });
});

describe("WindowProducts", () => {
  it("are the same by words and by letters, for motifs of 6 to 21 bases", () => {
    const motifs = bundledLibrary().map((motif) => ({ motif, weight: 1 }));
    expect(new Set(motifs.map(({ motif }) => motif.width)).size).toBeGreaterThan(8);
    const matrices = strandMatrices(motifs, 0.375);
    const [codes] = fc.sample(fc.uint8Array({ min: 0, max: 3, minLength: 400, maxLength: 400 }), {
      numRuns: 1,
      seed: 4,
    });
    codes[200] = 4;
    const byLetters = new WindowProducts(matrices, 400, 400);
    const byWords = new WindowProducts(matrices, 400, 1e6);
    for (const products of [byLetters, byWords]) products.fill(codes, 0, 400);
    for (const [at, sum] of byLetters.sums.entries()) {
      expect(Math.abs(byWords.sums[at] - sum)).toBeLessThanOrEqual(1e-12 * sum);
    }
  });
});
