import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UcscColumns } from "../../src/cpg/island.ts";
import { codesSoftMasked } from "../../src/cpg/soft-mask.ts";
import { countRegion } from "../../src/cpg/statistics.ts";
import { maximalSpans, ucscIslands } from "../../src/cpg/ucsc.ts";
import { formatFixed } from "../../src/printf.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { describeShared, sharedText } from "../shared.ts";
import { rescannedSpans } from "./plain-ucsc.ts";
import { oracleTable, recordsOf, type TestRecord } from "./records.ts";
import { ODD_SEQUENCES, sequences } from "./sequences.ts";

describe("maximalSpans", () => {
  it("follows the running sum of a short sequence by hand", () => {
    // 0 0 17 16 33 32 31 30 29 28 45 44 43 42
    expect(maximalSpans(encodeText("TTCGCGAATTCGTT"))).toEqual([{ start: 2, end: 12, score: 45 }]);
  });

  it("starts afresh where the sum is exactly 0", () => {
    expect(maximalSpans(encodeText(`CG${"A".repeat(16)}CGCG${"T".repeat(40)}`))).toEqual([
      { start: 0, end: 2, score: 17 },
      { start: 18, end: 22, score: 33 },
    ]);
  });

  it("ends at the first of equal highest sums", () => {
    // 33 at the second CpG, 16 before the third, which reaches 33 again; with one letter less it would reach 34.
    expect(maximalSpans(encodeText(`CGCG${"A".repeat(16)}CG`))).toEqual([
      { start: 0, end: 4, score: 33 },
      { start: 20, end: 22, score: 17 },
    ]);
    expect(maximalSpans(encodeText(`CGCG${"A".repeat(15)}CG`))).toEqual([{ start: 0, end: 21, score: 34 }]);
  });

  it("equals cpg_lh's literal rescanning", () => {
    fc.assert(
      fc.property(sequences, (codes) => {
        expect(maximalSpans(codes)).toEqual(rescannedSpans(codes));
      }),
      { numRuns: 500 },
    );
  });

  it("equals it on nested peaks, where rescanning is dear", () => {
    const codes = encodeText(
      Array.from({ length: 60 }, (_, i) => "CG".repeat(60 - i) + "A".repeat(16 * (60 - i))).join(""),
    );
    expect(maximalSpans(codes)).toEqual(rescannedSpans(codes));
    // Going down a long slope by lone CpGs: every new span looks below all earlier ones.
    const slope = encodeText("CG".repeat(3000) + `${"A".repeat(18)}CG`.repeat(3000));
    expect(maximalSpans(slope).length).toBe(3001);
  });
});

describe("ucscIslands", () => {
  it("takes a span of 201 letters, not one of 200, and is strict about 50 % GC and 0.60", () => {
    expect(ucscIslands(encodeText("CG".repeat(100)))).toEqual([]);
    const [island] = ucscIslands(encodeText("CG".repeat(101)));
    expect(island).toMatchObject({ start: 0, end: 202, length: 202, cpgCount: 101, gcCount: 202, gcPercent: 100 });
    expect(island.obsExp).toBe(2);
    // Exactly half C and G from the first C to the last G.
    const half = encodeText(`${"CGAT".repeat(60)}ATCG`);
    expect(ucscIslands(half)).toEqual([]);
    expect(ucscIslands(half, { minGcPercent: 49.9 })).toHaveLength(1);
  });

  it("lets unknown letters cost 1 and count in the length and the percentages", () => {
    const [island] = ucscIslands(encodeText(`${"CG".repeat(100)}${"N".repeat(100)}${"CG".repeat(100)}`));
    expect(island).toMatchObject({ length: 500, cpgCount: 200, gcCount: 400, gcPercent: 80, cpgPercent: 80 });
    expect(island.columns).toMatchObject({ method: "ucsc", gcNum: 400, score: 200 * 16 + 1 - 100, perGc: "80.0" });
  });

  // cpg_lh ends spans at the first highest sum, so it is not symmetric: the mirrored islands need not be the same.
  it("does not stumble over odd sequences", () => {
    for (const text of ODD_SEQUENCES) {
      for (const { start, end } of ucscIslands(encodeText(text))) expect(end - start).toBeGreaterThan(200);
    }
  });
});

