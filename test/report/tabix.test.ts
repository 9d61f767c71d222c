import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { randomStream } from "../../src/random.ts";
import { TabixIndex } from "../../src/report/tabix.ts";
import { TabixRows } from "../../src/report/tabix-rows.ts";
import { openSink } from "../../src/report/writer.ts";
import { overlaps } from "../../src/sequence/interval.ts";
import { type IndexedFormat, interval, placedRows, WRITTEN, writtenLines } from "./placed-rows.ts";
import { describeTools, runTool } from "./tools.ts";

let folder: string;
let warnings: string[];
const file = (name: string) => join(folder, name);
const warn = (message: string) => warnings.push(message.replace(folder, "…"));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tabix-"));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

async function write(name: string, format: string, texts: readonly string[]): Promise<string> {
  const sink = openSink(file(name), { format, warn });
  for (const text of texts) await sink.write(text);
  await sink.finish();
  return file(name);
}

const NAMES: Readonly<Record<IndexedFormat, string>> = {
  bed: "rows.bed.gz",
  gff3: "rows.gff3.gz",
  narrowpeak: "rows.narrowPeak.gz",
  tsv: "rows.tsv.gz",
};
const FORMATS = Object.keys(NAMES) as IndexedFormat[];
/** The first one reaches to the end of what .tbi can hold. */
const LENGTHS = { chr1: 2 ** 29, chr2: 3_000_000, "scaffold|7.1": 20_000 };

describe("the index of a sorted table", () => {
  it.each(FORMATS)("says of %s where its columns are", async (format) => {
    const path = await write(NAMES[format], format, [
      WRITTEN[format].head,
      ...writtenLines(format, placedRows(1, { a: 99, bc: 99 }, 5)),
    ]);
    const index = gunzipSync(readFileSync(`${path}.tbi`));
    const words = Array.from({ length: 8 }, (_, i) => index.readInt32LE(4 + 4 * i));
    // The tabix specification's presets: 0x10000 marks 0-based half-open, 35 is `#`; last the bytes of the names.
    const columns = { bed: [0x10000, 1, 2, 3, 35, 0], gff3: [0, 1, 4, 5, 35, 0], tsv: [0, 3, 4, 5, 35, 1] };
    expect(index.toString("latin1", 0, 4)).toBe("TBI\x01");
    expect(words).toEqual([2, ...columns[format === "narrowpeak" ? "bed" : format], 5]);
    expect(index.toString("latin1", 36, 41)).toBe("a\0bc\0");
    expect(warnings).toEqual([]);
  });

  it("does not depend on how the text came in pieces", () => {
    const text = Buffer.from(writtenLines("bed", placedRows(2, { a: 200_000, b: 9 }, 40)).join(""));
    const indexOf = (cuts: readonly number[]) => {
      const index = new TabixIndex();
      const rows = new TabixRows(index, { sequence: 1, start: 2, end: 3, oneBased: false, headLines: 0 });
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      for (let i = 1; i < places.length; i++) rows.push(text.subarray(places[i - 1], places[i]));
      return Buffer.from(index.bytes(rows.layout!, [0]));
    };
    const whole = indexOf([]);
    fc.assert(fc.property(fc.array(fc.nat(text.length)), (cuts) => indexOf(cuts).equals(whole)));
  });

  it("gives the same bytes from run to run", async () => {
    const lines = writtenLines("bed", placedRows(3, LENGTHS, 300), 300);
    const bytes = async (name: string) => {
      const path = await write(name, "bed", lines);
      return [readFileSync(path), readFileSync(`${path}.tbi`)];
    };
    expect(await bytes("a.bed.gz")).toEqual(await bytes("b.bed.gz"));
  });

  it.each(["n.bed.gz", "n.BED.gz"])("stands beside %s as soon as the table does, not before", async (name) => {
    const sink = openSink(file(name), { format: "bed", warn });
    await sink.write("a\t1\t2\n");
    expect([existsSync(file(name)), existsSync(file(`${name}.tbi`))]).toEqual([false, false]);
    await sink.finish();
    expect(readdirSync(folder).sort()).toEqual([name, `${name}.tbi`]);
  });

  it("is not left behind when the work is broken off", async () => {
    const sink = openSink(file("n.bed.gz"), { format: "bed", warn });
    await sink.write("a\t1\t2\n");
    sink.abort();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["x.bed.gz", "tsv", "sequence_name\tstart\tend\na\t1\t2\n"],
    ["x.gff3.gz", "bed", "a\t1\t2\n"],
    ["x.gz", "bed", "a\t1\t2\n"],
    ["x.bed", "bed", "a\t1\t2\n"],
    ["x.tsv.gz", "tsv", "sequence_name\ttss\nb\t5\na\t3\n"],
  ])("is not made, without a word, for %s in format %s with other columns", async (name, format, text) => {
    await write(name, format, [text]);
    expect([readdirSync(folder), warnings]).toEqual([[name], []]);
  });
});

