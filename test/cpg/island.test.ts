import { describe, expect, it } from "vitest";
import { describeIsland } from "../../src/cpg/island.ts";
import { countRegion } from "../../src/cpg/statistics.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";

describe("describeIsland", () => {
  const codes = encodeText("TTCGCGNNNNGCTT");

  it("takes ratios over the known letters", () => {
    expect(describeIsland({ start: 2, end: 12 }, countRegion(codes, 2, 12))).toEqual({
      start: 2,
      end: 12,
      length: 10,
      cpgCount: 2,
      gcCount: 6,
      gcPercent: 100,
      cpgPercent: 400 / 6,
      obsExp: (2 * 6) / 9,
    });
  });

  it("takes them over all letters where a method counts N", () => {
    const island = describeIsland({ start: 2, end: 12 }, countRegion(codes, 2, 12), undefined, "all");
    expect(island).toMatchObject({ gcPercent: 60, cpgPercent: 40, obsExp: 20 / 9 });
  });
});
