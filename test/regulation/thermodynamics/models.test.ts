import fc from "fast-check";
import { describe, expect, it } from "vitest";
import open from "../../../fixtures/regulation/expression_open.json" with { type: "json" };
import {
  type Bond,
  binaryBond,
  gaussianBond,
  helicalBond,
} from "../../../src/regulation/thermodynamics/cooperativity.ts";
import { enumerateModel } from "../../../src/regulation/thermodynamics/enumeration.ts";
import {
  directModel,
  evaluateModel,
  MODEL_NAMES,
  modelSums,
  pBound,
  quenchingModel,
  repressionModel,
} from "../../../src/regulation/thermodynamics/models.ts";
import type { ModelParameters, ModelSite } from "../../../src/regulation/thermodynamics/site.ts";
import { evaluateSites, type SiteList } from "../../../src/regulation/thermodynamics/site-file.ts";
import { closedCases } from "./closed-forms.ts";

interface Expected {
  zOff: number;
  zOn: number;
  fold: number;
  p: number;
}

function expectClose(found: number | undefined, expected: number, relative: number): void {
  expect(Math.abs(found! / expected - 1)).toBeLessThan(relative);
}

describe("closed forms (exact fractions)", () => {
  for (const model of MODEL_NAMES) {
    for (const { id, inputs, expected } of closedCases<SiteList, Expected>(`${model}-`)) {
      it(id, () => {
        const found = evaluateSites(inputs, model, "closed_forms.json");
        expect(found).not.toBeInstanceOf(Array);
        for (const key of ["zOff", "zOn", "fold", "p"] as const) {
          expectClose((found as unknown as Expected)[key], expected[key], 1e-12);
        }
      });
    }
  }

  it("gives fold 1 without sites, in every model", () => {
    const [{ inputs, expected }] = closedCases<SiteList, Expected>("no-sites");
    for (const model of MODEL_NAMES) {
      expect(evaluateSites(inputs, model, "f")).toMatchObject({ zOff: 1, zOn: 1, fold: 1 });
      expectClose((evaluateSites(inputs, model, "f") as { p: number }).p, expected.p, 1e-12);
    }
  });

  it("does not overflow with 600 separate sites", () => {
    const [{ inputs, expected }] = closedCases<
      { n: number; q: number; alpha: number; qBasal: number },
      { lnZoff: number; lnZon: number; lnFold: number; p: number }
    >("log-space");
    const sites = Array.from({ length: inputs.n }, (_, i) => activator(1000 * i, inputs.q, inputs.alpha));
    const { lnZOff, lnZOn, lnFold, zOff, zOn, occupancyOff, occupancyOn } = directModel(sites, plain);
    expectClose(lnZOff, expected.lnZoff, 1e-12);
    expectClose(lnZOn, expected.lnZon, 1e-12);
    expectClose(lnFold, expected.lnFold, 1e-12);
    expectClose(pBound(lnFold, inputs.qBasal), expected.p, 1e-10);
    expect([zOff, zOn]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    for (const occupancy of occupancyOff) expectClose(occupancy, 5 / 6, 1e-12);
    for (const occupancy of occupancyOn) expectClose(occupancy, 15 / 16, 1e-12);
    const printed = evaluateSites({ sites, qBasal: inputs.qBasal }, "direct", "f");
    expect(Object.keys(printed)).toEqual(["lnZOff", "lnZOn", "fold", "p"]);
  });

  it("gives the fold changes of Bintu et al. 2005 for activators", () => {
    const [alone] = closedCases<{ a: number; f: number }, { fold: number }>("bintu-activator");
    const { a, f } = alone.inputs;
    expectClose(Math.exp(directModel([activator(0, a, f)], plain).lnFold), alone.expected.fold, 1e-12);
    const [together] = closedCases<{ a: number[]; f: number[]; w: number }, { fold: number }>(
      "bintu-two-activators-cooperative",
    );
    const pair = together.inputs.a.map((q, i) => activator(20 * i, q, together.inputs.f[i]));
    const bonds = { ...plain, cooperativity: [{ a: "A", b: "A", w: together.inputs.w }] };
    expectClose(Math.exp(directModel(pair, bonds).lnFold), together.expected.fold, 1e-12);
  });

  it("gives Bintu's P(bound)", () => {
    for (const { inputs, expected } of closedCases<{ p: number; fold: number }, { p: number }>("bintu-p-bound")) {
      expectClose(pBound(Math.log(inputs.fold), inputs.p), expected.p, 1e-12);
    }
  });

  it("has GEMSTAT's forms of cooperativity", () => {
    const forms = { "omega-binary": binaryBond, "omega-gaussian": gaussianBond, "omega-helical": helicalBond };
    for (const [prefix, omega] of Object.entries(forms)) {
      for (const { inputs, expected } of closedCases<{ d: number; w: number; range: number }, { omega: number }>(
        prefix,
      )) {
        expectClose(omega(inputs.d, inputs.w, inputs.range), expected.omega, 1e-12);
      }
    }
  });
});

describe("20 random site sets (exact enumeration in rational arithmetic)", () => {
  for (const { id, expected, ...inputs } of open.cases) {
    it(id, () => {
      for (const model of MODEL_NAMES) {
        const found = evaluateSites(inputs, model, "expression_open.json") as unknown as Expected;
        for (const key of ["zOff", "zOn", "fold", "p"] as const) expectClose(found[key], expected[model][key], 1e-12);
      }
    });
  }
});

const plain: ModelParameters = { cooperativity: [], coopRange: 50, repressionRange: 150, maxContacts: 2 };

function activator(start: number, q: number, effect: number): ModelSite {
  return { start, length: 7, strand: "+", factor: "A", role: "activator", q, effect };
}

const FACTORS = ["A", "B", "R", "S", "N"] as const;

const siteArbitrary = fc
  .record({
    start: fc.integer({ min: 0, max: 160 }),
    length: fc.integer({ min: 3, max: 18 }),
    strand: fc.constantFrom("+" as const, "-" as const),
    factor: fc.constantFrom(...FACTORS),
    q: fc.oneof(fc.double({ min: 1e-3, max: 50, noNaN: true }), fc.constant(0)),
    strength: fc.double({ min: 0, max: 1, noNaN: true }),
    close: fc.double({ min: 0, max: 4, noNaN: true }),
  })
  .map(({ strength, ...site }): ModelSite => {
    if (site.factor === "A" || site.factor === "B") return { ...site, role: "activator", effect: 1 + 9 * strength };
    if (site.factor === "N") return { ...site, role: "neutral", effect: 1 };
    return { ...site, role: "repressor", effect: strength };
  });

const bondArbitrary: fc.Arbitrary<Bond> = fc.record({
  a: fc.constantFrom(...FACTORS),
  b: fc.constantFrom(...FACTORS),
  w: fc.double({ min: 0.1, max: 20, noNaN: true }),
  form: fc.constantFrom("binary" as const, "gaussian" as const, "helical" as const, "dimer" as const),
  limit: fc.integer({ min: 5, max: 90 }),
  strands: fc.constant(["+", "-"] as const),
});

const parametersArbitrary: fc.Arbitrary<ModelParameters> = fc.record({
  cooperativity: fc.array(bondArbitrary, { maxLength: 4 }),
  coopRange: fc.integer({ min: 5, max: 80 }),
  repressionRange: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.constant(33.5)),
  maxContacts: fc.integer({ min: 0, max: 4 }),
  quenching: fc.constantFrom(undefined, [{ repressor: "R", activator: "A" }]),
});

