import { describe, expect, it } from "vitest";
import { predictionSettings, predictPromoters, spaced } from "../../src/regulation/promoter-calls.ts";
import { bundledPromoterModel } from "../../src/regulation/promoter-model.ts";
import { promoterScore } from "../../src/regulation/promoter-score.ts";
import { annotatedPromoters } from "../../src/regulation/promoters.ts";
import { encodeText, reverseComplement } from "../../src/sequence/alphabet.ts";
import type { Interval } from "../../src/sequence/interval.ts";
import { parseBedTss } from "../../src/sequence/tss.ts";
import { describeShared, sharedText, tsvRows } from "../shared.ts";
import { GENES, geneLetters, plain, planted } from "./genes.ts";

function promotersOf(letters: string, tss: string, islands: readonly Interval[] = []) {
  return annotatedPromoters({ name: "r", codes: encodeText(letters), islands }, parseBedTss(tss, "t.bed"));
}

describe("annotatedPromoters", () => {
  const site = (position: number, strand: string) => `r\t${position}\t${position + 1}\tgene\t0\t${strand}\n`;

  it("calls CpG by an island that overlaps -250..+50, on either strand", () => {
    const classOf = (strand: string, island: Interval) => promotersOf(plain(2000), site(1000, strand), [island])[0];
    const touching = { start: 600, end: 751 };
    expect(classOf("+", touching)).toMatchObject({ class: "CpG", island: touching });
    expect(classOf("+", { start: 600, end: 750 })).toMatchObject({ class: "neither" });
    expect(classOf("+", { start: 1050, end: 1300 }).class).toBe("CpG");
    expect(classOf("+", { start: 1051, end: 1300 }).class).toBe("neither");
    expect(classOf("-", { start: 1250, end: 1500 }).class).toBe("CpG");
    expect(classOf("-", { start: 1251, end: 1500 }).class).toBe("neither");
    expect(classOf("-", { start: 700, end: 951 }).class).toBe("CpG");
    expect(classOf("-", { start: 700, end: 950 }).class).toBe("neither");
    expect(classOf("+", { start: 0, end: 700 })).not.toHaveProperty("island");
  });

  it("takes the island that covers most of the region", () => {
    const islands = [
      { start: 700, end: 800 },
      { start: 810, end: 1000 },
    ];
    expect(promotersOf(plain(2000), site(1000, "+"), islands)[0].island).toEqual(islands[1]);
  });

  it("calls CpG by a window of 200 bases above 50 % GC and above 0.6 observed/expected", () => {
    const classWith = (window: string, offset: number) =>
      promotersOf(planted(plain(2000), 1000, { [offset]: window }), site(1000, "+"))[0].class;
    // 101 of 200 letters are C or G: GC 50.5 %; 100 are GC 50 %, which is not above.
    const rich = `${"CGT".repeat(50)}${"A".repeat(49)}C`;
    expect(rich.length).toBe(200);
    expect(classWith(rich, -200)).toBe("CpG");
    expect(classWith(rich.replace("CG", "CA"), -200)).toBe("neither");
    expect(classWith(rich.replace("T", "N"), -200)).toBe("neither");
    // Only the window that holds both ends is rich enough; it must overlap -250..+50.
    expect([-450, -449, 50, 51].map((offset) => classWith(rich, offset))).toEqual(["neither", "CpG", "CpG", "neither"]);
    // 60 % GC, but one CpG in 20 letters: 10 * 200 / (70 * 50) = 0.57.
    expect(promotersOf("CGTCCAGGACCAGGTCCTAA".repeat(100), site(1000, "+"))[0].class).toBe("neither");
  });

  it("names TATA, both and neither", () => {
    const island = [{ start: 900, end: 1000 }];
    const tata = planted(plain(2000), 1000, { [-31]: "TATAAAAGG" });
    expect(promotersOf(tata, site(1000, "+"))[0].class).toBe("TATA");
    expect(promotersOf(tata, site(1000, "+"), island)[0].class).toBe("TATA+CpG");
    expect(promotersOf(plain(2000), site(1000, "+"))[0]).toMatchObject({
      class: "neither",
      elements: [],
      name: "gene",
    });
  });

  it("reports both strands where none is given, leaves other records out and refuses sites beyond the end", () => {
    const both = promotersOf(plain(2000), "r 1000 1001\nother 5 6\n");
    expect(both.map(({ tss, strand }) => [tss, strand])).toEqual([
      [1000, "+"],
      [1000, "-"],
    ]);
    expect(() => promotersOf(plain(100), site(100, "+"))).toThrow(
      "record r: the start site gene at 100 (0-based) lies beyond the end, 100",
    );
  });
});

