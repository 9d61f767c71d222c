import { describe, expect, it } from "vitest";
import { leastSquares } from "../../src/regulation/least-squares.ts";

describe("least squares", () => {
  it("solves Rosenbrock's valley and a straight line", async () => {
    const valley = ([x, y]: readonly number[]) => Float64Array.of(10 * (y - x * x), 1 - x);
    const { place, sum } = await leastSquares(valley, [-1.2, 1], 200);
    expect(place[0]).toBeCloseTo(1, 4);
    expect(place[1]).toBeCloseTo(1, 4);
    expect(sum).toBeLessThan(1e-8);
    const line = ([a, b]: readonly number[]) => Float64Array.from([0, 1, 2, 3], (x) => a + b * x - [1, 3, 2, 4][x]);
    const fit = await leastSquares(line, [0, 0], 50);
    // By the normal equations: slope 0.8, intercept 1.3, residual sum 1.8.
    expect(fit.place[0]).toBeCloseTo(1.3, 4);
    expect(fit.place[1]).toBeCloseTo(0.8, 4);
    expect(fit.sum).toBeCloseTo(1.8, 8);
  });

  it("never goes uphill, and stays where nothing hangs on the place", async () => {
    const sums: number[] = [];
    const bumpy = ([x]: readonly number[]) => Float64Array.of(Math.sin(3 * x) + 2, x / 10);
    await leastSquares(bumpy, [4], 30, (_, sum) => {
      sums.push(sum);
      return undefined;
    });
    expect(sums.length).toBeGreaterThan(1);
    expect(sums).toEqual(sums.toSorted((a, b) => b - a));
    expect((await leastSquares(() => Float64Array.of(1), [3], 10)).place).toEqual([3]);
  });
});
