import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cpgRange,
  fullyMethylated,
  islandsMethylated,
  meanLevel,
  methylatedCpgsPer100Bp,
  unmethylated,
} from "../../src/cpg/methylation.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { sequences } from "./sequences.ts";

/** CpGs at 2, 4 and 10. */
const CODES = encodeText("AACGCGTTTTCGA");

describe("methylation states", () => {
  it("cover every CpG, all at 0 or all at 1", () => {
    expect(Array.from(unmethylated(CODES).positions)).toEqual([2, 4, 10]);
    expect(Array.from(unmethylated(CODES).levels)).toEqual([0, 0, 0]);
    expect(Array.from(fullyMethylated(CODES).levels)).toEqual([1, 1, 1]);
  });

  it("are 1 in islands alone, for CpGs that lie inside with both letters", () => {
    const levels = (...ends: [number, number][]) =>
      Array.from(
        islandsMethylated(
          CODES,
          ends.map(([start, end]) => ({ start, end })),
        ).levels,
      );
    expect(levels([2, 6])).toEqual([1, 1, 0]);
    expect(levels([3, 11])).toEqual([0, 1, 0]);
    expect(levels([3, 12])).toEqual([0, 1, 1]);
    expect(levels([10, 12], [0, 4])).toEqual([1, 0, 1]);
    expect(levels([3, 4], [5, 5])).toEqual([0, 0, 0]);
  });
});

describe("levels of a region", () => {
  const state = { positions: Uint32Array.of(2, 4, 10), levels: Float32Array.of(1, 0.5, 0.25) };

  it("are averaged over its CpGs", () => {
    expect(meanLevel(state, 0, 13)).toBeCloseTo(1.75 / 3, 12);
    expect(meanLevel(state, 2, 4)).toBe(1);
    expect(meanLevel(state, 3, 12)).toBe(0.375);
  });

  it("are not 0 but not a number where there is no CpG", () => {
    expect(meanLevel(state, 6, 10)).toBeNaN();
    expect(meanLevel(state, 2, 3)).toBeNaN();
    expect(meanLevel(unmethylated(new Uint8Array(0)), 0, 0)).toBeNaN();
  });

  it("are summed per 100 bp of the whole region, also where it reaches beyond the record", () => {
    expect(methylatedCpgsPer100Bp(state, -244, 256)).toBeCloseTo(1.75 / 5, 12);
    expect(methylatedCpgsPer100Bp(state, 2, 6)).toBeCloseTo(37.5, 12);
    expect(methylatedCpgsPer100Bp(state, 5, 5)).toBe(0);
  });

  it("belong to the CpGs that a look at the letters finds", () => {
    const regions = fc.tuple(fc.integer({ min: -10, max: 3000 }), fc.integer({ min: 0, max: 500 }));
    fc.assert(
      fc.property(sequences, regions, (codes, [start, length]) => {
        const end = start + length;
        const full = fullyMethylated(codes);
        const [first, last] = cpgRange(full, start, end);
        const plain = Array.from(codes.keys()).filter(
          (i) => codes[i] === 1 && codes[i + 1] === 2 && i >= start && i + 2 <= end,
        );
        expect(Array.from(full.positions.subarray(first, last))).toEqual(plain);
        if (length > 0) expect(methylatedCpgsPer100Bp(full, start, end)).toBeCloseTo((100 * plain.length) / length, 9);
      }),
    );
  });
});