describe("the dynamic programmes equal enumeration of all sets", () => {
  for (const model of MODEL_NAMES) {
    it(model, () => {
      fc.assert(
        fc.property(fc.array(siteArbitrary, { maxLength: 10 }), parametersArbitrary, (sites, parameters) => {
          const found = evaluateModel(model, sites, parameters);
          const truth = enumerateModel(model, sites, parameters);
          expectClose(found.zOff, truth.zOff, 1e-10);
          expectClose(found.zOn, truth.zOn, 1e-10);
          for (const key of ["occupancyOff", "occupancyOn"] as const) {
            found[key].forEach((x, i) => {
              expect(Math.abs(x - truth[key][i])).toBeLessThan(1e-10);
            });
          }
        }),
        { numRuns: 120 },
      );
    });
  }
});

describe("laws", () => {
  const sitesArbitrary = fc.array(siteArbitrary, { maxLength: 30 });
  const eachModel = fc.constantFrom(...MODEL_NAMES);

  it("holds in another scale: sums of 4,000 decades", () => {
    const sites = Array.from({ length: 200 }, (_, i) => activator(8 * i, 1e20, 3));
    for (const model of MODEL_NAMES) {
      const { occupancyOff, lnZOff } = evaluateModel(model, sites, plain);
      expectClose(lnZOff, 200 * 20 * Math.LN10, 1e-12);
      for (const occupancy of occupancyOff) expectClose(occupancy, 1, 1e-9);
    }
  });

  it("a site of weight 0 changes nothing", () => {
    fc.assert(
      fc.property(eachModel, sitesArbitrary, siteArbitrary, parametersArbitrary, (model, sites, extra, parameters) => {
        const without = modelSums(model, sites, parameters);
        const withIt = modelSums(model, [...sites, { ...extra, q: 0 }], parameters);
        expect(withIt.lnZOn).toBeCloseTo(without.lnZOn, 10);
        expect(withIt.lnZOff).toBeCloseTo(without.lnZOff, 10);
      }),
    );
  });

  it("the order of the list does not matter, nor does reading equal widths from the other strand", () => {
    fc.assert(
      fc.property(eachModel, sitesArbitrary, parametersArbitrary, (model, sites, parameters) => {
        const equalWidths = sites.map((site) => ({ ...site, length: 9 }));
        const turned = equalWidths.map((site) => ({ ...site, start: -site.start })).reverse();
        const symmetric = {
          ...parameters,
          cooperativity: parameters.cooperativity.filter((bond) => bond.form !== "dimer"),
        };
        expect(modelSums(model, turned, symmetric).lnFold).toBeCloseTo(
          modelSums(model, equalWidths, symmetric).lnFold,
          10,
        );
      }),
    );
  });

  it("activators alone never lower expression, repressors alone never raise it", () => {
    fc.assert(
      fc.property(sitesArbitrary, parametersArbitrary, (sites, parameters) => {
        const only = (role: string) => sites.filter((site) => site.role === role);
        for (const model of [directModel, quenchingModel, repressionModel]) {
          expect(model(only("activator"), parameters).lnFold).toBeGreaterThanOrEqual(-1e-12);
          expect(model(only("repressor"), parameters).lnFold).toBeLessThanOrEqual(1e-12);
        }
      }),
    );
  });
});

describe("evaluateSites", () => {
  const one = { start: 0, length: 7, strand: "+", factor: "A", role: "activator", q: 1, effect: 5 };

  it("answers a list with a list and ignores unknown keys", () => {
    const found = evaluateSites([{ sites: [one], qBasal: 1, note: "x" }, { sites: [] }], "direct", "f");
    expect(found).toHaveLength(2);
    expect(found).toMatchObject([{ zOff: 2, zOn: 6, fold: 3 }, { fold: 1 }]);
  });

  it("names the file and the field that is wrong", () => {
    expect(() => evaluateSites({ sites: [{ ...one, q: -1 }] }, "direct", "sites.json")).toThrow(
      /^sites\.json: not a list of sites: sites\.0\.q: /,
    );
    expect(() => evaluateSites([{ sites: [] }, 7], "direct", "sites.json")).toThrow(/sites\.json: .*list 2: /);
  });
});
