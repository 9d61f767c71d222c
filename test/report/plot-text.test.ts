import { describe, expect, it } from "vitest";
import { learningCurve } from "../../src/report/learning-curve.ts";
import { plotText } from "../../src/report/plot-text.ts";

describe("plotText", () => {
  it("puts the ends of the axes at the edges, and leaves out what lies beyond", () => {
    const points: [number, number][] = [
      [0, 1],
      [10, 100],
      [5, 10],
      [11, 50],
      [5, Number.NaN],
    ];
    const text = plotText({
      series: [{ mark: "o", points }],
      ...{ columns: 27, rows: 3, xLabel: "step" },
      ...{ x: [0, 10], y: [1, 100], logarithmic: true },
    });
    expect(text).toBe(
      `100 |                    o\n    |          o\n  1 |o\n    +---------------------\n     0       step       10\n`,
    );
  });

  it("puts marks that would hide each other side by side, and factors of x at equal widths", () => {
    const points: [number, number][] = [
      [1, 1],
      [10, 1],
      [100, 1],
    ];
    const text = plotText({
      series: ["a", "b", "c"].map((mark) => ({ mark, points })),
      ...{ columns: 29, rows: 1, xLabel: "n" },
      ...{ x: [1, 100], y: [1, 2], logarithmicX: true, sideBySide: true },
    });
    expect(text.split("\n")[0]).toBe("2 |abc        abc        abc");
  });
});

describe("learningCurve", () => {
  it("marks the best epoch, within the width", async () => {
    const history = Array.from({ length: 12 }, (_, i) => ({
      epoch: i + 1,
      trainingLoss: 0.7 * 0.75 ** i,
      validationLoss: 0.2 + 0.007 * (i - 8) ** 2,
    }));
    const text = learningCurve(history, 9, 80);
    expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(text.split("*").length).toBe(3);
    await expect(text).toMatchFileSnapshot("../golden/learning-curve.txt");
  });
});
