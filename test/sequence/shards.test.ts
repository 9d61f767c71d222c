import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutBetweenRecords, cutInsideRecords, isCutInside } from "../../src/sequence/shards.ts";

const recordLengths = fc
  .array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 8 })
  .filter((lengths) => lengths.some((length) => length > 0))
  .map((lengths) => lengths.map((length, i) => ({ name: `r${i}`, length })));

describe("cutInsideRecords", () => {
  it("has every window whole in the one piece that owns its start", () => {
    fc.assert(
      fc.property(
        recordLengths,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 12 }),
        (records, n, width) => {
          const regions = cutInsideRecords(records, n, width - 1).flatMap((shard) => shard.regions);
          for (const { name, length } of records) {
            for (let start = 0; start + width <= length; start++) {
              const owners = regions.filter((r) => r.sequence === name && r.start <= start && start < r.ownEnd);
              expect(owners).toHaveLength(1);
              expect(owners[0].end).toBeGreaterThanOrEqual(start + width);
            }
          }
        },
      ),
    );
  });

  it("shares the bases out equally, to one base", () => {
    fc.assert(
      fc.property(recordLengths, fc.integer({ min: 1, max: 9 }), (records, n) => {
        const shards = cutInsideRecords(records, n, 0);
        const total = records.reduce((sum, { length }) => sum + length, 0);
        const owned = shards.map(({ regions }) => regions.reduce((sum, r) => sum + r.ownEnd - r.start, 0));
        expect(owned.reduce((a, b) => a + b)).toBe(total);
        for (const bases of owned) expect(Math.abs(bases - total / shards.length)).toBeLessThan(1);
      }),
    );
  });

  it("makes fewer pieces where they would own less than they overlap", () => {
    expect(cutInsideRecords([{ name: "a", length: 30 }], 8, 9)).toHaveLength(3);
    expect(cutInsideRecords([{ name: "a", length: 5 }], 8, 9)).toEqual([
      { regions: [{ sequence: "a", start: 0, end: 5, ownEnd: 5 }] },
    ]);
  });
});

describe("cutBetweenRecords", () => {
  it("keeps every record whole and in order", () => {
    fc.assert(
      fc.property(recordLengths, fc.integer({ min: 1, max: 9 }), (records, n) => {
        const shards = cutBetweenRecords(records, n);
        const whole = records.filter(({ length }) => length > 0);
        expect(shards.length).toBeLessThanOrEqual(n);
        expect(shards.flatMap(({ regions }) => regions)).toEqual(
          whole.map(({ name, length }) => ({ sequence: name, start: 0, end: length, ownEnd: length })),
        );
        expect(isCutInside(shards, records)).toBe(false);
      }),
    );
  });

  it("gives equal records to as many pieces", () => {
    const records = Array.from({ length: 6 }, (_, i) => ({ name: `r${i}`, length: 10 }));
    expect(cutBetweenRecords(records, 3).map(({ regions }) => regions.length)).toEqual([2, 2, 2]);
  });
});
