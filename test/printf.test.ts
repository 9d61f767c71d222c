import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatExponential, formatFixed, formatGeneral } from "../src/printf.ts";

/** The shell reads decimal text, which names a subnormal double only roughly. */
const isNormal = (x: number) => x === 0 || Math.abs(x) > 1e-290;

/** Minus zero is the one value on which the two may differ. */
const withoutMinusZero = (row: string) => row.replaceAll(/(^| )-0(\.0*)?(e\+00)?(?= |$)/g, "$10$2$3");

describe("printf formats", () => {
  it("send exact ties to the even digit, as C does", () => {
    expect(formatFixed(62.25, 1)).toBe("62.2");
    expect(formatFixed(0.625, 2)).toBe("0.62");
    expect(formatFixed(50.5, 0)).toBe("50");
    expect(formatFixed(-62.25, 1)).toBe("-62.2");
    expect(formatFixed(62.35, 1)).toBe("62.4");
    expect(formatGeneral(12.53125, 6)).toBe("12.5312");
    expect(formatGeneral(13.15625, 6)).toBe("13.1562");
    expect(formatGeneral(12.15625, 6)).toBe("12.1562");
  });

  it("write exponents with two digits and drop trailing zeros", () => {
    expect(formatGeneral(1e-5, 4)).toBe("1e-05");
    expect(formatGeneral(0.0001, 4)).toBe("0.0001");
    expect(formatGeneral(123456, 3)).toBe("1.23e+05");
    expect(formatGeneral(1e-300, 4)).toBe("1e-300");
    expect(formatGeneral(0, 4)).toBe("0");
    expect(formatGeneral(100, 4)).toBe("100");
  });

  it("equal bash's printf on random and half-way numbers", () => {
    const halves = fc
      .tuple(fc.integer({ min: -4e6, max: 4e6 }), fc.integer({ min: 1, max: 10 }))
      .map(([m, k]) => m / 2 ** k);
    const numbers = fc.sample(fc.oneof(halves, fc.double({ noNaN: true, min: -1e9, max: 1e9 }).filter(isNormal)), {
      seed: 7,
      numRuns: 600,
    });
    const formats = ["%.0f", "%.1f", "%.4f", "%.3g", "%.6g", "%.4e"];
    const script = `for x in ${numbers.join(" ")}; do printf '${formats.join(" ")}\\n' ${"$x ".repeat(formats.length)}; done`;
    const lines = execFileSync("bash", ["-c", script], { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
    const ours = numbers.map((x) =>
      [
        formatFixed(x, 0),
        formatFixed(x, 1),
        formatFixed(x, 4),
        formatGeneral(x, 3),
        formatGeneral(x, 6),
        formatExponential(x, 4),
      ].join(" "),
    );
    expect(ours.map(withoutMinusZero)).toEqual(lines.trimEnd().split("\n").map(withoutMinusZero));
  });
});
