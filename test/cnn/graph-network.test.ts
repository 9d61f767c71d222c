import { describe, expect, it } from "vitest";
import { backward, input } from "../../src/cnn/graph.ts";
import { graphNetwork, oneHot } from "../../src/cnn/graph-network.ts";
import { batchLoss, loss, outputValues } from "../../src/cnn/losses.ts";
import { emptyParameters, type Network, type Parameter } from "../../src/cnn/network.ts";
import { convolution } from "../../src/cnn/operations/convolution.ts";
import { averagePool, maxPool } from "../../src/cnn/operations/pooling.ts";
import { optimizerStep } from "../../src/cnn/optimizers.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import {
  expectNear,
  flat,
  type GoldenNet,
  golden,
  goldenCodes,
  goldenNetwork,
  goldenParameters,
  type Nested,
  shapeOf,
  variant,
} from "./golden.ts";

const node = (nested: Nested) => input(flat(nested), shapeOf(nested));

describe("single layers equal PyTorch", () => {
  it.each(golden.conv1d)("convolution: length $length, width $width, stride $stride, pad $pad", (c) => {
    const [x, w, b] = [node(c.x), node(c.w), node(c.b)];
    const y = convolution(x, w, b, c.stride as number, c.pad as number);
    expect(y.shape).toEqual(shapeOf(c.y));
    expectNear(y.value, c.y);
    backward(y, flat(c.gradY));
    expectNear(x.gradient, c.gradX);
    expectNear(w.gradient, c.gradW);
    expectNear(b.gradient, c.gradB);
  });

  it.each(golden.pool)("$kind pool: length $length, width $width, stride $stride", (c) => {
    const x = node(c.x);
    const pool = (c.kind as unknown as string) === "max" ? maxPool : averagePool;
    const y = pool(x, c.width as number, c.stride as number);
    expectNear(y.value, c.y);
    backward(y, flat(c.gradY));
    expectNear(x.gradient, c.gradX);
  });

  it("the first of equal maxima takes the gradient", () => {
    const x = input([2, 2, 1], [1, 3, 1]);
    const y = maxPool(x, 3, 3);
    backward(y);
    expect([...x.gradient]).toEqual([1, 0, 0]);
  });

  it.each(golden.losses)("loss: $kind", ({ kind, z, target, loss: expected, gradZ, p }) => {
    const output = kind.startsWith("sigmoid") ? "sigmoid" : kind.startsWith("softmax") ? "softmax" : "linear";
    const logits = flat(z);
    const outputs = shapeOf(z)[1];
    const gradient = new Float64Array(logits.length);
    const value = batchLoss(output, logits, { values: flat(target) }, outputs, gradient);
    expect(Math.abs(value - expected)).toBeLessThan(1e-10);
    expectNear(gradient, gradZ);
    if (p === undefined) return;
    const rows = Array.from({ length: logits.length / outputs }, (_, r) =>
      logits.slice(r * outputs, (r + 1) * outputs),
    );
    expectNear(
      rows.flatMap((row) => [...outputValues(output, row)]),
      p,
    );
  });

  it("a filter and its reverse complement see the two strands alike", () => {
    const { sequence, revcomp, w, wRevcomp, y, yOfRevcomp } = golden.revcomp;
    const both = [...flat(w), ...flat(wRevcomp)];
    const [filters, width] = shapeOf(w);
    const scan = (text: string) =>
      convolution(
        oneHot([encodeText(text)]),
        input(both, [2 * filters, width, 4]),
        input(new Array(2 * filters).fill(0)),
        1,
        0,
      );
    expectNear(scan(sequence).value, y);
    expectNear(scan(revcomp).value, yOfRevcomp);
  });
});

function evaluate(network: Network, parameters: readonly Parameter[], net: GoldenNet) {
  const graph = graphNetwork(network, parameters, oneHot(goldenCodes(net)));
  const result = loss(network.output, graph.logits, { values: flat(net.targets) });
  backward(result);
  return { ...graph, loss: result };
}

describe.each(golden.nets)("network '$name' equals PyTorch", (net) => {
  const network = goldenNetwork(net);

  it("in every layer, the loss and every gradient", () => {
    const parameters = goldenParameters(net);
    const graph = evaluate(network, parameters, net);
    graph.trace.forEach((layer, i) => {
      expectNear(layer.value, net.trace[i]);
    });
    expect(Math.abs(graph.loss.value[0] - net.lossValue)).toBeLessThan(1e-10);
    expectNear(graph.input.gradient, net.gradInput);
    for (const [name, gradient] of Object.entries(net.grads)) {
      expectNear(graph.parameters.get(name)!.gradient, gradient);
    }
    expect(emptyParameters(network).map(({ name, shape }) => [name, shape])).toEqual(
      parameters.map(({ name, shape }) => [name, shape]),
    );
  });

  it.each(Object.entries(net.optimisers))("after one and three steps of %s", (name, expected) => {
    const parameters = goldenParameters(net);
    const steps = parameters.map(({ values }) =>
      optimizerStep(...withCount(variant(name, expected.hyper), values.length)),
    );
    for (let step = 1; step <= 3; step++) {
      const graph = evaluate(network, parameters, net);
      expect(Math.abs(graph.loss.value[0] - expected.lossBefore[step - 1])).toBeLessThan(1e-10);
      parameters.forEach(({ name: of, values }, i) => {
        steps[i](values, graph.parameters.get(of)!.gradient);
      });
      const wanted = step === 1 ? expected.paramsAfterStep1 : step === 3 ? expected.paramsAfterStep3 : {};
      for (const [of, values] of Object.entries(wanted)) {
        expectNear(parameters.find((parameter) => parameter.name === of)!.values, values);
      }
    }
    expect(Math.abs(evaluate(network, parameters, net).loss.value[0] - expected.lossAfterStep3)).toBeLessThan(1e-10);
  });
});

function withCount<A, B>([name, settings]: [A, B], count: number): [A, number, B] {
  return [name, count, settings];
}
