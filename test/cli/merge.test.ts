import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, tatabox } from "./tatabox.ts";

let folder: string;

/** stdout of a run that must succeed, in the test's folder. */
function ok(...words: string[]): string {
  const { status, out, err } = tatabox([...words, "--quiet"], "", folder);
  expect([status, err]).toEqual([0, ""]);
  return out;
}

const fails = (...words: string[]) => {
  const { status, err } = tatabox(words, "", folder);
  return [status, err];
};

/** The command on each piece, then merged. */
function inPieces(format: string, beds: string, plan: string, words: readonly string[]): string {
  const count = readdirSync(join(folder, beds)).length;
  const files = Array.from({ length: count }, (_, i) => {
    ok(...words, "--regions", `${beds}/${i + 1}.bed`, "-f", format, "-o", `${i + 1}.${format}`);
    return `${i + 1}.${format}`;
  });
  return ok("merge", "--plan", plan, ...files);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tatabox-merge-"));
  const genes = ["fos", "tyms"].map((name) => readFileSync(fixture(`genes/${name}.fa`), "utf8"));
  writeFileSync(join(folder, "genes.fa"), `${genes.join("")}>short\nTATAAAAGGC\n`);
  const sites = readFileSync(fixture("genes/genes.bed"), "utf8").split("\n");
  writeFileSync(join(folder, "tss.bed"), sites.filter((row) => !row.includes("U01317")).join("\n"));
  writeFileSync(join(folder, "with-empty.fa"), `>first\n>a\n${"TATAAAAGGCGCGTATAAAT".repeat(20)}\n>last\n`);
  ok("shard", "genes.fa", "-n", "3", "--beds", "inside", "-o", "inside.json");
  ok("shard", "genes.fa", "-n", "2", "--between-records", "--beds", "whole", "-o", "whole.json");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("tatabox shard and merge", () => {
  it.each(["tsv", "gff3", "json"])("scan -f %s cut inside records is the single run", (format) => {
    const words = ["scan", "genes.fa", "-p", "1e-3", "--motif", "SP*"];
    expect(inPieces(format, "inside", "inside.json", words)).toBe(ok(...words, "-f", format));
  });

  it("scan -f ndjson keeps empty records, and an empty BED file is a piece without hits", () => {
    ok("shard", "with-empty.fa", "-n", "3", "--beds", "e", "-o", "e.json");
    const words = ["scan", "with-empty.fa"];
    expect(inPieces("ndjson", "e", "e.json", words)).toBe(ok(...words, "-f", "ndjson"));
    const none = [...words, "--consensus", "CCCCCCCCCC"];
    expect(inPieces("bed", "e", "e.json", none)).toBe("");
  });

  it.each([
    ["json", "cpg"],
    ["gff3", "report"],
    ["json", "report"],
  ])("%s of %s, cut between records, is the single run", (format, command) => {
    const words = command === "cpg" ? [command, "genes.fa"] : [command, "genes.fa", "--tss", "tss.bed"];
    expect(inPieces(format, "whole", "whole.json", words)).toBe(ok(...words, "-f", format));
  });

  it("overlaps by the widest motif's width − 1", () => {
    const overlap = (...words: string[]) => JSON.parse(ok("shard", "genes.fa", ...words)).overlap;
    expect(overlap("--consensus", "TATAWAWR")).toBe(7);
    expect(overlap("--consensus", "TATAWAWR", "--consensus", "GGGCGGNNNNCCAAT")).toBe(14);
    expect(overlap("--overlap", "30")).toBe(30);
    expect(overlap("--between-records")).toBe(0);
  });

  it("reads and writes compressed files", () => {
    ok("scan", "genes.fa", "-o", "all.tsv.gz");
    ok("merge", "all.tsv.gz", "-o", "merged.tsv.gz");
    const text = (name: string) => gunzipSync(readFileSync(join(folder, name))).toString();
    expect(text("merged.tsv.gz")).toBe(text("all.tsv.gz"));
  });

  it("says what is wrong", () => {
    writeFileSync(join(folder, "twice.fa"), ">a\nACGT\n>a\nACGT\n");
    writeFileSync(join(folder, "a.tsv"), "x\ty\n");
    writeFileSync(join(folder, "a.bed"), "r\t1\t2\n");
    writeFileSync(join(folder, "nothing"), "");
    expect(fails("shard", "twice.fa", "-q")).toEqual([
      1,
      "tatabox shard: error: record a: occurs more than once; pieces go by names: rename one\n",
    ]);
    expect(fails("shard", "genes.fa", "--region", "a")[0]).toBe(2);
    expect(fails("merge", "--plan", "inside.json", "a.tsv")).toEqual([
      2,
      "tatabox merge: error: the plan has 3 pieces, and 1 files are named\n",
    ]);
    expect(fails("merge", "--plan", "a.tsv", "a.tsv")).toEqual([
      1,
      "tatabox merge: error: a.tsv: is no plan; --plan takes what tatabox shard printed\n",
    ]);
    expect(fails("merge", "a.tsv", "a.bed")).toEqual([1, "tatabox merge: error: a.bed: is bed, a.tsv is tsv\n"]);
    expect(fails("merge", "nothing", "a.tsv")).toEqual([1, "tatabox merge: error: nothing: is empty, a.tsv is tsv\n"]);
    expect(fails("merge", "a.tsv", "-f", "json")[0]).toBe(2);
    expect(fails("merge")[0]).toBe(2);
  });
});
