import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MethodComparison } from "../../src/cpg/compare.ts";
import type { Interval } from "../../src/sequence/interval.ts";

/** Ascending intervals without overlaps, some of them touching, below 200. */
const islands: fc.Arbitrary<Interval[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 12 })), { maxLength: 9 })
  .map((steps) => {
    let at = 0;
    return steps.map(([gap, length]) => {
      const start = at + gap;
      at = start + length;
      return { start, end: at };
    });
  });

const bases = (list: readonly Interval[]) =>
  new Set(list.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));

describe("MethodComparison", () => {
  it("counts what two methods share over all records, base by base", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(islands, islands, islands), { minLength: 1, maxLength: 3 }), (records) => {
        const comparison = new MethodComparison(["a", "b", "c"]);
        for (const record of records) comparison.add(record);
        const pairs = comparison.pairs();
        expect(pairs.map(({ methods }) => methods.join(""))).toEqual(["ab", "ac", "bc"]);
        for (const [row, [a, b]] of (
          [
            [0, 1],
            [0, 2],
            [1, 2],
          ] as const
        ).entries()) {
          const sets = records.map((record) => [bases(record[a]), bases(record[b])] as const);
          const common = sets.reduce((sum, [left, right]) => sum + [...left].filter((x) => right.has(x)).length, 0);
          const union = sets.reduce((sum, [left, right]) => sum + new Set([...left, ...right]).size, 0);
          expect(pairs[row]).toMatchObject({ common, union, jaccard: union === 0 ? null : common / union });
          expect(pairs[row].islands[0]).toBe(records.reduce((sum, record) => sum + record[a].length, 0));
        }
      }),
    );
  });
});
