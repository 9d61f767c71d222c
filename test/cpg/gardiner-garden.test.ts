import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gardinerGardenIslands } from "../../src/cpg/gardiner-garden.ts";
import { encodeText, reverseComplement } from "../../src/sequence/alphabet.ts";
import { describeShared } from "../shared.ts";
import { islandRows, statisticsCells } from "./expected-rows.ts";
import { oracleTable, recordOf } from "./records.ts";
import { sequences } from "./sequences.ts";

const regions = (codes: Uint8Array) => gardinerGardenIslands(codes).map(({ start, end }) => [start, end]);

/** Window by window, each counted from scratch: the plain truth. */
function plainRegions(codes: Uint8Array): number[][] {
  const rich = (start: number, end: number) => {
    const text = Array.from(codes.subarray(start, end), (code) => "ACGTN"[code]).join("");
    const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
    const [c, g, cpg, known] = [/C/g, /G/g, /CG/g, /[ACGT]/g].map(count);
    return known >= 0.9 * text.length && c * g > 0 && 2 * (c + g) > known && 5 * cpg * known > 3 * c * g;
  };
  const found: number[][] = [];
  for (let a = 0; a + 100 <= codes.length; a++) {
    if (!rich(a, a + 100)) continue;
    let b = a;
    while (b + 101 <= codes.length && rich(b + 1, b + 101)) b++;
    if (b - a >= 200 && rich(a + 50, b + 50)) found.push([a + 50, b + 50]);
    a = b;
  }
  return found;
}

describe("gardinerGardenIslands", () => {
  it("runs from the centre of the first to that of the last passing window (isl3: windows 1565 and 2044)", () => {
    const { codes } = recordOf("test1", "isl3");
    expect(regions(codes)).toEqual([
      [1615, 2094],
      [5417, 5680],
    ]);
  });

  it("leaves out the outer 50 letters of a sequence and what is then shorter than 200", () => {
    expect(regions(encodeText("CG".repeat(200)))).toEqual([[50, 350]]);
    expect(regions(encodeText("CG".repeat(150)))).toEqual([[50, 250]]);
    expect(regions(encodeText("CG".repeat(149)))).toEqual([]);
  });

  it("needs nine known letters in ten", () => {
    const withUnknown = (unknown: number) => encodeText(`${"CG".repeat(150)}${"N".repeat(unknown)}${"CG".repeat(150)}`);
    expect(regions(withUnknown(10))).toHaveLength(1);
    expect(regions(withUnknown(11))).toHaveLength(2);
  });

  it("equals windows that are counted one by one", () => {
    fc.assert(
      fc.property(sequences, (codes) => {
        expect(regions(codes)).toEqual(plainRegions(codes));
      }),
    );
  });

  it("finds the mirrored islands on the opposite strand", () => {
    fc.assert(
      fc.property(sequences, (codes) => {
        const mirrored = regions(reverseComplement(codes)).map(([s, e]) => [codes.length - e, codes.length - s]);
        expect(mirrored.reverse()).toEqual(regions(codes));
      }),
    );
  });
});

describeShared("two independent programs of the same definition (oracle/cpg)", () => {
  it.each(["test1", "edge", "embl", "chr20"])("give the same islands and statistics: %s", (set) => {
    expect(islandRows(set, gardinerGardenIslands, statisticsCells)).toEqual(oracleTable(`${set}.gardiner-garden.tsv`));
  });
});
