import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { islandsMethylated, unmethylated } from "../../src/cpg/methylation.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { cellProfile, cellProfiles, parseFactors } from "../../src/regulation/cells.ts";
import { combinedFold, relativeContact } from "../../src/regulation/contact.ts";
import { enhancerActivities } from "../../src/regulation/enhancer-activity.ts";
import { enhancerMotifs, enhancers } from "../../src/regulation/enhancers.ts";
import { type Expression, promoterExpression } from "../../src/regulation/expression.ts";
import {
  DEFAULT_PARAMETERS,
  EXPRESSION_DEFAULTS,
  expressionLevel,
} from "../../src/regulation/expression-parameters.ts";
import type { ExpressionConditions } from "../../src/regulation/expression-sites.ts";
import { MODEL_NAMES, pBound } from "../../src/regulation/thermodynamics/models.ts";
import { encodeText, reverseComplement } from "../../src/sequence/alphabet.ts";
import { geneCodes, STARTS } from "./bundled-genes.ts";

const library = bundledLibrary();

function conditionsFor(more: Partial<ExpressionConditions> = {}): ExpressionConditions {
  return {
    library,
    cell: cellProfile("generic"),
    model: "direct",
    parameters: DEFAULT_PARAMETERS,
    methylationActs: "both",
    ...more,
  };
}

type Gene = keyof typeof STARTS;

/** The report's own way: clusters of the default motifs, then expression. */
function expressionOf(gene: Gene, more: Partial<ExpressionConditions> = {}): Expression {
  const codes = geneCodes(gene);
  const conditions = conditionsFor(more);
  const activities = enhancerActivities(codes, clustersOf(gene), conditions);
  return promoterExpression(codes, STARTS[gene], activities, conditions);
}

const clusterCache = new Map<Gene, ReturnType<typeof enhancers>>();

function clustersOf(gene: Gene): ReturnType<typeof enhancers> {
  const found = clusterCache.get(gene) ?? enhancers(geneCodes(gene), enhancerMotifs(library));
  clusterCache.set(gene, found);
  return found;
}

describe("real genes with the documented defaults", () => {
  for (const gene of ["fos", "tyms"] as const) {
    it(`${gene}: expressed from its unmethylated island in every cell, silenced when the island is methylated`, () => {
      const { tss } = STARTS[gene];
      const methylation = islandsMethylated(geneCodes(gene), [{ start: tss - 300, end: tss + 300 }]);
      for (const model of MODEL_NAMES) {
        for (const cell of cellProfiles()) {
          const open = expressionOf(gene, { cell, model });
          expect(["medium", "high"]).toContain(open.level);
          expect(open).toMatchObject({ cpgClass: "HCP", silencing: 1, expression: open.expressionUnmethylated });
          const closed = expressionOf(gene, { cell, model, methylation });
          expect(closed.level).toBe("off");
          expect(closed.expressionUnmethylated).toBe(open.expression);
        }
      }
    });
  }

  it("HBB: on in erythroid cells through KLF1 at its CACCC box, off in generic, hepatocyte and neuron", () => {
    for (const model of MODEL_NAMES) {
      const erythroid = expressionOf("globin", { cell: cellProfile("erythroid"), model });
      expect(erythroid.level).toBe("low");
      expect(erythroid.cpgClass).toBe("LCP");
      expect(erythroid.activators[0].factor).toBe("Klf1");
      for (const name of ["generic", "hepatocyte", "neuron"]) {
        const other = expressionOf("globin", { cell: cellProfile(name), model });
        expect(other.level).toBe("off");
        expect(erythroid.expression / other.expression).toBeGreaterThan(1.6);
      }
    }
  });
});

describe("methylation", () => {
  const tss = STARTS.tyms.tss;
  const codes = geneCodes("tyms");
  const methylation = islandsMethylated(codes, [{ start: tss - 300, end: tss + 300 }]);

  it("acts by sites, by chromatin or by both", () => {
    const cell = cellProfile("es-cell");
    const open = expressionOf("tyms", { cell });
    const sites = expressionOf("tyms", { cell, methylation, methylationActs: "sites" });
    const chromatin = expressionOf("tyms", { cell, methylation, methylationActs: "chromatin" });
    const both = expressionOf("tyms", { cell, methylation });
    expect(sites.silencing).toBe(1);
    expect(sites.pBound).not.toBe(open.pBound);
    expect(chromatin.pBound).toBe(open.pBound);
    expect(both.silencing).toBe(chromatin.silencing);
    expect(both.expression).toBe(sites.pBound * chromatin.silencing);
  });

  it("changes weights, never the list of sites", () => {
    const open = expressionOf("tyms", { cell: cellProfile("es-cell") });
    const closed = expressionOf("tyms", { cell: cellProfile("es-cell"), methylation });
    const places = ({ sites }: Expression) => sites.map(({ motif, start, strand }) => [motif, start, strand]);
    expect(places(closed)).toEqual(places(open));
    const nrf1 = (from: Expression) => from.sites.filter(({ factor }) => factor === "Nrf1").map(({ q }) => q);
    expect(nrf1(closed).every((q, i) => q <= nrf1(open)[i])).toBe(true);
    expect(nrf1(closed)).not.toEqual(nrf1(open));
  });

  it("at level 0 is no methylation", () => {
    expect(expressionOf("tyms", { methylation: unmethylated(codes) })).toEqual(expressionOf("tyms"));
  });
});

