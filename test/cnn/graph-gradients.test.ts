import fc from "fast-check";
import { expect, it } from "vitest";
import { backward } from "../../src/cnn/graph.ts";
import { graphNetwork, oneHot } from "../../src/cnn/graph-network.ts";
import { loss } from "../../src/cnn/losses.ts";
import { initialParameters } from "../../src/cnn/network.ts";
import { randomStream } from "../../src/random.ts";
import { randomCodes, randomNetworks, randomTargets } from "./random-networks.ts";

const STEP = 1e-6;

it("gradients of random networks equal central differences in every parameter", () => {
  fc.assert(
    fc.property(randomNetworks, fc.nat(1000), (network, seed) => {
      const random = randomStream(seed, "gradients");
      const parameters = initialParameters(network, "he", random);
      for (const { values } of parameters) for (let i = 0; i < values.length; i++) values[i] += 0.1 * random.uniform();
      const x = oneHot(randomCodes(network, 3, random));
      const values = randomTargets(network, 3, random);
      const evaluate = () => {
        const graph = graphNetwork(network, parameters, x);
        return { ...graph, result: loss(network.output, graph.logits, { values }) };
      };
      const graph = evaluate();
      backward(graph.result);
      for (const parameter of parameters) {
        const i = random.below(parameter.values.length);
        const gradient = graph.parameters.get(parameter.name)!.gradient[i];
        const kept = parameter.values[i];
        const at = (h: number) => {
          parameter.values[i] = kept + h;
          return evaluate().result.value[0];
        };
        const [left, here, right] = [at(-STEP), at(0), at(STEP)];
        // At a kink of relu or max the slopes of the two sides differ.
        if (Math.abs(left + right - 2 * here) > 1e-11 * Math.max(1, here)) continue;
        // A kink too small to be seen there still tilts the slope, by up to 5e-6 of the loss.
        const size = Math.max(1, Math.abs(gradient), here);
        expect(Math.abs((right - left) / (2 * STEP) - gradient)).toBeLessThan(2e-5 * size);
      }
    }),
    { numRuns: 200 },
  );
});
