import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combinedFold, relativeContact } from "../../src/regulation/contact.ts";
import { closedCases } from "./thermodynamics/closed-forms.ts";

describe("closed forms", () => {
  it("contact falls with distance as in the ABC model, under both of its exponents", () => {
    interface Relative {
      relative: number;
      "relativeGamma1.024238616787792": number;
    }
    for (const { inputs, expected } of closedCases<{ d: number; gamma: number }, Relative>("contact-")) {
      expect(relativeContact(inputs.d, inputs.gamma, 5000)).toBeCloseTo(expected.relative, 12);
      const fitted = relativeContact(-inputs.d, 1.024238616787792, 5000);
      expect(fitted).toBeCloseTo(expected["relativeGamma1.024238616787792"], 12);
    }
  });

  it("promoter and enhancers combine by the rule of expression.md section 5", () => {
    for (const { inputs, expected } of closedCases<{ parts: { fold: number; contact: number }[] }, { fold: number }>(
      "combine-",
    )) {
      expect(combinedFold(inputs.parts)).toBeCloseTo(expected.fold, 12);
    }
  });
});

describe("combinedFold", () => {
  const parts = fc.array(
    fc.record({
      fold: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      contact: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  );

  it("is positive, 1 for nothing, and blind to order and to parts out of contact", () => {
    expect(combinedFold([])).toBe(1);
    fc.assert(
      fc.property(parts, (some) => {
        const fold = combinedFold(some);
        expect(fold).toBeGreaterThan(0);
        const other = combinedFold([{ fold: 50, contact: 0 }, ...some.toReversed(), { fold: 0.01, contact: 0 }]);
        expect(other / fold).toBeCloseTo(1, 9);
      }),
    );
  });
});
