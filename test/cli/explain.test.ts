import { describe, expect, it } from "vitest";
import { CPG_SCORE, UCSC_DEFAULTS } from "../../src/cpg/ucsc.ts";
import { DEFAULT_PSEUDOCOUNT } from "../../src/motif/score-matrix.ts";
import { bucherElement } from "../../src/regulation/bucher.ts";
import { CLUSTER_DEFAULTS } from "../../src/regulation/cluster-buster.ts";
import { DEFAULT_PARAMETERS, LEVEL_BOUNDS } from "../../src/regulation/expression-parameters.ts";
import { tatabox } from "./tatabox.ts";

const explain = (...words: string[]) => tatabox(["explain", ...words]);
const text = (...words: string[]) => explain(...words).out.replace(/\s+/g, " ");

interface TermJson {
  term: string;
  synonyms: string[];
  text: string;
  cite: string;
}

const TERMS: TermJson[] = JSON.parse(explain("--json").out).terms;

describe("tatabox explain", () => {
  it("has the terms that results are made of, a paragraph and a source each", () => {
    expect(TERMS.length).toBeGreaterThanOrEqual(25);
    for (const { term, text, cite } of TERMS) {
      expect(text.length, term).toBeGreaterThan(150);
      expect(text, term).not.toMatch(/undefined|NaN|\n/);
      expect(cite, term).not.toBe("");
    }
  });

  it("no word stands for two terms", () => {
    const words = TERMS.flatMap(({ term, synonyms }) => [...new Set([term, ...synonyms].map((w) => w.toLowerCase()))]);
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
  });

  it.each([
    ["TATA box", "TATA box"],
    ["tata-box", "TATA box"],
    ["TaTa", "TATA box"],
    ["cpg islands", "CpG island"],
    ["CGI", "CpG island"],
    ["obs_exp", "CpG observed/expected"],
    ["P(bound)", "P(bound)"],
    ["pbound", "P(bound)"],
    ["p-value", "p-value"],
    ["pvalue", "p-value"],
    ["fdr", "q-value"],
    ["hcp", "HCP, ICP, LCP"],
    ["Inr", "initiator"],
    ["score in bits", "PWM"],
    ["cell type", "cell profile"],
  ])("%s: %s", (word, term) => {
    expect(explain(word).out.split("\n")[0]).toBe(term);
  });

  it("needs no quotes", () => {
    expect(explain("tata", "box").out).toBe(explain("TATA box").out);
  });

  it("the numbers are those that the program works with", () => {
    const { windows, cutoffs } = bucherElement("tata");
    const { from, to } = windows.epdnew;
    expect(text("TATA box")).toContain(`at ${from}..${to} with a score from ${cutoffs.epdnew / 100} on`);
    expect(text("CpG island")).toContain(`CpG counts +${CPG_SCORE}`);
    expect(text("CpG island")).toContain(`at least ${UCSC_DEFAULTS.minLength} bases`);
    expect(text("pseudocount")).toContain(`${DEFAULT_PSEUDOCOUNT} in total`);
    expect(text("silencing")).toContain(`k = ${DEFAULT_PARAMETERS.silencingK}`);
    expect(text("P(bound)")).toContain(`off below ${LEVEL_BOUNDS.low}, low below ${LEVEL_BOUNDS.medium}`);
    expect(text("enhancer")).toContain(`above ${CLUSTER_DEFAULTS.minScore} nats`);
    expect(text("p-value")).toContain("p ≤ 0.0001 (-p)");
  });

  it("alone it lists the terms", () => {
    const { status, out } = explain();
    expect(status).toBe(0);
    for (const { term } of TERMS) expect(out).toContain(`  ${term}  `);
  });

  it("fits 80 columns", () => {
    const wide = explain("P(bound)")
      .out.split("\n")
      .filter((line) => line.length > 80);
    expect(wide).toEqual([]);
  });

  it.each([
    ["tata bx", "no term 'tata bx'; did you mean 'TATA box'?; 'tatabox explain' lists all"],
    ["enhanser", "no term 'enhanser'; did you mean 'enhancer'?; 'tatabox explain' lists all"],
    ["photosynthesis", "no term 'photosynthesis'; 'tatabox explain' lists all"],
  ])("%s is no term", (word, message) => {
    expect(explain(word)).toEqual({ status: 2, out: "", err: `tatabox explain: error: ${message}\n` });
  });
});
