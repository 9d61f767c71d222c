import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countRegion,
  cpgPercent,
  cpgPositions,
  gcPercent,
  observedExpected,
  RegionCounter,
} from "../../src/cpg/statistics.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { recordOf } from "./records.ts";
import { sequences } from "./sequences.ts";

/** Counts by text search: the plain truth. */
function counted(codes: Uint8Array, start: number, end: number) {
  const text = Array.from(codes.subarray(start, end), (code) => "ACGTN"[code]).join("");
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return { c: count(/C/g), g: count(/G/g), cpg: count(/CG/g), known: count(/[ACGT]/g) };
}

describe("counts of a region", () => {
  it("take a CpG only where both letters lie inside", () => {
    const codes = encodeText("ACGCGNT");
    expect(countRegion(codes, 0, 7)).toEqual({ c: 2, g: 2, cpg: 2, known: 6 });
    expect(countRegion(codes, 2, 4)).toEqual({ c: 1, g: 1, cpg: 0, known: 2 });
    expect(countRegion(codes, 3, 3)).toEqual({ c: 0, g: 0, cpg: 0, known: 0 });
  });

  it("are those of the first island of isl3 that cpg_lh reports", () => {
    expect(countRegion(recordOf("test1", "isl3").codes, 1505, 2099)).toMatchObject({ c: 200, g: 175, cpg: 57 });
  });

  it("start from nothing after an empty region, whichever way it grows", () => {
    const region = new RegionCounter(encodeText("CGCG"));
    region.moveTo(1, 1);
    region.moveTo(0, 4);
    expect(region.cpg).toBe(2);
    region.moveTo(1, 1);
    region.moveTo(0, 1);
    expect([region.c, region.g, region.cpg]).toEqual([1, 0, 0]);
  });

  it("stay right wherever the region moves", () => {
    const moves = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(sequences, moves, (codes, places) => {
        const region = new RegionCounter(codes);
        for (const [a, b] of places) {
          const ends = [a % (codes.length + 1), b % (codes.length + 1)].sort((x, y) => x - y);
          region.moveTo(ends[0], ends[1]);
          const { c, g, cpg, known, length } = region;
          expect({ c, g, cpg, known }).toEqual(counted(codes, ends[0], ends[1]));
          expect(length).toBe(ends[1] - ends[0]);
        }
      }),
    );
  });
});

describe("cpgPositions", () => {
  it("are those of every C before a G, also in sequences dense with them", () => {
    const positions = (codes: Uint8Array) => Array.from(cpgPositions(codes));
    expect(positions(encodeText("CG".repeat(500)))).toEqual(Array.from({ length: 500 }, (_, i) => 2 * i));
    fc.assert(
      fc.property(sequences, (codes) => {
        const plain = Array.from(codes.keys()).filter((i) => codes[i] === 1 && codes[i + 1] === 2);
        expect(positions(codes)).toEqual(plain);
      }),
    );
  });
});

describe("ratios", () => {
  it("are those of the reference's example: 57 CpGs, 200 C, 175 G in 594 letters", () => {
    const counts = { c: 200, g: 175, cpg: 57, known: 594 };
    expect(observedExpected(counts, 594)).toBeCloseTo(57 / 58.9226, 5);
    expect(gcPercent(counts, 594)).toBeCloseTo(63.1313, 4);
    expect(cpgPercent(counts, 594)).toBeCloseTo(19.1919, 4);
  });

  it("are 0, not NaN, where there is nothing to divide by", () => {
    expect(observedExpected({ c: 9, g: 0, cpg: 0, known: 9 }, 9)).toBe(0);
    expect(gcPercent({ c: 0, g: 0, cpg: 0, known: 0 }, 0)).toBe(0);
    expect(cpgPercent({ c: 0, g: 0, cpg: 0, known: 0 }, 0)).toBe(0);
  });
});
