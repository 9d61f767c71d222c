import { expect, it } from "vitest";
import { exampleOf } from "../../src/cnn/examples.ts";
import { explainStep } from "../../src/cnn/explain.ts";
import { golden, goldenCodes, goldenNetwork, goldenParameters } from "./golden.ts";

it("explainStep shows the numbers of the graph", () => {
  const [net] = golden.nets;
  const example = exampleOf({ name: "first", codes: goldenCodes(net)[0] }, 0);
  const lines = explainStep(goldenNetwork(net), goldenParameters(net), example, "adam", { learningRate: 0.001 });
  const [logit] = (net.logits as number[][])[0];
  const loss = Math.log1p(Math.exp(logit));
  expect(lines).toContain(`  sigmoid -> ${(1 / (1 + Math.exp(-logit))).toPrecision(4)}; loss ${loss.toPrecision(4)}`);
  expect(lines.some((line) => line.startsWith("  conv1.w: gradient"))).toBe(true);
  // Adam's first step moves every weight that has a gradient by the learning rate.
  expect(lines.find((line) => line.startsWith("  fc2.b"))).toContain("step up to 0.001, 0 of 1 stay");
});
