import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeRows, pooledReads } from "../../src/cpg/measured-methylation.ts";
import { type MethylationFile, readMethylation, readRows } from "../../src/cpg/methylation-files.ts";
import { methylationSites, RegionSummaries } from "../../src/cpg/methylation-sites.ts";
import { TataboxError } from "../../src/errors.ts";
import { describeShared, sharedPath, sharedText, tsvRows } from "../shared.ts";
import { recordsOf } from "./records.ts";

const folder = new URL("../../fixtures/methylation/", import.meta.url);
const path = (name: string) => new URL(name, folder).pathname;
const records = recordsOf("test1");

/** Format by file, whether rows are strands, and whether there are counts. */
const FILES = [
  ["bismark.cov", "Bismark coverage", "strands", "counts"],
  ["bismark_merged.cov", "Bismark coverage", "cpgs", "counts"],
  ["CpG_report.txt", "Bismark CpG report", "strands", "counts"],
  ["encode.bedMethyl", "bedMethyl of ENCODE", "strands", "counts"],
  ["modkit_tabs.bed", "bedMethyl of modkit", "strands", "counts"],
  ["modkit_mixed.bed", "bedMethyl of modkit", "strands", "counts"],
  ["methylKit.txt", "methylKit", "strands", "counts"],
  ["percent.bedGraph", "bedGraph", "strands", "values"],
  ["percent.bw", "bigWig", "strands", "values"],
] as const;

