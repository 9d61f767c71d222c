import fc from "fast-check";
import * as ort from "onnxruntime-web";
import { describe, expect, it } from "vitest";
import { oneHot } from "../../src/cnn/graph-network.ts";
import { type Model, modelEngine, predict } from "../../src/cnn/model.ts";
import { initialParameters, type Network } from "../../src/cnn/network.ts";
import { onnxModel } from "../../src/cnn/onnx.ts";
import { templateText } from "../../src/cnn/template.ts";
import { randomStream } from "../../src/random.ts";
import { randomCodes, randomNetworks } from "./random-networks.ts";

ort.env.wasm.numThreads = 1;

function modelOf(network: Network, bothStrands: boolean, seed: number): Model {
  const { layers, output, outputs, inputLength } = network;
  const template = { layers: layers.map(({ layer }) => layer), output };
  const parameters = initialParameters(network, "he", randomStream(seed, "weights"));
  const random = randomStream(seed, "biases");
  // Single precision, as a model file holds them; biases that are not zero.
  for (const { name, values } of parameters) {
    values.forEach((value, i) => {
      values[i] = Math.fround(name.endsWith(".b") ? random.uniform() - 0.5 : value);
    });
  }
  return {
    ...{ description: "", citation: "", alphabet: "ACGT", training: {}, parameters, output, inputLength, bothStrands },
    ...{ layers: templateText(template), classes: Array.from({ length: outputs }, (_, i) => `class${i}`) },
  };
}

/** One-hot [record][base][position]. */
function channelsFirst(records: readonly Uint8Array[], length: number): Float32Array {
  const { value } = oneHot([...records]);
  return Float32Array.from(value, (_, i) => {
    const [record, base, position] = [Math.floor(i / (4 * length)), Math.floor(i / length) % 4, i % length];
    return value[(record * length + position) * 4 + base];
  });
}

async function onnxValues(model: Model, records: readonly Uint8Array[]): Promise<Record<string, ArrayLike<number>>> {
  const session = await ort.InferenceSession.create(onnxModel(model), { executionProviders: ["wasm"] });
  const { inputLength } = model;
  const sequence = new ort.Tensor("float32", channelsFirst(records, inputLength), [records.length, 4, inputLength]);
  const results = await session.run({ sequence });
  const values = Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]);
  await session.release();
  return Object.fromEntries(values);
}

describe("onnxModel", () => {
  it("predicts under ONNX Runtime what the engine does, for networks of all kinds, on one strand and both", async () => {
    await fc.assert(
      fc.asyncProperty(randomNetworks, fc.boolean(), fc.integer({ min: 1, max: 1000 }), async (network, both, seed) => {
        const model = modelOf(network, both, seed);
        const records = randomCodes(network, 5, randomStream(seed, "records"));
        const own = predict(modelEngine(model), model, records);
        const theirs = await onnxValues(model, records);
        expect(Object.keys(theirs)).toEqual(model.output === "linear" ? ["logits"] : ["logits", "probabilities"]);
        own.logits.forEach((logit, i) => {
          expect(Math.abs(theirs.logits[i] - logit)).toBeLessThan(1e-5 * Math.max(1, Math.abs(logit)));
        });
        if (model.output !== "linear") {
          own.values.forEach((value, i) => {
            expect(Math.abs(theirs.probabilities[i] - value)).toBeLessThan(1e-5);
          });
        }
      }),
      { numRuns: 25 },
    );
  });
});
