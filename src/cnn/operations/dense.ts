import { type Node, node } from "../graph.ts";

/**
 * A fully connected layer. `x` [record][…] (a map is read position by position, all channels of each), `weights`
 * [output][input], `biases` [output] → [record][output].
 */
export function dense(x: Node, weights: Node, biases: Node): Node {
  const [units, inputs] = weights.shape;
  const records = x.value.length / inputs;
  const value = new Float64Array(records * units);
  for (let out = 0; out < value.length; out++) {
    const from = Math.floor(out / units) * inputs;
    const weight = (out % units) * inputs;
    let sum = biases.value[out % units];
    for (let i = 0; i < inputs; i++) sum += x.value[from + i] * weights.value[weight + i];
    value[out] = sum;
  }
  return node("fully connected", [records, units], value, [x, weights, biases], (gradient) => {
    for (let out = 0; out < gradient.length; out++) {
      const from = Math.floor(out / units) * inputs;
      const weight = (out % units) * inputs;
      biases.gradient[out % units] += gradient[out];
      for (let i = 0; i < inputs; i++) {
        x.gradient[from + i] += gradient[out] * weights.value[weight + i];
        weights.gradient[weight + i] += gradient[out] * x.value[from + i];
      }
    }
  });
}
