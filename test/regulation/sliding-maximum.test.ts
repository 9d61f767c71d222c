import fc from "fast-check";
import { expect, it } from "vitest";
import { slidingMaximum } from "../../src/regulation/sliding-maximum.ts";

it("slidingMaximum is the maximum of every window", () => {
  const numbers = fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(Number.NEGATIVE_INFINITY)), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 70 }), (list, size) => {
      const values = Float64Array.from(list);
      const out = new Float64Array(list.length);
      slidingMaximum(values, size, out, new Float64Array(list.length));
      const windows = Math.max(0, list.length - size + 1);
      const truth = Array.from({ length: windows }, (_, i) => Math.max(...list.slice(i, i + size)));
      expect([...out.subarray(0, windows)]).toEqual(truth);
    }),
  );
});
