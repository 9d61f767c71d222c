import { describe, expect, it } from "vitest";
import { randomStream } from "../src/random.ts";

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);

/** Σ (observed − expected)² / expected of equally likely cells. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, n) => sum + n, 0) / counts.length;
  return counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
}

describe("randomStream", () => {
  it("gives equal streams for equal seeds and names", () => {
    const a = randomStream(7, "shuffle", 3, "chr1");
    const b = randomStream(7, "shuffle", 3, "chr1");
    expect(draws(50, a.uniform)).toEqual(draws(50, b.uniform));
  });

  it("keeps its numbers from version to version", () => {
    const stream = randomStream(1, "fixed");
    expect(draws(6, () => stream.below(1000))).toEqual([136, 559, 89, 961, 852, 666]);
  });

  it("tells every seed and name from the others", () => {
    const seeds = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1].map((seed) => randomStream(seed, "a"));
    const names = [[], ["a", "b"], ["ab"], ["b", "a"], [1], ["1"], ["a", 1], ["a", 2], [""], ["", ""]].map((name) =>
      randomStream(1, ...name),
    );
    const first = [...seeds, ...names].map((stream) => stream.uniform());
    expect(new Set(first).size).toBe(first.length);
  });

  it("is even over the streams of neighbouring records (chi-square, 15 degrees, 99.9 %: 37.70)", () => {
    const counts = new Array<number>(16).fill(0);
    for (let record = 0; record < 16_000; record++) counts[randomStream(1, "shuffle", record).below(16)]++;
    expect(chiSquare(counts)).toBeLessThan(37.7);
    expect(chiSquare(counts)).toBeGreaterThan(3.48); // 0.1 %: no lattice either
  });

  it("draws below n evenly (chi-square, 6 degrees, 99.9 %: 22.46) and uniform in [0, 1)", () => {
    const stream = randomStream(5, "even");
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[stream.below(7)]++;
    expect(chiSquare(counts)).toBeLessThan(22.46);
    const values = draws(10_000, stream.uniform);
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(Math.abs(values.reduce((sum, x) => sum + x, 0) / 10_000 - 0.5)).toBeLessThan(0.0087); // three sigma
  });

  it("shuffles evenly (24 orders; chi-square, 23 degrees, 99.9 %: 49.73) and only what it is asked to", () => {
    const stream = randomStream(9, "orders");
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const items = [0, 1, 2, 3, 4];
      stream.shuffle(items, 4);
      expect(items[4]).toBe(4);
      counts.set(items.join(""), (counts.get(items.join("")) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()])).toBeLessThan(49.73);
  });
});