describe("a table that cannot be indexed", () => {
  it.each([
    ["rows that go back", "a\t5\t9\na\t4\t9\n", "the rows of a are not sorted by start"],
    ["a sequence that returns", "a\t5\t9\nb\t5\t9\na\t6\t9\n", "the rows of a do not stand together"],
    ["coordinates beyond .tbi", `a\t5\t${2 ** 29 + 1}\n`, "a has rows beyond 2^29 bases, where .tbi ends"],
    ["a name with a NUL", "a\0b\t5\t9\n", "a sequence name holds a NUL character"],
    ["a row without a place", "a\tx\t9\n", "a row has no place"],
    ["names that are not ASCII", "ä\t5\t9\nä\t4\t9\n", "the rows of ä are not sorted by start"],
  ])("is written whole, with a warning and no index: %s", async (_, text, problem) => {
    writeFileSync(file("rows.bed.gz.tbi"), "the index of an earlier table");
    const path = await write("rows.bed.gz", "bed", [text, "z\t1\t2\n"]);
    expect(gunzipSync(readFileSync(path)).toString()).toBe(`${text}z\t1\t2\n`);
    expect(readdirSync(folder)).toEqual(["rows.bed.gz"]);
    expect(warnings).toEqual([`…/rows.bed.gz gets no index: ${problem}`]);
  });
});

describeTools(["tabix", "bgzip", "bedtools"])("an index read by tabix, bgzip and bedtools", () => {
  it.each(FORMATS)("finds in %s what a filter of the plain rows finds, over hundreds of blocks", async (format) => {
    const rows = placedRows(4, LENGTHS, 3000);
    const lines = writtenLines(format, rows, 2000);
    const path = await write(NAMES[format], format, [WRITTEN[format].head, ...lines]);
    const random = randomStream(5, format);
    const asked = Object.entries(LENGTHS).flatMap(([sequence, length]) =>
      Array.from({ length: 100 }, () => ({ sequence, ...interval(random, length) })),
    );
    const expected = asked.map((region) =>
      lines.filter((_, i) => rows[i].sequence === region.sequence && overlaps(rows[i], region)),
    );
    const found = runTool("tabix", [
      path,
      ...asked.map(({ sequence, start, end }) => `${sequence}:${start + 1}-${end}`),
    ]);
    expect(lines.join("").length).toBeGreaterThan(200 * 0xff00);
    expect(expected.filter((inside) => inside.length > 0).length).toBeGreaterThan(100);
    expect(found === expected.flat().join("")).toBe(true);
    expect(runTool("tabix", ["-l", path]).trimEnd().split("\n")).toEqual(Object.keys(LENGTHS));
    expect(runTool("tabix", [path, ...Object.keys(LENGTHS)]) === lines.join("")).toBe(true);
  });

  it("finds rows on both sides of every block's border", async () => {
    // Rows of 52 bytes in blocks of 65,280: a block's border falls on 13 different places in a row.
    const rows = Array.from({ length: 20_000 }, (_, i) => ({ sequence: "chr1", start: 10 * i, end: 10 * i + 10 }));
    const lines = rows.map(({ start, end }) => `chr1\t${start}\t${end}\t`.padEnd(51, "x").concat("\n"));
    const path = await write("rows.bed.gz", "bed", lines);
    const asked = rows.filter((_, i) => Math.floor((52 * (i + 2)) / 0xff00) !== Math.floor((52 * (i - 1)) / 0xff00));
    const found = runTool("tabix", [path, ...asked.map(({ start, end }) => `chr1:${start + 1}-${end}`)]);
    expect(asked.length).toBeGreaterThan(40);
    expect(found).toBe(asked.map(({ start }) => lines[start / 10]).join(""));
  });

  it("stays right where the last block is full to its last byte", async () => {
    const lines = Array.from({ length: (2 * 0xff00) / 64 }, (_, i) =>
      `chr1\t${i}\t${i + 1}\t`.padEnd(63, "x").concat("\n"),
    );
    const path = await write("rows.bed.gz", "bed", lines);
    expect(runTool("tabix", [path, `chr1:${lines.length}-${lines.length}`])).toBe(lines.at(-1));
    expect(runTool("tabix", [path, "chr1"])).toBe(lines.join(""));
  });

  it("belongs to a file that every reader of gzip takes", async () => {
    const rows = placedRows(6, { chr1: 1_000_000, chr2: 50_000 }, 2000);
    const lines = writtenLines("bed", rows, 200);
    const path = await write("rows.bed.gz", "bed", lines);
    runTool("gzip", ["-t", path]);
    runTool("bgzip", ["-t", path]);
    expect(runTool("zcat", [path]) === lines.join("")).toBe(true);
    writeFileSync(file("asked.bed"), "chr1\t500000\t510000\nchr2\t0\t100\n");
    const asked = [
      { sequence: "chr1", start: 500_000, end: 510_000 },
      { sequence: "chr2", start: 0, end: 100 },
    ];
    const inside = lines.filter((_, i) => asked.some((a) => a.sequence === rows[i].sequence && overlaps(a, rows[i])));
    expect(runTool("bedtools", ["intersect", "-u", "-a", path, "-b", file("asked.bed")])).toBe(inside.join(""));
  });

  it("is there, and empty, for a table without rows", async () => {
    const path = await write("rows.gff3.gz", "gff3", ["##gff-version 3\n"]);
    expect(runTool("tabix", ["-H", path])).toBe("##gff-version 3\n");
    expect(runTool("tabix", ["-l", path])).toBe("");
  });
});
