import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { itShared, sharedPath } from "../shared.ts";
import { fixture, tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "tatabox-promoters-"));
afterAll(() => rmSync(folder, { recursive: true }));
function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const FOS = fixture("genes/fos.fa");
const BED = fixture("genes/genes.bed");
const GFF3 = file(
  "fos.gff3",
  "##gff-version 3\nK00650\tx\tgene\t734\t4165\t.\t+\t.\tID=g;Name=FOS\nK00650\tx\tmRNA\t734\t4165\t.\t+\t.\tID=t\n",
);
const GTF = file("fos.gtf", 'K00650\tx\ttranscript\t734\t4165\t.\t+\t.\tgene_id "FOS"; transcript_id "t";\n');

describe("tatabox promoters --tss", () => {
  const rows = (tss: string, ...words: string[]) => tatabox(["promoters", FOS, "--tss", tss, "-q", ...words]).out;

  it("gives the same promoter from BED, GFF3 and GTF; GFF3's gene and transcript make one", () => {
    expect(rows(GFF3)).toBe(rows(BED));
    expect(rows(GTF)).toBe(rows(BED));
    const [promoter, ...others] = JSON.parse(rows(GFF3, "--json")).promoters;
    expect(others).toEqual([]);
    expect(promoter).toMatchObject({ tss: 733, strand: "+", name: "FOS,t" });
  });

  it("counts the start sites of rows without a strand; one that another row gives a strand is not among them", () => {
    const warning = (rows: string) => tatabox(["promoters", FOS, "--tss", "-"], rows).err;
    const said = "standard input: rows without a strand; both strands are reported";
    expect(warning("K00650\t733\t734\n")).toContain(`${said} (2 start sites)`);
    expect(warning("K00650\t733\t900\n")).toContain(`${said} (2 start sites)`);
    expect(warning("K00650\t733\t900\tg\t0\t.\nK00650\t733\t800\th\t0\t+\n")).toContain(`${said} (1 start site)`);
  });

  it("looks in Bucher's own windows when asked, and in another region for the CpG class", () => {
    const initiator = (...words: string[]) =>
      rows(BED, "-f", "table", "--explain", ...words).match(/Inr .* (column.*\.\.\S+)/)?.[1];
    expect(initiator()).toBe("column 2 at -1..0");
    expect(initiator("--windows", "bucher")).toBe("column 2 at -5..5");
    expect(rows(BED)).toContain("\tHCP\n");
    expect(rows(BED, "--class-window", "2000,2600")).not.toContain("\tHCP\n");
  });

  it("a table has no columns of predictions", () => {
    const [head, row] = rows(BED, "-f", "table")
      .split("\n")
      .map((line) => line.split(/ {2,}/));
    expect(head).toEqual(["sequence", "name", "TSS", "strand", "class", "CpG class", "elements (offset from TSS)"]);
    expect(row).toEqual(["K00650", "FOS", "733", "+", "TATA+CpG", "HCP", "TATA:-33 Inr:-2"]);
  });

  it("draws a map and lists what elements rest on", () => {
    const text = rows(BED, "-f", "table", "--map", "--explain");
    expect(text).toContain("┌─▶");
    expect(text).toMatch(/TATA +-33 +\+ +-2\.93 +4\.3e-05 +column 3 at -31\.\.-26 +bucher1990/);
    for (const line of text.split("\n")) expect([...line].length).toBeLessThanOrEqual(100);
  });

  it.each([
    [["--map"], "--map draws in -f table only"],
    [["--class-window", "-700"], "--class-window -700: expected two offsets A,B at least 500 apart"],
    [["--windows", "buchner"], "--windows buchner: expected epdnew, bucher; did you mean 'bucher'?"],
    [["--threshold", "2"], "--threshold is for predictions"],
  ])("refuses %j", (words, message) => {
    const { status, err, out } = tatabox(["promoters", FOS, "--tss", BED, "-f", "tsv", ...words]);
    expect([status, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });
});

describe("tatabox promoters, predicted", () => {
  const TYMS = fixture("genes/tyms.fa");

  it("says how many candidates are false, and what each score is made of", () => {
    const { out, err } = tatabox(["promoters", TYMS, "--explain", "-f", "tsv"]);
    const [header, row] = out.split("\n").map((line) => line.split("\t"));
    expect(header.at(-1)).toBe("terms");
    const sum = row
      .at(-1)!
      .split(",")
      .reduce((total, term) => total + Number(term.split("=")[1]), 0);
    expect(sum).toBeCloseTo(Number(row[3]), 1);
    expect(err).toMatch(/candidates? in \d+ bases at score ≥ 3\.71; about 0\.037 false ones are to be expected/);
  });

  it("carries terms, intercept, both strands' scores and expected false calls in JSON, without being asked", () => {
    const { promoters, sequences } = JSON.parse(tatabox(["promoters", TYMS, "--json"]).out);
    const [{ score, intercept, terms, otherStrandScore }] = promoters;
    const sum = terms.reduce((total: number, term: { contribution: number }) => total + term.contribution, intercept);
    expect(sum).toBeCloseTo(score, 9);
    expect(otherStrandScore).toBeLessThanOrEqual(score);
    expect(sequences[0].expectedFalseCalls).toBeCloseTo((5.6 * 0.36 * sequences[0].length) / 1e6, 12);
  });

  it("BED carries the score in hundredths", () => {
    const [, , , name, score] = tatabox(["promoters", TYMS, "-f", "bed", "-q"]).out.split("\t");
    const [call] = JSON.parse(tatabox(["promoters", TYMS, "--json", "-q"]).out).promoters;
    expect([name, score]).toEqual(["candidate", String(Math.round(100 * call.score))]);
    expect(Number(score)).toBeGreaterThanOrEqual(371);
  });

  it("a CpG-poor candidate with TATA box and initiator 30 bases apart is weak evidence, and says so", () => {
    const line = ["promoters", fixture("genes/globin.fa"), "--threshold", "-3", "-q"];
    const row = tatabox([...line, "-f", "table"])
      .out.split("\n")
      .find((text) => text.includes(" 37933 "));
    expect(row).toContain("candidate (TATA, weak evidence)");
    const gff3 = tatabox([...line, "-f", "gff3"]).out.split("\n");
    const notes = gff3.filter((text) => text.includes("TATA%2C weak evidence"));
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain("tss=37934;");
    const explained = tatabox([...line, "-f", "table", "--explain"]).out;
    expect(explained).toContain("TATA box 30 bases before the initiator's A: as usual (26 to 31)");
    expect(explained).toContain("TATA box 24 bases before the initiator's A: unusual (26 to 31)");
  });

  it("calls more below the default threshold, and spaces calls as asked", () => {
    const calls = (...words: string[]) =>
      tatabox(["promoters", TYMS, "-f", "bed", "-q", ...words]).out.split("\n").length - 1;
    expect(calls("--threshold", "-8")).toBeGreaterThan(calls());
    expect(calls("--threshold", "-8", "--separation", "50")).toBeGreaterThan(calls("--threshold", "-8"));
  });
});

describe("tatabox promoters fit", () => {
  /** A TATA box 31 bases before the start site in AT-poor filler, or filler alone. */
  const records = (box: string) =>
    Array.from({ length: 40 }, (_, i) => {
      const filler = "ACGGTCATTGCAGTCCTCGAGCAGTG".repeat(14).slice(i % 26, (i % 26) + 300);
      return `>r\n${filler.slice(0, 169)}${box}${filler.slice(169 + box.length)}\n`;
    }).join("");
  const positive = file("positive.fa", records("TATAAAAGG"));
  const negative = file("negative.fa", records(""));
  const words = ["promoters", "fit", "--positive", positive, "--negative", negative, "--tss-offset", "200"];

  it("finds the one term that tells the classes, and writes a model that promoters reads", () => {
    const model = join(folder, "model.json");
    const { status, err } = tatabox([...words, "-o", model]);
    expect(err).toContain("Sn 1.000, Sp 1.000, precision 1.000, CC 1.000, AUC 1.000");
    expect(status).toBe(0);
    const written = readFileSync(model, "utf8");
    const { features, threshold, crossValidation } = JSON.parse(written);
    const weight = (name: string) => features.find((term: { name: string }) => term.name === name).weight;
    expect(weight("tata")).toBeGreaterThan(0.2);
    expect(crossValidation).toMatchObject({ folds: 10, truePositives: 40, trueNegatives: 40 });
    expect(tatabox([...words, "--json"]).out).toBe(written);
    const callsIn = (set: string) =>
      tatabox(["promoters", set, "--model", model, "-f", "bed", "-q"]).out.split("\n").length - 1;
    expect(callsIn(positive)).toBeGreaterThanOrEqual(40);
    expect(callsIn(negative)).toBeLessThan(callsIn(positive) / 4);
    expect(tatabox(["promoters", positive, "--model", model]).err).toContain("carries no figures for false calls");
    expect(Number.isFinite(threshold)).toBe(true);
  });

  it.each([
    [words.slice(0, 4), 2, "give --positive FASTA, --negative FASTA and --tss-offset N"],
    [[...words.slice(0, -1), "300"], 1, "record r: has 300 bases; the start site 300 (--tss-offset) lies beyond"],
    [[...words, "--folds", "50"], 1, "holds 40 usable sequences; 50 folds want as many"],
    [[...words, "--model", FOS], 1, "fos.fa: is no JSON"],
  ])("refuses %j", (line, status, message) => {
    const run = tatabox(line);
    expect([run.status, run.out]).toEqual([status, ""]);
    expect(run.err).toContain(message);
  });

  itShared(
    "reaches CC 0.90 and AUC 0.987 on Arabidopsis TATA promoters (promoters.md: .90 and .988 with other terms)",
    () => {
      const set = (name: string) => sharedPath(`data/cnn/cnnprom/Arabidopsis_${name}.fa`);
      const line = ["--positive", set("tata"), "--negative", set("non_prom"), "--tss-offset", "200", "--json"];
      const { auc, correlation, perFold } = JSON.parse(tatabox(["promoters", "fit", ...line]).out).crossValidation;
      expect(auc).toBeCloseTo(0.987, 2);
      expect(correlation).toBeCloseTo(0.9, 2);
      expect(perFold).toHaveLength(10);
    },
  );
});
