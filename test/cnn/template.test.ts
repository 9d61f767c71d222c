import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fansOf, INITIALIZERS, initializeWeights, weightScale } from "../../src/cnn/initializers.ts";
import { type Layer, sizeLayers } from "../../src/cnn/layers.ts";
import { buildNetwork, initialParameters, parameterCount } from "../../src/cnn/network.ts";
import { parseTemplate, templateText } from "../../src/cnn/template.ts";
import { randomStream } from "../../src/random.ts";
import { golden } from "./golden.ts";

const size = fc.integer({ min: 1, max: 40 });
const layers: fc.Arbitrary<Layer> = fc.oneof(
  fc
    .record({ filters: size, width: size, stride: size, padding: fc.oneof(fc.nat(9), fc.constant("same" as const)) })
    .map((sizes) => ({ kind: "conv" as const, ...sizes })),
  fc.constant({ kind: "relu" as const }),
  fc
    .record({ how: fc.constantFrom("max" as const, "average" as const), width: size, stride: size })
    .map((sizes) => ({ kind: "pool" as const, ...sizes })),
  fc.constantFrom("max" as const, "average" as const).map((how) => ({
    kind: "pool" as const,
    how,
    width: "global" as const,
    stride: 1,
  })),
  size.map((units) => ({ kind: "fc" as const, units })),
);

describe("parseTemplate", () => {
  it("reads every way of writing a layer", () => {
    expect(
      parseTemplate("Conv 16x24 stride 2 pad 3, relu, maxpool 4, pool 3 stride 2, pool global, fc 1, sigmoid"),
    ).toEqual({
      layers: [
        { kind: "conv", filters: 16, width: 24, stride: 2, padding: 3 },
        { kind: "relu" },
        { kind: "pool", how: "max", width: 4, stride: 4 },
        { kind: "pool", how: "max", width: 3, stride: 2 },
        { kind: "pool", how: "max", width: "global", stride: 1 },
        { kind: "fc", units: 1 },
      ],
      output: "sigmoid",
    });
    expect(parseTemplate("conv 96 11x11 stride 4 pad 0").layers).toEqual([
      { kind: "conv", filters: 96, width: 11, height: 11, stride: 4, padding: 0 },
    ]);
    expect(parseTemplate("conv 8 5 pad same, pool average 2").layers[1]).toEqual({
      kind: "pool",
      how: "average",
      width: 2,
      stride: 2,
    });
  });

  it("reads back what it writes", () => {
    fc.assert(
      fc.property(fc.array(layers, { minLength: 1, maxLength: 6 }), (list) => {
        expect(parseTemplate(templateText({ layers: list, output: "softmax" }))).toEqual({
          layers: list,
          output: "softmax",
        });
      }),
    );
  });

  it.each([
    ["convv 3x4", "unknown layer 'convv'; did you mean 'conv'?"],
    ["conv 3", "'conv 3': expected width (a whole number from 1), but nothing is there"],
    ["conv 3x0", "but '0' is there"],
    ["conv 3x4 strid 2", "do not know what to do with 'strid 2'"],
    ["fc 3,, relu", "an empty layer"],
    ["sigmoid, fc 1", "'sigmoid' belongs at the end"],
    ["pool 2x3", "windows are square"],
    ["", "an empty layer"],
  ])("%j is refused: %s", (text, message) => {
    expect(() => parseTemplate(text)).toThrow(message);
  });
});

