import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeShared, sharedPath, sharedText } from "../shared.ts";
import { fixture, tatabox } from "./tatabox.ts";

const TEST1 = fixture("cpg/test1.fa");
const EMBL = fixture("cpg/embl.fa");

const rows = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));

describe("tatabox cpg", () => {
  it("writes true counts and, with ucsc, what its table has beside them", () => {
    const { status, out, err } = tatabox(["cpg", TEST1]);
    expect([status, err]).toEqual([0, ""]);
    const [head, first] = rows(out);
    expect(head.join(" ")).toBe(
      "sequence_name start end length cpg_count gc_count gc_percent cpg_percent obs_exp ucsc_gc_num score cpg_per_gpc",
    );
    // cpg_lh's island of isl3.
    expect(first.join(" ")).toBe("isl3 1505 2099 594 57 375 63.1 19.2 0.97 375 433 0.93");
  });

  it.each([
    [["--raw"], "--raw belongs to --method hmm, not to ucsc"],
    [["--method", "hmm", "--window", "50"], "--window belongs to --method emboss, not to hmm"],
    [["--method", "emboss", "--distance", "median"], "--distance belongs to --method cpgcluster, not to emboss"],
    [["--min-window-cpg", "0"], "--min-window-cpg belongs to --method takai-jones, not to ucsc"],
    [["--method", "hmm", "--leave", "0"], "--leave 0: expected a number above 0 and below 1"],
    [["--method", "hmm", "--enter", "1"], "--enter 1: expected a number above 0 and below 1"],
    [["--method", "hmm", "--posterior", "1.5"], "--posterior 1.5: expected a number above 0 and up to 1"],
    [["-f", "emboss"], "-f emboss is the layout of --method emboss, not of ucsc"],
    [["--method", "hmm", "-f", "ucsc"], "-f ucsc is the layout of --method ucsc, not of hmm"],
    [["--compare", "-f", "bed"], "--compare writes table, tsv, json and ndjson, not bed"],
    [["--compare-method", "embos"], "did you mean 'emboss'?"],
  ])("refuses %j", (words, message) => {
    const { status, out, err } = tatabox(["cpg", TEST1, ...words]);
    expect([status, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  it("hands a method's own options over, and its defaults where none are given", () => {
    const count = (...words: string[]) => rows(tatabox(["cpg", EMBL, ...words]).out).length - 1;
    const hmm = count("--method", "hmm");
    expect(count("--method", "hmm", "--raw")).toBeGreaterThan(hmm);
    expect(count("--method", "hmm", "--leave", "0.001", "--enter", "0.00001")).toBe(hmm);
    expect(count("--method", "hmm", "--leave", "0.1", "--enter", "0.1")).not.toBe(hmm);
    const starts = (...words: string[]) => rows(tatabox(["cpg", TEST1, "--method", ...words]).out).map((row) => row[1]);
    // isl3's first islands: CpGcluster 2.0 with `ci`, newcpgreport -window 50.
    expect(starts("cpgcluster", "--distance", "intersection")[1]).toBe("5613");
    expect(starts("emboss", "--window", "50")[1]).toBe("1702");
    expect(starts("takai-jones", "--min-window-cpg", "0").length).toBeGreaterThan(starts("takai-jones").length - 1);
  });

  it("echoes only the options that were given", () => {
    const { settings, islands } = JSON.parse(
      tatabox(["cpg", TEST1, "--method", "hmm", "--posterior", "0.5", "--json"]).out,
    );
    expect(settings).toMatchObject({ inputs: ["test1.fa"], method: "hmm", posterior: 0.5 });
    expect(settings).not.toHaveProperty("leave");
    for (const { columns } of islands) expect(columns.meanPosterior).toBeGreaterThanOrEqual(0.5);
  });

  it("says which records a method cannot answer for", () => {
    const short = tatabox(["cpg", "-", "--method", "gardiner-garden"], `>x\n${"CG".repeat(140)}\n`);
    expect(short.err).toContain("1 record below 300 bp: gardiner-garden finds no island within 50 bp of either end");
    const odd = `>all\n${"CG".repeat(140)}\n>none\n${"AT".repeat(50)}\n>n\nNNNN\n>fine\nACGTTTTTACGTTTT\n`;
    expect(tatabox(["cpg", "-", "--method", "cpgcluster"], odd).err).toContain("3 records passed over: cpgcluster");
  });

  it("compares methods pair by pair", () => {
    const all = rows(tatabox(["cpg", TEST1, "--compare"]).out);
    expect(all).toHaveLength(1 + 15);
    const some = ["--compare-method", "ucsc", "--compare-method", "cpgcluster"];
    // Islands of cpg_lh (1774 bases) and CpGcluster (101, all inside) by the oracle's tables.
    expect(rows(tatabox(["cpg", TEST1, ...some]).out)[1].join(" ")).toBe(
      "ucsc cpgcluster 4 2 1774 101 101 1774 0.0569",
    );
    const same = JSON.parse(
      tatabox(["cpg", TEST1, "--compare", "--json", "--compare-method", "hmm", "--compare-method", "hmm"]).out,
    );
    expect(same.pairs[0].jaccard).toBe(1);
  });

  it("draws a track under a table, within the columns, in ASCII when asked", () => {
    const table = tatabox(["cpg", TEST1, "-f", "table", "--ascii"]).out;
    expect(table).toMatch(/\nisl3 {6}[.+*#-]{50,} {2}6840 bp\n/);
    expect(table).not.toMatch(/[^\u0000-\u007f]/);
  });

  it("draws every record and island as SVG, names escaped", () => {
    const svg = tatabox(["cpg", "-", "-f", "svg"], `>a<b>&\n${"CG".repeat(140)}\n>c\nACGT\n`).out;
    expect(svg).toContain("a&lt;b&gt;&amp; · 280 bp · 1 island<");
    expect(svg.match(/<rect /g)).toHaveLength(1 + 1);
    expect(svg.match(/<g /g)).toHaveLength(2);
  });
});

describeShared("native layouts", () => {
  it("EMBOSS 6.6.0: newcpgreport's report of test1, byte for byte", () => {
    expect(tatabox(["cpg", TEST1, "--method", "emboss", "-f", "emboss"]).out).toBe(
      sharedText("oracle/cpg/expect/test1.newcpgreport.txt"),
    );
    expect(tatabox(["cpg", EMBL, "--method", "emboss", "-f", "emboss"]).out).toBe(
      sharedText("oracle/cpg/expect/embl.newcpgreport.txt"),
    );
  });

  it("cpg_lh and UCSC's recipe: cpgIslandExt without bin", () => {
    const expected = rows(sharedText("oracle/cpg/expect/embl.cpg_lh.tsv")).slice(1);
    expect(rows(tatabox(["cpg", EMBL, "-f", "ucsc"]).out)).toEqual(expected.map((row) => row.slice(0, 10)));
  });

  it("UCSC's six islands of a piece of hg19 chr20 under --soft-mask", () => {
    const piece = sharedPath("data/hg19_chr20/chr20_9995000_11095000.softmasked.fa.gz");
    const table = readFileSync(sharedPath("data/hg19_chr20/ucsc_cpgIslandExt.tsv"), "utf8");
    const [, ...published] = rows(table);
    const own = rows(tatabox(["cpg", piece, "--soft-mask", "-f", "ucsc"]).out);
    const values = (row: string[]) =>
      row.slice(0, 10).map((cell) => (Number.isNaN(Number(cell)) ? cell : Number(cell)));
    expect(own.map(values)).toEqual(published.map(values));
  });
});
