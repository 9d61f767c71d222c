import fc from "fast-check";
import { describe, expect, it } from "vitest";
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