function cpgIslandExtRow(name: string, island: ReturnType<typeof ucscIslands>[number]): string[] {
  const { start, end, length, cpgCount } = island;
  const { gcNum, perCpg, perGc, obsExp, score, cpgPerGpc } = island.columns as UcscColumns;
  expect(formatFixed(island.gcPercent, 1)).toBe(perGc);
  expect(formatFixed(island.cpgPercent, 1)).toBe(perCpg);
  expect(Math.abs(island.obsExp - Number(obsExp))).toBeLessThan(0.00501);
  const numbers = [start, end, `CpG: ${cpgCount}`, length, cpgCount, gcNum, perCpg, perGc, obsExp, score];
  return [name, ...numbers.map(String), formatFixed(cpgPerGpc!, 2)];
}

function allRows(records: readonly TestRecord[], codesOf: (record: TestRecord) => Uint8Array): string[][] {
  return records.flatMap((record) =>
    ucscIslands(codesOf(record)).map((island) => cpgIslandExtRow(record.name, island)),
  );
}

describeShared("cpg_lh (UCSC kent, then the columns of cpgIslandExt)", () => {
  for (const [set, file] of [
    ["test1", "test1.cpg_lh.tsv"],
    ["embl", "embl.cpg_lh.tsv"],
    ["edge", "edge.cpg_lh.positions-kept.tsv"],
    ["chr20", "chr20.cpg_lh.tsv"],
  ] as const) {
    it(`prints ${file}`, () => {
      expect(allRows(recordsOf(set), (record) => record.codes)).toEqual(oracleTable(file));
    });
  }

  it("prints chr20.cpg_lh.softmasked.tsv, which is UCSC's own table", () => {
    const rows = allRows(recordsOf("chr20"), (record) => codesSoftMasked(record.letters));
    expect(rows).toEqual(oracleTable("chr20.cpg_lh.softmasked.tsv"));
    const [, ...published] = sharedText("data/hg19_chr20/ucsc_cpgIslandExt.tsv").trimEnd().split("\n");
    const numbers = (cells: string[]) => cells.slice(4, 10).map(Number);
    expect(rows.map(numbers)).toEqual(published.map((line) => numbers(line.split("\t"))));
  });

  // cpg_lh drops IUPAC letters and U, which shifts its rows for these two records.
  it("prints edge.cpg_lh.softmasked.tsv but for the records with IUPAC letters and U", () => {
    const hasPlainLetters = ([name]: string[]) => name !== "iupac" && name !== "rna";
    const rows = allRows(recordsOf("edge"), (record) => codesSoftMasked(record.letters));
    expect(rows.filter(hasPlainLetters)).toEqual(oracleTable("edge.cpg_lh.softmasked.tsv").filter(hasPlainLetters));
  });
});

function holdsGpc(codes: Uint8Array, start: number, end: number): boolean {
  return codes.subarray(start + 1, end).some((code, i) => code === 1 && codes[start + i] === 2);
}

describeShared("newcpgseek 6.6.0 -score 17", () => {
  for (const set of ["test1", "edge", "embl"]) {
    it(`finds the same spans, scores and counts (${set})`, () => {
      const ours = recordsOf(set).flatMap(({ name, codes }) =>
        maximalSpans(codes)
          .filter(({ start, end }) => holdsGpc(codes, start, end))
          .map(({ start, end, score }) => {
            const { c, g, cpg } = countRegion(codes, start, end);
            return [name, start, end, score, cpg, formatFixed((100 * (c + g)) / (end - start), 1)].map(String);
          }),
      );
      expect(ours).toEqual(oracleTable(`${set}.newcpgseek.tsv`).map((row) => row.slice(0, 6)));
    });
  }
});
