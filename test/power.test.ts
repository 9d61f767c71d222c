import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { power, powerOfTen, powerOfTwo } from "../src/power.ts";

const fraction = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const whole = (min: number, max: number) => fc.integer({ min, max });

/** Units in the last place, as shares: what the doc comment promises, twice over. */
const allowed = (x: number, y: number) => 2 * (1 + Math.abs(y * Math.log(Math.abs(x)))) * Number.EPSILON;

describe("power, against Math.pow", () => {
  it("agrees to the promised digits", () => {
    const arguments_ = fc.tuple(fraction(1e-6, 1e6), fraction(-40, 40));
    fc.assert(fc.property(arguments_, ([x, y]) => Math.abs(power(x, y) / x ** y - 1) <= allowed(x, y)));
  });

  it("is a product for small whole exponents", () => {
    fc.assert(fc.property(fraction(-1e3, 1e3), (x) => power(x, 3) === x * x * x && power(x, 2) === x * x));
    fc.assert(fc.property(whole(-9, 9), whole(0, 15), (x, n) => BigInt(power(x, n)) === BigInt(x) ** BigInt(n)));
  });

  it("keeps the sign of negative numbers for large whole exponents", () => {
    fc.assert(
      fc.property(fraction(-1.1, -0.9), whole(-2000, 2000), (x, n) => {
        expect(Math.abs(power(x, n) / x ** n - 1)).toBeLessThanOrEqual(70 * Number.EPSILON + allowed(x, n));
      }),
    );
  });

  it.each([
    [0, 0],
    [0, 0.5],
    [0, -0.5],
    [0, 200],
    [1, 1e300],
    [-2, 0.5],
    [2, 1e9],
    [0.5, 1e9],
    [Number.POSITIVE_INFINITY, -1.5],
    [Number.NaN, 2],
    [2, Number.NaN],
  ])("%d ^ %d is what ** says", (x, y) => expect(power(x, y)).toBe(x ** y));
});

describe("powers of two and ten", () => {
  it("are exact for whole exponents", () => {
    for (let n = -340; n <= 320; n++) expect(powerOfTen(n)).toBe(Number(`1e${n}`));
    for (let n = -1074; n <= 1024; n++) expect(powerOfTwo(n)).toBe(2 ** n);
  });

  it("of two: fractions to the last two places", () => {
    fc.assert(fc.property(fraction(-1000, 1000), (y) => Math.abs(powerOfTwo(y) / 2 ** y - 1) <= 4 * Number.EPSILON));
  });
});
