import { describe, expect, it } from "vitest";
import bundled from "../../motifs/promoter-model.json" with { type: "json" };
import {
  bundledPromoterModel,
  expectedFalseCallsPerMb,
  readPromoterModel,
} from "../../src/regulation/promoter-model.ts";
import { promoterScore } from "../../src/regulation/promoter-score.ts";
import { encodeText, reverseComplement } from "../../src/sequence/alphabet.ts";
import { describeShared, sharedText } from "../shared.ts";
import { plain, planted } from "./genes.ts";

const model = bundledPromoterModel();

describeShared("the bundled promoter model", () => {
  it("has the weights, the prior and the measured calls of promoter_logistic.json", () => {
    const oracle = JSON.parse(sharedText("oracle/regulation/promoter_logistic.json"));
    const weights = (features: { name: string; weight: number }[]) =>
      features.map(({ name, weight }) => [name, weight]);
    expect(weights(bundled.features)).toEqual(weights(oracle.features));
    expect(bundled.intercept).toBe(oracle.intercept);
    expect(bundled.trainingPrior).toBe(oracle.trainPriorOfPositives);
    const rows = oracle.genomeWide.rows.filter((row: { model: string }) => row.model === "all ten");
    expect(bundled.measured.rows).toEqual(
      rows.map((row: Record<string, number>) => ({
        score: row.score,
        callsPerMb: row.callsPerMb,
        recall: row.recall500,
        precision: row.precisionEpd500,
      })),
    );
  });
});

describe("promoterScore", () => {
  const TSS = 300;
  const term = (letters: string, name: string, tss = TSS) =>
    promoterScore(model, encodeText(letters), tss, "+")!.terms.find((candidate) => candidate.name === name)!;

  it("gives the best words their closed-form values: 16 for TATA, 9 for the initiator, 12 for CCAAT and GC box", () => {
    expect(term(planted(plain(600), TSS, { [-33]: "GTATAAAAGGCGGGG" }), "tata").value).toBe(16);
    expect(term(planted(plain(600), TSS, { [-2]: "TCAGTCTT" }), "inr").value).toBe(9);
    expect(term(planted(plain(600), TSS, { [-107]: "TCTAGCCAATCA" }), "ccaat").value).toBe(12);
    expect(term(planted(plain(600), TSS, { [-107]: "AAGGGGCGGGGCTT" }), "gcbox").value).toBe(12);
  });

  it("counts a site only with its column in the window", () => {
    const box = "GTATAAAAGGCGGGG";
    const value = (columnOffset: number) =>
      term(planted("C".repeat(600), TSS, { [columnOffset - 3]: box }), "tata").value;
    expect([-34, -23].map(value)).toEqual([16, 16]);
    expect(value(-35)).toBeLessThan(16);
    expect(value(-22)).toBeLessThan(16);
  });

  it("turns the window with the strand: the reverse CCAAT box keeps the mirrored column", () => {
    const turned = "TGATTGGCTAGA";
    // Column 7 of 12 lies on letter 4 of the turned word.
    const value = (columnOffset: number) =>
      term(planted("G".repeat(600), TSS, { [columnOffset - 4]: turned }), "ccaat").value;
    expect([-195, -40].map(value)).toEqual([12, 12]);
    expect(value(-196)).toBeLessThan(12);
    expect(value(-39)).toBeLessThan(12);
  });

  it("measures GC and CpG over -250..+99", () => {
    const inside = planted("A".repeat(900), 400, { [-250]: "C", 99: "G", 10: "CG" });
    expect(term(inside, "gc", 400).value).toBe(4 / 350);
    expect(term(inside, "cpgoe", 400).value).toBe(1.5);
    const sparse = planted("A".repeat(900), 400, { [-200]: "C".repeat(30), [-170]: "G".repeat(30) });
    expect(term(sparse, "cpgoe", 400).value).toBe(350 / 900);
    const outside = planted("A".repeat(900), 400, { [-251]: "C", 100: "G" });
    expect(term(outside, "gc", 400).value).toBe(0);
  });

  it("is the intercept and the sum of its contributions, the same from the opposite strand", () => {
    const codes = encodeText(planted(plain(600), TSS, { [-200]: "GCGCCGGAAGTGACGTCAGGCCGCATGCGC", [-2]: "TCAGTCTT" }));
    const { score, terms, cut } = promoterScore(model, codes, TSS, "+")!;
    expect(score).toBeCloseTo(model.intercept + terms.reduce((sum, { contribution }) => sum + contribution, 0), 12);
    expect(cut).toBe(false);
    expect(promoterScore(model, reverseComplement(codes), codes.length - 1 - TSS, "-")).toEqual({ score, terms, cut });
  });

  it("scores what is there, marks it as cut, and gives none below 200 known bases or on an N", () => {
    const whole = "ACGGT".repeat(200);
    expect(promoterScore(model, encodeText(whole), 100, "+")?.cut).toBe(true);
    expect(promoterScore(model, encodeText(whole), 99, "+")).toBeUndefined();
    expect(promoterScore(model, encodeText(whole), 100, "+")?.terms.find(({ name }) => name === "gc")?.value).toBe(0.6);
    expect(promoterScore(model, encodeText(whole), 500, "+")?.cut).toBe(false);
    expect(promoterScore(model, encodeText(planted(whole, 500, { 0: "N" })), 500, "+")).toBeUndefined();
    expect(promoterScore(model, encodeText(planted(whole, 500, { [-30]: "N" })), 500, "+")?.cut).toBe(true);
    expect(promoterScore(model, encodeText(whole), -1, "+")).toBeUndefined();
  });
});

describe("expectedFalseCallsPerMb", () => {
  it("is calls x (1 - precision) at the measured thresholds, in between on a logarithmic scale", () => {
    expect(expectedFalseCallsPerMb(model, 3.71)).toBeCloseTo(5.6 * 0.36, 12);
    expect(expectedFalseCallsPerMb(model, 2.24)).toBeCloseTo(11.2 * 0.66, 12);
    expect(expectedFalseCallsPerMb(model, (3.71 + 2.24) / 2)).toBeCloseTo(Math.sqrt(5.6 * 0.36 * 11.2 * 0.66), 9);
    expect(expectedFalseCallsPerMb(model, 9)).toBeCloseTo(5.6 * 0.36, 12);
    expect(expectedFalseCallsPerMb(model, -9)).toBeCloseTo(224 * 0.98, 9);
  });
});

describe("readPromoterModel", () => {
  it("names the file and the field that is wrong", () => {
    const wrong = { ...bundled, intercept: "high" };
    expect(() => readPromoterModel(wrong, "mine.json")).toThrow(/^mine\.json: not a promoter model: intercept: /);
    const [first, ...rest] = bundled.features;
    const unknown = { ...bundled, features: [{ ...first, kind: "motif", motif: "MA9999.1" }, ...rest] };
    expect(() => readPromoterModel(unknown, "mine.json")).toThrow("mine.json, motif MA9999.1: feature tata");
    const wide = { ...first, window: { column: 15, from: 0, to: 1 } };
    expect(() => readPromoterModel({ ...bundled, features: [wide, ...rest] }, "mine.json")).toThrow("column 15");
  });
});
