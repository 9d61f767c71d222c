import { describe, expect, it } from "vitest";
import type { EpochReport } from "../../src/cnn/training.ts";
import { trainingWatch } from "../../src/cnn/training-watch.ts";

/** What is said after each epoch of these training and validation losses. */
function said(losses: readonly (readonly [training: number, validation: number])[], more: Partial<EpochReport> = {}) {
  const watch = trainingWatch();
  let best = Number.POSITIVE_INFINITY;
  return losses.map(([trainingLoss, validationLoss], i) => {
    const isBest = validationLoss < best;
    if (isBest) best = validationLoss;
    const report = { epoch: i + 1, steps: 9, trainingLoss, validationLoss, best: isBest, blind: false, ...more };
    return watch(report);
  });
}

/** After which epochs something is said that includes `words`. */
function epochsSaying(words: string, losses: Parameters<typeof said>[0]): number[] {
  return said(losses).flatMap((text, i) => (text?.includes(words) ? [i + 1] : []));
}

describe("trainingWatch", () => {
  it("has nothing to say of losses that fall, or that waver about the best", () => {
    expect(said([...Array(9).keys()].map((i) => [0.7 / (i + 1), 0.69 / (i + 1)])).every((x) => x === undefined)).toBe(
      true,
    );
    const wavers = said([
      [0.7, 0.69],
      [0.4, 0.4],
      [0.3, 0.3],
      [0.2, 0.305],
      [0.19, 0.31],
      [0.18, 0.308],
      [0.17, 0.31],
    ]);
    expect(wavers.every((x) => x === undefined)).toBe(true);
  });

  it("says after three epochs that the loss has not moved", () => {
    const losses: Parameters<typeof said>[0] = [
      [0.698, 0.697],
      [0.697, 0.697],
      [0.698, 0.696],
      [0.697, 0.696],
    ];
    expect(epochsSaying("hardly moved in 3 epochs", losses)).toEqual([3]);
  });

  it("says once that the validation loss rises while the training loss falls", () => {
    const losses: Parameters<typeof said>[0] = [
      [0.7, 0.69],
      [0.4, 0.5],
      [0.3, 0.55],
      [0.2, 0.6],
      [0.1, 0.65],
      [0.05, 0.7],
    ];
    expect(epochsSaying("learned by heart", losses)).toEqual([5]);
  });

  it("is silent when the training loss rises too", () => {
    expect(
      said([
        [0.7, 0.69],
        [0.4, 0.5],
        [0.5, 0.6],
        [0.5, 0.7],
        [0.6, 0.8],
      ]).every((x) => x === undefined),
    ).toBe(true);
  });

  it("names a dead layer once, whenever it dies", () => {
    const [first, ...rest] = said(Array(5).fill([0.697, 0.697]), { blind: true, deadLayer: "fc1" });
    expect(first).toBe(
      "every sequence gets the same output: all units of fc1 are off; lower --learning-rate or use another --init",
    );
    expect(rest.every((x) => x === undefined)).toBe(true);
  });
});