describe("sizes", () => {
  const sizes = (text: string, input: readonly number[]) => sizeLayers(parseTemplate(text).layers, input);

  it("CS231n's first layer of AlexNet: 227x227x3, 96 filters of 11, stride 4", () => {
    const [conv] = sizes("conv 96 11x11 stride 4", [227, 227, 3]);
    expect(conv.output).toEqual([55, 55, 96]);
    expect(conv.weightShape).toEqual([96, 11, 11, 3]);
  });

  it("DNA: 101x4 under 16 filters of 24 gives 78x16", () => {
    const [conv, relu, pool, fc1] = sizes("conv 16x24, relu, pool global, fc 32", [101, 4]);
    expect([conv.output, relu.output, pool.output, fc1.output]).toEqual([[78, 16], [78, 16], [1, 16], [32]]);
    expect(fc1.weightShape).toEqual([32, 16]);
  });

  it("10 positions, width 3, stride 2: 4.5 windows, the floor counts, one position is lost", () => {
    const [conv] = sizes("conv 1x3 stride 2", [10, 4]);
    expect(conv.output).toEqual([4, 1]);
    expect(conv.misfit).toEqual({ exact: 4.5, lost: 1 });
  });

  it.each([
    ["conv 1x11", "conv1: the filter is 11 wide, but only 10 positions come in"],
    ["conv 1x4 pad same", "pad same needs an odd width"],
    ["fc 3, pool 2", "cannot follow a fully connected layer"],
    ["conv 1 3x3", "needs an image"],
  ])("%j is refused over 10 bases: %s", (text, message) => {
    expect(() => sizes(text, [10, 4])).toThrow(message);
  });
});

describe("buildNetwork", () => {
  const build = (text: string, length = 50) => buildNetwork(parseTemplate(text), length);

  it("counts parameters", () => {
    expect(parameterCount(build("conv 16x24, relu, pool global, fc 32, relu, fc 1, sigmoid", 101))).toBe(
      1536 + 16 + 512 + 32 + 32 + 1,
    );
  });

  it.each([
    ["conv 4x8, relu", "must end in sigmoid, softmax or linear"],
    ["conv 4x8, relu, sigmoid", "the layers must be"],
    ["fc 3, conv 4x8, fc 1, sigmoid", "the layers must be"],
    ["conv 4x7 stride 2, fc 1, sigmoid", "conv1 does not fit: 22.5 windows"],
    ["fc 1, softmax", "softmax needs one fc unit for each class"],
  ])("%j is refused: %s", (text, message) => {
    expect(() => build(text)).toThrow(message);
  });
});

describe("initial values", () => {
  it("scales equal the oracle's (fan-in, fan-out, limits, deviations)", () => {
    const [conv, fc1] = Object.values(golden.init);
    const fans = fansOf([16, 24, 4]);
    expect(fans).toEqual({ in: conv.fan_in, out: conv.fan_out });
    expect(weightScale("inverse-sqrt", fans).size).toBeCloseTo(conv.sqrtn_std, 12);
    expect(weightScale("glorot", fans).size).toBeCloseTo(conv.glorot_uniform_limit, 12);
    expect(weightScale("he", fans).size).toBeCloseTo(conv.he_normal_std, 12);
    expect(fansOf([32, 16])).toEqual({ in: fc1.fan_in, out: fc1.fan_out });
    expect(weightScale("glorot", fansOf([32, 16])).size).toBeCloseTo(fc1.glorot_uniform_limit, 12);
  });

  it.each(INITIALIZERS)("%s: mean 0, the promised spread, the same numbers for the same seed", (scheme) => {
    const shape = [200, 25, 4];
    const draw = () => {
      const weights = new Float64Array(20_000);
      initializeWeights(scheme, shape, weights, randomStream(7, "test"));
      return weights;
    };
    const weights = draw();
    const { kind, size: spread } = weightScale(scheme, fansOf(shape));
    const deviation = kind === "uniform" ? spread / Math.sqrt(3) : spread;
    const square = weights.reduce((sum, w) => sum + w * w, 0) / weights.length;
    expect(Math.abs(Math.sqrt(square) - deviation)).toBeLessThanOrEqual(0.02 * deviation);
    expect(Math.abs(weights.reduce((sum, w) => sum + w, 0) / weights.length)).toBeLessThanOrEqual(0.03 * deviation);
    expect(draw()).toEqual(weights);
  });

  it("biases start at zero", () => {
    const network = buildNetwork(parseTemplate("conv 4x8, relu, pool global, fc 1, sigmoid"), 20);
    const parameters = initialParameters(network, "he", randomStream(1));
    expect(
      parameters.filter(({ name }) => name.endsWith(".b")).every(({ values }) => values.every((b) => b === 0)),
    ).toBe(true);
    expect(parameters[0].values.some((w) => w !== 0)).toBe(true);
  });
});