describe("a promoter of known sites", () => {
  const ap1 = "ATGAGTCAC";
  const factors = parseFactors("FOS::JUN\t1", "factors.tsv");
  const nothing = parseFactors("nobody\t1", "factors.tsv");
  const spacer = "A".repeat(300);
  const start = { tss: 640, strand: "+" } as const;

  it("has P = q/(1 + q) without factors, also at the very ends of a record", () => {
    const codes = encodeText("A".repeat(700));
    for (const tss of [0, 350, 699]) {
      const found = promoterExpression(codes, { tss, strand: "+" }, [], conditionsFor({ cell: nothing }));
      expect(found.fold).toBe(1);
      expect(found.expression).toBeCloseTo(0.01 / 1.01, 14);
      expect(found).toMatchObject({ level: "off", sites: [], activators: [], repressors: [] });
    }
  });

  it("weighs one palindromic activator site by (1 + αQ)/(1 + Q), Q = q of both strands, which exclude each other", () => {
    const codes = encodeText(spacer + ap1 + spacer + "A".repeat(200));
    const found = promoterExpression(codes, start, [], conditionsFor({ cell: factors }));
    expect(found.sites.map(({ start: at, strand }) => [at, strand])).toEqual([
      [300, "+"],
      [300, "-"],
    ]);
    const sum = found.sites.reduce((total, { q }) => total + q, 0);
    expect(found.fold).toBeCloseTo((1 + 3 * sum) / (1 + sum), 12);
    expect(found.expression).toBeCloseTo(pBound(Math.log(found.fold), 0.01), 14);
    const [{ occupancyOff, occupancyOn, sites }] = found.occupancies;
    expect(sites).toBe(2);
    expect(occupancyOff).toBeCloseTo(sum / (1 + sum), 12);
    expect(occupancyOn).toBeCloseTo((3 * sum) / (1 + 3 * sum), 12);
    expect(found.activators).toHaveLength(1);
    expect(found.activators[0].effect).toBeCloseTo(found.expression / (0.01 / 1.01), 12);
  });

  it("adds what a cluster does, by contact and distance, and leaves clusters inside the promoter out", () => {
    const codes = encodeText(ap1 + "A".repeat(20_000) + spacer + ap1 + spacer + "A".repeat(200));
    const conditions = conditionsFor({ cell: factors });
    const promoter = { tss: 20_649, strand: "+" } as const;
    const far = { start: 0, end: 20, score: 9 };
    const inside = { start: 20_300, end: 20_320, score: 9 };
    const weak = { start: 0, end: 20, score: 8 };
    const activities = enhancerActivities(codes, [far, inside, weak], conditions);
    expect(activities).toHaveLength(2);
    const found = promoterExpression(codes, promoter, activities, conditions);
    expect(found.enhancers).toHaveLength(1);
    const [{ distance, contact, fold }] = found.enhancers;
    expect(distance).toBe(10 - 20_649);
    expect(contact).toBe(relativeContact(distance, 0.87, 5000));
    expect(found.fold).toBeCloseTo(
      combinedFold([
        { fold: found.promoterFold, contact: 1 },
        { fold, contact },
      ]),
      14,
    );
    expect(found.activators[0].effect).toBeCloseTo(found.expression / (0.01 / 1.01), 12);
  });

  it("is the same on the other strand", () => {
    const word = fc.array(fc.constantFrom("A", "C", "G", "T", ap1, "AGATAAGA"), { minLength: 150, maxLength: 300 });
    fc.assert(
      fc.property(word, (parts) => {
        const codes = encodeText(parts.join(""));
        const tss = 120;
        const conditions = conditionsFor({ cell: cellProfile("erythroid") });
        const forward = promoterExpression(codes, { tss, strand: "+" }, [], conditions);
        const turned = { tss: codes.length - 1 - tss, strand: "-" } as const;
        const backward = promoterExpression(reverseComplement(codes), turned, [], conditions);
        expect(backward.expression / forward.expression).toBeCloseTo(1, 10);
      }),
      { numRuns: 20 },
    );
  });
});

describe("the table of defaults", () => {
  it("says of every parameter what it means and where it comes from", () => {
    for (const { meaning, source } of Object.values(EXPRESSION_DEFAULTS)) {
      expect(meaning).not.toBe("");
      expect(source).not.toBe("");
    }
    expect(DEFAULT_PARAMETERS).toMatchObject({ activatorEffect: 3, repressorEffect: 0.3, basalWeight: 0.01 });
  });

  it("bounds the levels (expression.md, section 4)", () => {
    expect([0.0099, 0.015, 0.0499, 0.05, 0.1999, 0.2].map(expressionLevel)).toEqual([
      "off",
      "low",
      "low",
      "medium",
      "medium",
      "high",
    ]);
  });
});
