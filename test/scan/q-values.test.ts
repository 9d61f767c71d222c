import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KnownStretches, TestedWindows } from "../../src/scan/q-values.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";

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

  it("counts the windows of each stretch of known letters, however a record is cut", () => {
    const codes = encodeText("ACGTACGTACNNACRTTTTTACG");
    for (let own = 1; own <= codes.length; own++) {
      const stretches = new KnownStretches();
      for (let offset = 0; offset < codes.length; offset += own) {
        const piece = codes.subarray(offset, offset + own + 4);
        const last = offset + own >= codes.length;
        stretches.add(piece, Math.min(own, codes.length - offset), last);
      }
      stretches.add(encodeText("ACG"), 3, true);
      expect([1, 3, 9].map((width) => stretches.windows(width))).toEqual([10 + 2 + 8 + 3, 8 + 0 + 6 + 1, 2]);
    }
  });
});
