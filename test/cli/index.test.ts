import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { BgzfEncoder } from "../../src/report/bgzf.ts";
import { fixture, tatabox } from "./tatabox.ts";
import { twoBit } from "./two-bit.ts";

const folder = mkdtempSync(join(tmpdir(), "index-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);

const genes = readFileSync(fixture("genes/globin.fa"), "utf8") + readFileSync(fixture("genes/fos.fa"), "utf8");
const [, letters] = /^>U01317[^\n]*\n([^>]*)/m.exec(genes)!;
const GLOBIN_BASES = letters.replace(/\s/g, "").length;

function bgzf(text: string): Buffer {
  const encoder = new BgzfEncoder();
  return Buffer.concat([...encoder.push(Buffer.from(text)), ...encoder.finish()]);
}

writeFileSync(path("plain.fa"), genes);
writeFileSync(path("genes.fa"), genes);
writeFileSync(path("genes.fa.gz"), bgzf(genes));
const REGIONS = [
  "--region",
  "K00650:600-900",
  "--region",
  "U01317:62,000-62,400",
  "--region",
  `U01317:${GLOBIN_BASES - 99}`,
];

const scan = (file: string, ...words: string[]) =>
  tatabox(["scan", file, "--motif", "TBP", "-p", "1e-3", ...words], "", folder);

describe("tatabox index", () => {
  it("writes .fai, and .gzi for BGZF, and says nothing", () => {
    expect(tatabox(["index", "genes.fa", "genes.fa.gz"], "", folder)).toEqual({ status: 0, out: "", err: "" });
    expect(
      readdirSync(folder)
        .filter((name) => /fai|gzi/.test(name))
        .sort(),
    ).toEqual(["genes.fa.fai", "genes.fa.gz.fai", "genes.fa.gz.gzi"]);
    const fai = readFileSync(path("genes.fa.fai"), "utf8");
    expect(fai).toMatch(new RegExp(`^U01317\t${GLOBIN_BASES}\t`));
    expect(readFileSync(path("genes.fa.gz.fai"), "utf8")).toBe(fai);
  });

  const hasSamtools = spawnSync("samtools", ["--version"]).status === 0;
  (hasSamtools ? it : it.skip)("writes what samtools faidx writes", () => {
    const read = (name: string) => readFileSync(path(name));
    const ours = ["genes.fa.fai", "genes.fa.gz.fai", "genes.fa.gz.gzi"].map(read);
    for (const name of ["genes.fa", "genes.fa.gz"]) expect(spawnSync("samtools", ["faidx", path(name)]).status).toBe(0);
    expect(["genes.fa.fai", "genes.fa.gz.fai", "genes.fa.gz.gzi"].map(read)).toEqual(ours);
  });

  it("lets regions be read by themselves: the same results from the file, its compressed form and none", () => {
    const expected = scan("plain.fa", ...REGIONS);
    expect(expected.out.split("\n").length).toBeGreaterThan(4);
    for (const name of ["genes.fa", "genes.fa.gz"]) expect(scan(name, ...REGIONS)).toEqual(expected);
    const whole = ["--region", "K00650"];
    expect(scan("genes.fa.gz", ...whole)).toEqual(scan("plain.fa", ...whole));
    const islands = (name: string) => tatabox(["cpg", name, ...REGIONS.slice(0, 2), "-f", "tsv"], "", folder).out;
    expect(islands("genes.fa.gz")).toBe(islands("plain.fa"));
  });

  it("reads only the bytes that are needed", () => {
    // Behind the region stands what no reader of the whole file would take.
    const spoilt = `${genes.slice(0, genes.indexOf(">K00650"))}${"!".repeat(genes.length - genes.indexOf(">K00650"))}`;
    writeFileSync(path("spoilt.fa"), spoilt);
    writeFileSync(path("spoilt.fa.fai"), readFileSync(path("genes.fa.fai")));
    const words = ["--region", "U01317:62000-62400"];
    expect(scan("spoilt.fa", ...words)).toEqual(scan("plain.fa", ...words));
    expect(scan("spoilt.fa", "--region", "K00650:1-500")).toMatchObject({
      status: 1,
      err: expect.stringContaining("spoilt.fa: does not fit its index at record K00650"),
    });
  });

  it("keeps FIMO's names from headers, which no index holds", () => {
    writeFileSync(path("named.fa"), `>r1 chr9:1001-2000\n${"ACGTTATAAAAGGCGC".repeat(20)}\n`);
    const before = scan("named.fa", "--fimo", "--region", "r1:1-160").out;
    tatabox(["index", "named.fa"], "", folder);
    expect(before).toContain("\tchr9\t");
    expect(scan("named.fa", "--fimo", "--region", "r1:1-160").out).toBe(before);
  });

  it("is not used when it is older than its FASTA", () => {
    writeFileSync(path("new.fa"), `>x\n${"ACGTTATAAAAGGCGC".repeat(20)}\n`);
    tatabox(["index", "new.fa"], "", folder);
    const before = scan("new.fa", "--region", "x:20-100");
    expect(before.err).toBe("");
    const later = new Date(Date.now() + 10_000);
    utimesSync(path("new.fa"), later, later);
    expect(scan("new.fa", "--region", "x:20-100")).toEqual({
      ...before,
      err: "tatabox scan: warning: new.fa.fai is older than its FASTA and not used; run tatabox index to renew it\n",
    });
  });

  it.each([[""], ["U01317\t99999999\t60\t60\t61\n"]])("%j, which does not fit, is a fault of one line", (fai) => {
    writeFileSync(path("misfit.fa"), genes);
    writeFileSync(path("misfit.fa.fai"), fai);
    const { status, err } = scan("misfit.fa", "--region", "U01317:90000000-90000100");
    expect([status, err.split("\n").length]).toEqual([1, 2]);
  });

  it("refuses plain gzip, standard input and lines of different lengths", () => {
    writeFileSync(path("ragged.fa"), ">x\nAC\nACGT\nAC\n");
    const refusal = (name: string) => tatabox(["index", name], ">x\nA\n", folder);
    expect(refusal("ragged.fa").err).toContain("ragged.fa, line 3: lines of record x differ in length");
    expect(refusal("-").status).toBe(2);
    expect(refusal("none.fa").err).toBe("tatabox index: error: none.fa: no such file\n");
    expect(readdirSync(folder).filter((name) => /partial|ragged.fa./.test(name))).toEqual([]);
  });
});

describe(".2bit", () => {
  const records = [
    { name: "one", letters: `nnNNacgtTATAAAAGGC${"ACGTTGCAtataaaaggcNN".repeat(40)}` },
    { name: "two", letters: "TATAAAAGGCACG" },
    { name: "three", letters: `${"CCAATGGGCGGGG".repeat(30)}NNNN` },
  ];
  writeFileSync(path("genes.2bit"), twoBit(records));
  // .2bit knows no other letters than these.
  writeFileSync(path("same.fa"), records.map(({ name, letters }) => `>${name}\n${letters}\n`).join(""));

  it("is read like FASTA", () => {
    for (const words of [[], ["--region", "one:5-300", "--region", "three"], ["-f", "json", "--best", "2"]]) {
      const run = (name: string) => scan(name, ...words).out.replace(/genes.2bit|same.fa/, "FILE");
      expect(run("same.fa").length).toBeGreaterThan(120);
      expect(run("genes.2bit")).toBe(run("same.fa"));
    }
    const islands = (name: string) => tatabox(["cpg", name, "--min-length", "50", "-f", "tsv"], "", folder).out;
    expect(islands("genes.2bit")).toBe(islands("same.fa"));
  });

  it("comes through standard input and gzip too, where all of it is held", () => {
    const bytes = twoBit(records);
    writeFileSync(path("genes.2bit.gz"), gzipSync(bytes));
    for (const words of [
      ["--motif", "TBP", "-p", "1e-2"],
      ["--motif", "TBP", "-p", "1e-2", "--region", "one:5-300"],
    ]) {
      const expected = tatabox(["scan", "same.fa", ...words], "", folder).out;
      expect(expected.length).toBeGreaterThan(120);
      expect(tatabox(["scan", "-", ...words], bytes, folder)).toEqual({ status: 0, out: expected, err: "" });
      expect(tatabox(["scan", "genes.2bit.gz", ...words], "", folder).out).toBe(expected);
    }
    const cut = tatabox(["scan", "-"], bytes.subarray(0, 100));
    expect([cut.status, cut.err.split("\n").length]).toEqual([1, 2]);
  });

  it("that is cut short is a fault of one line", () => {
    writeFileSync(path("cut.2bit"), twoBit(records).subarray(0, 100));
    const { status, err } = scan("cut.2bit");
    expect([status, err.split("\n").length]).toEqual([1, 2]);
  });
});
