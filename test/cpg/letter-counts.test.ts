import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LetterCounts } from "../../src/cpg/letter-counts.ts";
import { countRegion } from "../../src/cpg/statistics.ts";
import { sequences } from "./sequences.ts";

describe("LetterCounts", () => {
  it("adds up what a count of each stretch gives, wherever the letters lie in memory", () => {
    const stretches = fc.array(fc.tuple(fc.nat(3000), fc.nat(3000)), { maxLength: 8 });
    fc.assert(
      fc.property(sequences, fc.nat(7), stretches, (letters, offset, places) => {
        const codes = letters.subarray(Math.min(offset, letters.length));
        const counts = new LetterCounts();
        const plain = { letters: 0, c: 0, g: 0, unknown: 0 };
        for (const place of places) {
          const [start, end] = place.map((at) => Math.min(at, codes.length)).sort((a, b) => a - b);
          const { c, g, known } = countRegion(codes, start, end);
          counts.add(codes, start, end);
          plain.letters += end - start;
          plain.c += c;
          plain.g += g;
          plain.unknown += end - start - known;
        }
        expect({ ...counts }).toEqual(plain);
        counts.clear();
        expect({ ...counts }).toEqual({ letters: 0, c: 0, g: 0, unknown: 0 });
      }),
    );
  });

  it("does not overflow in long stretches of one letter", () => {
    for (const [code, kind] of [
      [1, "c"],
      [2, "g"],
      [4, "unknown"],
    ] as const) {
      const counts = new LetterCounts();
      counts.add(new Uint8Array(1_000_003).fill(code), 1, 1_000_003);
      expect(counts[kind]).toBe(1_000_002);
    }
  });
});
