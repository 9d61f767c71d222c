import { describe, expect, it } from "vitest";
import { classMeasures, twoClassMeasures, valueMeasures } from "../../src/cnn/evaluation.ts";
import { sizeLayers } from "../../src/cnn/layers.ts";
import { buildNetwork } from "../../src/cnn/network.ts";
import { PRESETS, preset } from "../../src/cnn/presets.ts";
import { shapeRows } from "../../src/cnn/shape-rows.ts";
import { parseTemplate } from "../../src/cnn/template.ts";
import { finished } from "../../src/steps.ts";

const named = (measures: { measure: string; value: number | undefined; note?: string }[]) =>
  Object.fromEntries(measures.map(({ measure, value, note }) => [measure, value ?? note]));

describe("measures", () => {
  it("two classes: values and intervals that hold them", () => {
    const logits = Array.from({ length: 100 }, (_, i) => ((i * 7) % 100) / 10 - 5);
    const positive = logits.map((z, i) => (z + (i % 3) > 1 ? 1 : 0));
    for (const { value, interval } of finished(twoClassMeasures(logits, positive, 0, 1))) {
      expect(interval![0]).toBeLessThanOrEqual(value!);
      expect(interval![1]).toBeGreaterThanOrEqual(value!);
    }
  });

  it("one class alone: says so instead of 0 or NaN", () => {
    const measures = named(finished(twoClassMeasures([1, 2, -1], [1, 1, 1], 0, 1)));
    expect(measures.AUC).toBe("only positives");
    expect(measures["CC (Matthews)"]).toBe("only positives");
    expect(measures["Sn (sensitivity)"]).toBeCloseTo(2 / 3, 12);
  });

  it("several classes: a class without sequences has no error rate", () => {
    const measures = named(finished(classMeasures([2, 1, 0, 0, 1, 0], [0, 0], ["a", "b", "c"], 1)));
    expect(measures.error).toBe(0.5);
    expect(measures["error of a"]).toBe(0.5);
    expect(measures["error of b"]).toBe("no sequences of this class");
  });

  it("several classes: every measure has an interval that holds it", () => {
    const targets = Array.from({ length: 90 }, (_, i) => i % 3);
    const logits = targets.flatMap((target, i) =>
      [0, 1, 2].map((k) => ((i * 7 + k * 5) % 11) / 5 + Number(k === target)),
    );
    const measures = finished(classMeasures(logits, targets, ["a", "b", "c"], 1));
    expect(measures.length).toBe(7);
    for (const { value, interval } of measures) {
      expect(interval![0]).toBeLessThan(value!);
      expect(interval![1]).toBeGreaterThan(value!);
    }
  });

  it("values: root mean squared error and correlation", () => {
    const measures = named(valueMeasures([1, 2, 3], [2, 4, 6]));
    expect(measures["root mean squared error"]).toBeCloseTo(Math.sqrt(14 / 3), 12);
    expect(measures["correlation (Pearson)"]).toBeCloseTo(1, 12);
    expect(named(valueMeasures([1, 1], [1, 2]))["correlation (Pearson)"]).toBe("all values are equal");
  });
});

describe("shapeRows", () => {
  const rows = (text: string, input: readonly number[]) =>
    shapeRows(sizeLayers(parseTemplate(text).layers, input), input);

  it("CS231n's example: 290,400 units, 34,848 + 96 parameters shared, 105,705,600 not", () => {
    const [row] = rows("conv 96 11x11 stride 4 pad 0", [227, 227, 3]);
    expect(row).toMatchObject({ weights: 34_848, biases: 96, total: 34_944, unshared: 105_705_600 });
    expect(row.output.reduce((a, b) => a * b)).toBe(290_400);
  });

  it("receptive fields grow by the strides below", () => {
    const fields = rows("conv 4x5, pool 2, conv 4x3, pool 2, fc 1", [40, 4]).map((row) => row.receptiveField);
    expect(fields).toEqual([[5], [6], [10], [12], [40]]);
  });

  it("receptive fields of images grow along each axis by itself, and end at the edges", () => {
    const fields = rows("conv 4 3x5, pool 2, conv 2 3x3, fc 2", [10, 14, 3]).map((row) => row.receptiveField);
    expect(fields).toEqual([
      [3, 5],
      [4, 6],
      [8, 10],
      [10, 14],
    ]);
    expect(rows("conv 4x7 pad 6", [5, 4])[0].receptiveField).toEqual([5]);
  });

  it("10 positions, width 3, stride 2: the fraction, what is lost and what would fit", () => {
    const [row] = rows("conv 1x3 stride 2", [10, 4]);
    expect(row.note).toBe(
      "does not fit: 4.5 windows, the floor counts, the last position is never seen; stride 1 or stride 7 would fit",
    );
    expect(rows("conv 1x4 stride 3 pad 1", [11, 4])[0].note).toBe("");
    expect(rows("conv 1x4 stride 3 pad 2", [11, 4])[0].note).toContain("pad 1 or pad 4");
  });
});

describe("presets", () => {
  it.each(PRESETS)("%s fits sequences of any usual length and any number of classes", (name) => {
    for (const length of [8, 60, 101, 251, 1000]) {
      const two = buildNetwork(parseTemplate(preset(name, length, 1, "sigmoid").layers), length);
      const four = buildNetwork(parseTemplate(preset(name, length, 4, "softmax").layers), length);
      expect([two.outputs, two.output, four.outputs, four.output]).toEqual([1, "sigmoid", 4, "softmax"]);
    }
  });
});
