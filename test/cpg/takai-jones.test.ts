import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { takaiJonesIslands } from "../../src/cpg/takai-jones.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { overlaps } from "../../src/sequence/interval.ts";
import { describeShared } from "../shared.ts";
import { islandRows, statisticsCells } from "./expected-rows.ts";
import { oracleTable, recordOf, recordsOf } from "./records.ts";
import { lopsidedSequences, sequences } from "./sequences.ts";

const regions = (codes: Uint8Array, options = {}) =>
  takaiJonesIslands(codes, options).map(({ start, end }) => [start, end]);

/** The steps of the paper with every window counted from scratch: the plain truth. */
function plainRegions(codes: Uint8Array): number[][] {
  const text = Array.from(codes, (code) => "ACGTN"[code]).join("");
  const count = (pattern: RegExp, a: number, b: number) => text.slice(a, b).match(pattern)?.length ?? 0;
  const pass = (a: number, b: number) => {
    const [c, g, cpg] = [/C/g, /G/g, /CG/g].map((pattern) => count(pattern, a, b));
    return c * g > 0 && 20 * (c + g) >= 11 * (b - a) && 20 * cpg * (b - a) >= 13 * c * g;
  };
  const window = (a: number) => a + 200 <= text.length && pass(a, a + 200) && count(/CG/g, a, a + 200) >= 7;
  const trimmed = (a: number, b: number): number[] | undefined => {
    if (b - a < 200) return undefined;
    return pass(a, b) ? [a, b] : trimmed(a + 1, b - 1);
  };
  const found: number[][] = [];
  for (let start = 0; start + 200 <= text.length; start++) {
    if (!window(start)) continue;
    let end = start + 200;
    while (window(end)) end += 200;
    for (let back = end - 1; back > end - 200; back--) {
      if (!window(back)) continue;
      end = back + 200;
      break;
    }
    const island = trimmed(start, end);
    if (island !== undefined) found.push(island);
    start = (island?.[1] ?? end) - 1;
  }
  const joined: number[][] = [];
  for (const next of found) {
    const current = joined.at(-1);
    const whole = current && next[0] - current[1] < 100 ? trimmed(current[0], next[1]) : undefined;
    if (whole) joined.pop();
    joined.push(whole ?? next);
  }
  return joined.filter(([start, end]) => end - start >= 500);
}

describe("takaiJonesIslands", () => {
  it("starts at the first window with 55.0 % GC and drops what stays below 500 (isl3)", () => {
    const { codes } = recordOf("test1", "isl3");
    expect(regions(codes)).toEqual([
      [1401, 2157],
      [5367, 5930],
    ]);
    expect(regions(codes, { minLength: 200 })).toContainEqual([3462, 3756]);
  });

  it("joins islands 99 apart, not 100 or 101", () => {
    const numberOf = (name: string) => takaiJonesIslands(recordOf("edge", name).codes, { minLength: 200 }).length;
    expect(numberOf("tjgap100")).toBe(numberOf("tjgap99") + 1);
    expect(numberOf("tjgap101")).toBe(numberOf("tjgap99") + 1);
  });

  it("lets values on the limits pass and trims no more than needed", () => {
    expect(regions(encodeText("CG".repeat(250)))).toEqual([[0, 500]]);
    expect(regions(encodeText("CG".repeat(249)))).toEqual([]);
  });

  it("asks for seven CpGs in a window unless told otherwise", () => {
    // Six CpGs, 104 C and 6 G in 200 letters: 55 % GC and a ratio of 1.92.
    const block = `${"CG".repeat(6)}${"C".repeat(98)}${"A".repeat(90)}`;
    const codes = encodeText(block.repeat(4));
    expect(regions(codes)).toEqual([]);
    expect(regions(codes, { minWindowCpg: 6 })).toHaveLength(1);
  });

  it("equals windows that are counted one by one", () => {
    fc.assert(
      fc.property(fc.oneof(sequences, lopsidedSequences), (codes) => {
        expect(regions(codes)).toEqual(plainRegions(codes));
      }),
      { numRuns: 300 },
    );
  });

  // Windows are laid from left to right, so the opposite strand may give other ends: no law of mirrors here.
  it("reports nothing that fails its own limits over all its letters", () => {
    fc.assert(
      fc.property(sequences, (codes) => {
        let before = -1;
        for (const { start, end, gcCount, cpgCount } of takaiJonesIslands(codes)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end - start).toBeGreaterThanOrEqual(500);
          expect(100 * gcCount).toBeGreaterThanOrEqual(55 * (end - start));
          expect(cpgCount).toBeGreaterThanOrEqual(7);
          before = end;
        }
      }),
    );
  });
});

describeShared("two independent programs of the same definition (oracle/cpg)", () => {
  it.each(["test1", "edge", "embl", "chr20"])("give the same islands and statistics: %s", (set) => {
    expect(islandRows(set, takaiJonesIslands, statisticsCells)).toEqual(oracleTable(`${set}.takai-jones.tsv`));
  });
});

describeShared("TaJoCGI (another ratio, no rule of seven)", () => {
  it.each(["test1", "embl"])("has an island over each of ours: %s", (set) => {
    const theirs = oracleTable(`${set}.tajocgi.tsv`);
    for (const { name, codes } of recordsOf(set)) {
      for (const island of takaiJonesIslands(codes)) {
        const near = theirs.filter(
          ([seq, start, end]) => seq === name && overlaps(island, { start: +start, end: +end }),
        );
        expect(near.length).toBeGreaterThan(0);
      }
    }
  });
});