async function* once(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const readText = (text: string, size?: number) => readRows(once(new TextEncoder().encode(text), size), "f");

describe.each(FILES)("%s", (name, format, rowsAre, hold) => {
  const expected = tsvRows(readFileSync(path("expected_regions.tsv"), "utf8"));

  it(`is ${format} by its content and gives every region's numbers`, async () => {
    const file = await readMethylation(path(name));
    expect([file.format, file.hasCounts]).toEqual([format, hold === "counts"]);
    for (const row of expected) {
      const record = records.find((candidate) => candidate.name === row.chrom)!;
      const measured = placeRows(file, record);
      expect(measured).toMatchObject({ misplaced: 0, repeated: 0, outside: 0 });
      const region = { start: Number(row.start), end: Number(row.end) };
      const found = new RegionSummaries(measured, false).summary(region);
      expect([found.cpgs, found.covered]).toEqual([Number(row.cpgsInSequence), Number(row.cpgsWithReads)]);
      const percent = (share: number | null) => 100 * (share ?? Number.NaN);
      if (row.pooledPercent === "NA") {
        expect(found).toMatchObject({ mean: null, siteMean: null, methylatedFraction: null, class: null });
        continue;
      }
      if (hold === "counts") expect(percent(found.mean)).toBeCloseTo(Number(row.pooledPercent), 5);
      const siteMean = rowsAre === "strands" ? row.meanRowPercent : row.meanCpgPercent;
      expect(percent(found.siteMean)).toBeCloseTo(Number(siteMean), hold === "counts" ? 5 : 3);
      if (hold === "values") continue;
      const joined = new RegionSummaries(measured, true).summary(region);
      expect(percent(joined.siteMean)).toBeCloseTo(Number(row.meanCpgPercent), 5);
    }
  });
});

describe("readRows", () => {
  it("does not depend on how the bytes come", async () => {
    for (const name of ["modkit_mixed.bed", "CpG_report.txt", "percent.bedGraph"]) {
      const text = readFileSync(path(name), "utf8");
      const whole = contents(await readText(text));
      for (const size of [1, 7, 1000]) expect(contents(await readText(text, size))).toEqual(whole);
      expect(contents(await readText(text.replaceAll("\n", "\r\n")))).toEqual(whole);
    }
  });

  it("adds h and m of a base up over the calls they share (methylation.md's pair: 9 of 12)", async () => {
    const rows =
      "x 1 2 h 12 + 1 2 255,0,0 12 16.67 2 3 7 0 0 0 0\nx 1 2 m 12 + 1 2 255,0,0 12 58.33 7 3 2 0 0 0 0\n" +
      "x 2 3 a 12 - 2 3 255,0,0 12 58.33 7 3 2 0 0 0 0\nx 2 3 m,CHG,0 12 - 2 3 255,0,0 12 58.33 7 3 2 0 0 0 0\n" +
      "x 2 3 m,-,C 12 - 2 3 255,0,0 12 58.33 7 3 2 0 0 0 0\nx 1 2 m 12 + 1 2 255,0,0 12 58.33 7 3 2 0 0 0 0\n";
    const file = await readText(rows);
    expect([file.rowsRead, file.skipped]).toEqual([6, { "other context": 1, "other modification": 2, "no reads": 0 }]);
    const measured = placeRows(file, { name: "x", codes: Uint8Array.of(0, 1, 2, 0) });
    expect(measured).toMatchObject({ used: 2, repeated: 1, misplaced: 0 });
    expect([...methylationSites(measured, true)]).toEqual([
      { start: 1, end: 2, strand: "+", level: 0.75, methylated: 9, coverage: 12 },
    ]);
  });

  it("passes rows of other contexts over, and those without reads", async () => {
    const file = await readText("x 2 + 3 1 CG CGA\nx 4 + 3 1 CHH CAA\nx 3 - 0 0 CG CGT\nx 9 + 1 1 CHG CAG\n");
    expect(file).toMatchObject({
      rowsRead: 4,
      skipped: { "other context": 2, "other modification": 0, "no reads": 1 },
    });
  });

  it("takes rows of a Bismark file that was written with --zero_based by the sequence", async () => {
    const codes = Uint8Array.of(0, 1, 2, 0, 0, 1, 2, 0);
    const zeroBased = await readText("x\t1\t2\t50\t1\t1\nx\t2\t3\t0\t0\t4\nx\t5\t6\t100\t3\t0\n");
    const measured = placeRows(zeroBased, { name: "x", codes });
    expect([...methylationSites(measured, true)].map(({ start, strand }) => [start, strand])).toEqual([
      [1, "+"],
      [2, "-"],
      [5, "+"],
    ]);
    const merged = placeRows(await readText("x\t2\t3\t50\t1\t1\nx\t6\t7\t0\t0\t4\n"), { name: "x", codes });
    expect([...methylationSites(merged, true)].map(({ start, strand }) => [start, strand])).toEqual([
      [1, "."],
      [5, "."],
    ]);
  });

  it("tells shares from percentages by the largest value, and spreads a run of equal values over its CpGs", async () => {
    const codes = Uint8Array.of(1, 2, 0, 1, 2, 0);
    const levels = async (text: string) =>
      [...methylationSites(placeRows(await readText(text), { name: "x", codes }), false)].map(({ level }) => level);
    expect(await levels("x 0 2 0.5\nx 3 5 1\n")).toEqual([0.5, 1]);
    expect(await levels("x 0 2 50\nx 3 5 1\n")).toEqual([0.5, expect.closeTo(0.01, 7)]);
    expect(await levels("x 0 6 25\n")).toEqual([0.25, 0.25]);
  });

  it("counts rows on no CpG and rows beyond the record", async () => {
    const codes = Uint8Array.of(1, 2, 0, 1, 2, 0);
    const file = await readText("x 1 1 50 1 1\nx 3 3 50 1 1\nx 4 4 0 0 3\nx 7 7 0 0 3\n");
    expect(placeRows(file, { name: "x", codes })).toMatchObject({ used: 2, misplaced: 1, outside: 1 });
    expect(placeRows(file, { name: "x", codes: codes.subarray(3), offset: 3 })).toMatchObject({ used: 1, outside: 3 });
    expect(placeRows(file, { name: "y", codes })).toMatchObject({ used: 0, misplaced: 0, outside: 0 });
  });

  it.each([
    ["", "f: holds no rows"],
    ["# only this\n\n", "f: holds no rows"],
    ["x\ty\tz\n", "f, line 1: no methylation format that tatabox reads"],
    ["x 1 1 50 1 1\nx 2 2 50 1 one\n", "f, line 2: unmethylated reads 'one' is not a whole number ≥ 0"],
    ["x 1 1 50 1 1\nx 0 0 50 1 1\n", "f, line 2: start 0 in a format that counts from 1"],
    ["x 1 1 50 1 1\nx 2 9 50 1 1\n", "f, line 2: start 2 and end 9: a Bismark coverage row is one C or one CpG"],
    ["x 1 1 50 1 1\nx 1 1 150 1 1\n", "f, line 2: percentage 150 is not between 0 and 100"],
    ["x 1 2 50\nx 2 2 50\n", "f, line 2: start 2 is not below end 2"],
    ["x 1 2 50\nx 2 3 -1\n", "f, line 2: value -1 is not between 0 and 100"],
    ["x 1 2 50\nx 4294967296 4294967297 1\n", "f, line 2: start 4294967296 is larger than any sequence"],
    ["x 1 2 m 5 + 1 2 0 5 0 7 3 0 0 0 0 0\n", "f, line 1: 7 methylated of 5 reads"],
    ["x 1 2 m 5 + 1 2 0 5 0 2 3 0 0 0 0 0\nx 1 2 m 5\n", "f, line 2: strand '' is not +, - or ."],
    ["x.1 x 1 F 5 20 80\nx.2 x 1 Q 5 20 80\n", "f, line 2: strand 'Q' is not F, R, + or -"],
  ])("names the line of %j", async (text, message) => {
    await expect(readText(text)).rejects.toThrow(TataboxError);
    await expect(readText(text)).rejects.toThrow(message);
  });
});

function contents({ sequences, rowsRead, skipped }: MethylationFile) {
  return { rowsRead, skipped, rows: [...sequences].map(([name, rows]) => [name, [...rows]]) };
}

/** Damages bytes: cuts, overwrites, doubles or drops a piece. */
const damage = fc.tuple(
  fc.constantFrom("cut", "overwrite", "double", "drop"),
  fc.double({ min: 0, max: 0.999, noNaN: true }),
  fc.uint8Array({ minLength: 1, maxLength: 8 }),
);

function damaged(bytes: Uint8Array, [how, where, piece]: [string, number, Uint8Array]): Uint8Array<ArrayBuffer> {
  const at = Math.floor(where * bytes.length);
  const end = at + piece.length;
  const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));
  if (how === "cut") return bytes.slice(0, at) as Uint8Array<ArrayBuffer>;
  if (how === "overwrite") return join(bytes.subarray(0, at), piece, bytes.subarray(end));
  if (how === "double") return join(bytes.subarray(0, end), bytes.subarray(at));
  return join(bytes.subarray(0, at), bytes.subarray(end));
}

