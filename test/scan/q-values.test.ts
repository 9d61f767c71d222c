import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TestedWindows, testedWindows } from "../../src/scan/q-values.ts";

/** Benjamini and Hochberg 1995, literally: sort, p·m/rank, running minimum from the largest. */
function plainQ(p: readonly number[], tests: number): number[] {
  const order = p.map((_, i) => i).sort((a, b) => p[a] - p[b]);
  const q = new Array<number>(p.length);
  let running = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    running = Math.min(running, (p[order[rank - 1]] * tests) / rank);
    q[order[rank - 1]] = running;
  }
  return q;
}

const pValues = fc.array(fc.constantFrom(1e-6, 3e-6, 1e-5, 4e-5, 7e-5, 1e-4), { minLength: 1, maxLength: 60 });

describe("q-values", () => {
  it("equal the literal Benjamini–Hochberg procedure, ties included", () => {
    fc.assert(
      fc.property(pValues, fc.integer({ min: 60, max: 1e6 }), (p, tests) => {
        const windows = new TestedWindows();
        for (const x of p) windows.add(x);
        windows.tests = tests;
        const q = windows.qValues();
        const expected = plainQ(p, tests);
        for (const [i, x] of p.entries()) expect(q.get(x)).toBeCloseTo(expected[i], 12);
      }),
    );
  });

  it("pooled over motifs equal one list of all", () => {
    fc.assert(
      fc.property(pValues, pValues, (a, b) => {
        const [left, right, all] = [new TestedWindows(), new TestedWindows(), new TestedWindows()];
        for (const x of a) left.add(x);
        for (const x of b) right.add(x);
        for (const x of [...a, ...b]) all.add(x);
        left.tests = right.tests = 5000;
        all.tests = 10_000;
        left.merge(right);
        expect(left.qValues()).toEqual(all.qValues());
      }),
    );
  });

  it("counts the windows of each run of known letters", () => {
    const runs = [
      { start: 0, end: 10 },
      { start: 12, end: 14 },
      { start: 20, end: 23 },
    ];
    expect(testedWindows(runs, 3)).toBe(8 + 0 + 1);
  });
});
