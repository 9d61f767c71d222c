import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundledLibrary } from "../../src/motif/library.ts";
import { parseFactors } from "../../src/regulation/cells.ts";
import { promoterExpression } from "../../src/regulation/expression.ts";
import { DEFAULT_PARAMETERS } from "../../src/regulation/expression-parameters.ts";
import { MODEL_NAMES, modelSums, pBound } from "../../src/regulation/thermodynamics/models.ts";
import type { ModelParameters, ModelSite, SiteRole } from "../../src/regulation/thermodynamics/site.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";

const LENGTH = 8;

/** Sites on a grid: none overlaps another. */
const grid = (spacing: number) =>
  fc
    .array(
      fc.record({
        role: fc.constantFrom<SiteRole>("activator", "repressor", "neutral"),
        q: fc.double({ min: 0.01, max: 20, noNaN: true }),
        strength: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 12 },
    )
    .map((sites) => sites.map((one, i) => site(one.role, i * spacing, one.q, one.strength)));

function site(role: SiteRole, start: number, q: number, strength: number): ModelSite {
  const effect = role === "activator" ? 1 + 9 * strength : role === "repressor" ? strength : 1;
  return { start, length: LENGTH, strand: "+", factor: role, role, q, effect, close: 3 * strength };
}

const plain: ModelParameters = { cooperativity: [], coopRange: 50, repressionRange: 100, maxContacts: 3 };
const eachModel = fc.constantFrom(...MODEL_NAMES);
const foldOf = (model: (typeof MODEL_NAMES)[number], sites: readonly ModelSite[], parameters = plain) =>
  modelSums(model, sites, parameters).lnFold;
const ROUNDING = 1e-9;

describe("the textbook", () => {
  const extra = fc.record({
    q: fc.double({ min: 0.1, max: 20, noNaN: true }),
    strength: fc.double({ min: 0.1, max: 1, noNaN: true }),
  });
  const gap = fc.constantFrom(20, 40, 130);

  it("an activator's site raises expression in every model; in the direct one by (1 + αq)/(1 + q)", () => {
    fc.assert(
      fc.property(
        eachModel,
        gap.chain((g) => fc.tuple(grid(g), fc.constant(g))),
        extra,
        (model, [sites, spacing], { q, strength }) => {
          const added = site("activator", sites.length * spacing, q, strength);
          const [before, after] = [foldOf(model, sites), foldOf(model, [...sites, added])];
          expect(after).toBeGreaterThanOrEqual(before - ROUNDING);
          if (model === "direct") expect(after - before).toBeCloseTo(Math.log((1 + added.effect * q) / (1 + q)), 9);
        },
      ),
    );
  });

  it("a repressor's site lowers it; in the direct one by (1 + βq)/(1 + q)", () => {
    fc.assert(
      fc.property(eachModel, grid(20), extra, (model, sites, { q, strength }) => {
        const added = { ...site("repressor", sites.length * 20, q, strength / 2), factor: "other" };
        const [before, after] = [foldOf(model, sites), foldOf(model, [...sites, added])];
        if (model === "direct") {
          expect(after - before).toBeCloseTo(Math.log((1 + added.effect * q) / (1 + q)), 9);
          expect(after).toBeLessThan(before);
        } else if (sites.every(({ role }) => role !== "repressor"))
          expect(after).toBeLessThanOrEqual(before + ROUNDING);
      }),
      { numRuns: 300 },
    );
  });

  it("repressors of the other models act on activators in their range, and on nothing else", () => {
    const activator = site("activator", 0, 1, 1);
    for (const model of ["quenching", "repression"] as const) {
      const alone = foldOf(model, [activator]);
      const at = (start: number) => foldOf(model, [activator, site("repressor", start, 2, 1)]);
      expect(at(50)).toBeLessThan(alone - 0.05);
      expect(at(100)).toBe(at(50));
      expect(at(101)).toBeCloseTo(alone, 12);
      expect(foldOf(model, [site("repressor", 0, 5, 1)])).toBeCloseTo(0, 12);
    }
  });

  it("steric exclusion: a neutral factor over an activator's site takes its place", () => {
    for (const model of MODEL_NAMES) {
      const activator = site("activator", 0, 1, 1);
      const alone = foldOf(model, [activator]);
      const beside = foldOf(model, [activator, site("neutral", LENGTH, 4, 0)]);
      const over = foldOf(model, [activator, site("neutral", LENGTH - 1, 4, 0)]);
      expect(beside).toBeCloseTo(alone, 12);
      // In the quenching model a bound activator may touch the polymerase or not.
      const bound = model === "quenching" ? 1 + 10 : 10;
      expect(over).toBeCloseTo(Math.log((1 + 4 + bound) / (1 + 4 + 1)), 12);
    }
  });

  it("P(bound) lies in 0..1 and rises with the basal weight and with every activator's effect", () => {
    const weight = fc.double({ min: 1e-6, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        eachModel,
        grid(15),
        weight,
        fc.double({ min: 1, max: 5, noNaN: true }),
        (model, sites, qBasal, more) => {
          const p = pBound(foldOf(model, sites), qBasal);
          expect(p).toBeGreaterThan(0);
          expect(p).toBeLessThan(1);
          expect(pBound(foldOf(model, sites), qBasal * more)).toBeGreaterThanOrEqual(p * (1 - ROUNDING));
          const stronger = sites.map((s) => (s.role === "activator" ? { ...s, effect: s.effect * more } : s));
          expect(pBound(foldOf(model, stronger), qBasal)).toBeGreaterThanOrEqual(p * (1 - ROUNDING));
        },
      ),
    );
  });

  it("co-operativity (w > 1) of activators raises, antagonism (w < 1) lowers", () => {
    fc.assert(
      fc.property(eachModel, grid(20), (model, sites) => {
        const activators = sites.filter(({ role }) => role === "activator");
        const withW = (w: number) =>
          foldOf(model, activators, { ...plain, cooperativity: [{ a: "activator", b: "activator", w }] });
        expect(withW(5)).toBeGreaterThanOrEqual(withW(1) - ROUNDING);
        expect(withW(0.2)).toBeLessThanOrEqual(withW(1) + ROUNDING);
      }),
    );
  });
});

describe("the textbook on sequences", () => {
  const cell = parseFactors("FOS::JUN\t1\nZEB1\t1", "cell.tsv");
  // No word of either factor reaches p ≤ 1e-3 in it.
  const filler = "ACTTCAATAC";
  const expressionWith = (words: readonly string[], model: (typeof MODEL_NAMES)[number]) => {
    const text =
      words
        .map((word) => filler.repeat(2) + word)
        .join("")
        .padStart(480, filler) + filler.repeat(14);
    const conditions = {
      library: bundledLibrary(),
      cell,
      model,
      parameters: DEFAULT_PARAMETERS,
      methylationActs: "both",
    } as const;
    return promoterExpression(encodeText(text), { tss: 500, strand: "+" }, [], conditions).expression;
  };

  it("each AP-1 site more raises a promoter, each ZEB1 site lowers an activated one (TGACTCA, CAGGTG)", () => {
    for (const model of MODEL_NAMES) {
      const ap1 = [0, 1, 2, 3].map((count) => expressionWith(Array(count).fill("ATGAGTCAC"), model));
      expect(ap1).toEqual(ap1.toSorted((a, b) => a - b));
      expect(ap1[1] / ap1[0]).toBeGreaterThan(1.5);
      const zeb1 = expressionWith(["ATGAGTCAC", "CCCACCTGCC"], model);
      expect(zeb1 / ap1[1]).toBeLessThan(0.95);
      expect(zeb1).toBeGreaterThan(0);
    }
  });
});
