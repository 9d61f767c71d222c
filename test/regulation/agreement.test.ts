import { describe, expect, it } from "vitest";
import { agreement, ranks } from "../../src/regulation/agreement.ts";

const of = (measured: number[], predicted: number[]) =>
  agreement(Float64Array.from(measured), Float64Array.from(predicted));

describe("agreement of predictions with measurements", () => {
  it("R² and RMSE by hand, R² below 0 where the mean would do better", () => {
    expect(of([1, 2, 3, 4], [1, 2, 3, 4])).toEqual({ points: 4, r2: 1, rmse: 0, spearman: 1 });
    expect(of([1, 2, 3, 4], [2.5, 2.5, 2.5, 2.5])).toMatchObject({ r2: 0, spearman: null });
    const { r2, rmse, spearman } = of([1, 2, 3, 4], [4, 3, 2, 1]);
    expect([r2, spearman]).toEqual([1 - 20 / 5, -1]);
    expect(rmse).toBeCloseTo(Math.sqrt(5), 14);
    expect(of([2, 2], [1, 3])).toMatchObject({ r2: null, spearman: null });
  });

  it("Spearman's correlation shares ranks among ties (scipy.stats.spearmanr)", () => {
    expect([...ranks(Float64Array.of(3, 1, 3, 2))]).toEqual([3.5, 1, 3.5, 2]);
    expect(of([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]).spearman).toBeCloseTo(0.8207826816681233, 14);
  });
});