describeShared("classes of known promoters", () => {
  it.each([
    ["FOS", "TATA+CpG", "HCP"],
    ["TYMS", "CpG", "HCP"],
    ["HBB", "TATA", "LCP"],
  ] as const)("%s is %s and %s, from either strand", (gene, expected, cpgClass) => {
    const codes = encodeText(geneLetters(gene));
    const { tss } = GENES[gene];
    const record = { name: "r", islands: [] };
    const at = (position: number, strand: string) =>
      parseBedTss(`r ${position} ${position + 1} x 0 ${strand}`, "t.bed");
    expect(annotatedPromoters({ ...record, codes }, at(tss, "+"))[0]).toMatchObject({ class: expected, cpgClass });
    const turned = { ...record, codes: reverseComplement(codes) };
    expect(annotatedPromoters(turned, at(codes.length - 1 - tss, "-"))[0]).toMatchObject({ class: expected, cpgClass });
  });
});

describe("spaced", () => {
  it("keeps the best peak and the next ones that are far enough from those kept", () => {
    const peak = (tss: number, score: number) => ({ tss, score, strand: "+" as const });
    const peaks = [peak(0, 8), peak(900, 9), peak(1899, 8), peak(1900, 7), peak(2900, 7)];
    expect(spaced(peaks, 1000).map(({ tss }) => tss)).toEqual([900, 1900, 2900]);
    expect(spaced([peak(5, 1), peak(4, 1)], 1000).map(({ tss }) => tss)).toEqual([4]);
    expect(spaced([], 1000)).toEqual([]);
  });
});

describe("predictPromoters", () => {
  it("carries the model's terms, the other strand's score and the cut of each call", () => {
    const island = "CGGCGCCGGAAGTGACGGGGCGGGGC".repeat(14);
    const codes = encodeText(planted(plain(1200), 0, { 300: island }));
    const [call, ...others] = predictPromoters({ name: "r", codes, islands: [] }, predictionSettings());
    expect(others).toEqual([]);
    const model = bundledPromoterModel();
    const { score, terms, cut } = promoterScore(model, codes, call.tss, call.strand)!;
    expect(call).toMatchObject({ sequence: "r", name: "", class: "CpG", score, terms, cut });
    expect(call.score).toBeGreaterThanOrEqual(model.threshold);
    expect(call.otherStrandScore).toBe(promoterScore(model, codes, call.tss, call.strand === "+" ? "-" : "+")!.score);
    expect(call.otherStrandScore!).toBeLessThanOrEqual(call.score);
  });
});

describeShared("predictPromoters on 1.1 Mb of hg19 chr20", () => {
  it("calls as many as were measured (about 6 and 11 per Mb) and finds the three island promoters on their strand", () => {
    const fasta = sharedText("data/hg19_chr20/chr20_9995000_11095000.softmasked.fa.gz");
    const codes = encodeText(fasta.slice(fasta.indexOf("\n")).replaceAll("\n", ""));
    expect(codes.length).toBe(1_100_000);
    const settings = { ...predictionSettings(), threshold: 2.24 };
    const calls = predictPromoters({ name: "chr20", codes, islands: [] }, settings);
    const perMb = (threshold: number) => calls.filter(({ score }) => score >= threshold).length / 1.1;
    expect(perMb(3.71)).toBeGreaterThan(3);
    expect(perMb(3.71)).toBeLessThan(9);
    expect(perMb(2.24)).toBeGreaterThan(7);
    expect(perMb(2.24)).toBeLessThan(16);
    for (const { name, start, strand } of tsvRows(sharedText("data/hg19_chr20/epdnew_tss.tsv"))) {
      const near = calls.filter((call) => call.score >= 3.71 && Math.abs(call.tss - Number(start)) <= 500);
      if (name === "MKKS_2") expect(near).toEqual([]);
      else expect(near.map((call) => call.strand)).toEqual([strand]);
    }
  });
});