describe("damaged files", () => {
  const sound = (file: MethylationFile) => {
    for (const record of records) {
      const { methylated, coverage } = pooledReads(placeRows(file, record));
      for (const [i, reads] of coverage.entries()) expect(methylated[i]).toBeLessThanOrEqual(reads * 1.000001);
    }
  };

  it.each(FILES.filter(([, format]) => format !== "bigWig"))("%s: rows or a data error of one line", async (name) => {
    const bytes = new Uint8Array(readFileSync(path(name))).subarray(0, 3000);
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        try {
          sound(await readRows(once(damages.reduce<Uint8Array>(damaged, bytes)), "f"));
        } catch (error) {
          if (!(error instanceof TataboxError)) throw error;
          expect(error.message).toMatch(/^f[,:] [^\n]+$/);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("any bytes at all", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await expect(readRows(once(bytes), "f")).rejects.toThrow(TataboxError);
      }),
      { numRuns: 200 },
    );
  });

  it("percent.bw: values or a data error", async () => {
    const { readBigWig } = await import("../../src/cpg/methylation-formats/bigwig.ts");
    const bytes = new Uint8Array(readFileSync(path("percent.bw")));
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        try {
          await readBigWig(damaged(bytes, how), "f", ({ methylated }) => expect(methylated).toBeLessThanOrEqual(100));
        } catch (error) {
          if (!(error instanceof TataboxError)) throw error;
          expect(error.message).toMatch(/^f[,:] [^\n]+$/);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describeShared("real files", () => {
  const islands = tsvRows(sharedText("data/methylation/nanopore_chr20/expected_island_means.tsv"));

  it.each(["normal", "tumour"])("nanopore, %s: rows, calls and means of six islands", async (sample) => {
    const file = await readMethylation(sharedPath(`data/methylation/nanopore_chr20/${sample}.bed.gz`));
    for (const row of islands.filter((expected) => expected.sample === sample && expected.minCov === "1")) {
      const [start, end] = [Number(row.start), Number(row.end)];
      const rows = [...file.sequences.get("chr20")!].filter(({ position }) => position >= start && position < end);
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      const calls = sum(rows.map(({ coverage }) => coverage!));
      const modified = sum(rows.map(({ methylated }) => methylated));
      expect([rows.length, calls, modified]).toEqual([Number(row.rows), Number(row.validCov), Number(row.modified)]);
      expect((100 * modified) / calls).toBeCloseTo(Number(row.pooledPercent), 4);
      const levels = rows.map(({ methylated, coverage }) => methylated / coverage!);
      expect((100 * sum(levels)) / rows.length).toBeCloseTo(Number(row.meanOfRowPercent), 4);
    }
  });

  it.each(tsvRows(sharedText("data/methylation/formats/expected_totals.tsv")))("$file: $kind", async (expected) => {
    const file = await readMethylation(sharedPath(`data/methylation/formats/${expected.file}`));
    const sites = new Map<string, { methylated: number; coverage: number }>();
    for (const [name, rows] of file.sequences) {
      for (const { position, strand, methylated, coverage } of rows) {
        const key = `${name} ${position} ${strand}`;
        sites.set(key, { methylated: methylated + (sites.get(key)?.methylated ?? 0), coverage: coverage! });
      }
    }
    const sum = (value: (site: { methylated: number; coverage: number }) => number) =>
      [...sites.values()].reduce((total, site) => total + value(site), 0);
    expect(sites.size + file.skipped["no reads"]).toBe(Number(expected.sites));
    expect(sites.size).toBe(Number(expected.coveredSites));
    expect(sum(({ methylated }) => methylated)).toBe(Number(expected.methylated));
    expect(sum(({ methylated, coverage }) => coverage - methylated)).toBe(Number(expected.unmethylated));
    expect((100 * sum(({ methylated, coverage }) => methylated / coverage)) / sites.size).toBeCloseTo(
      Number(expected.meanSitePercent),
      4,
    );
  });
});
