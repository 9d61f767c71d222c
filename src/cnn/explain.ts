import { formatGeneral } from "../printf.ts";
import type { Example } from "./examples.ts";
import { backward, type Node } from "./graph.ts";
import { graphNetwork, oneHot } from "./graph-network.ts";
import { loss, outputValues } from "./losses.ts";
import type { Network, Parameter } from "./network.ts";
import { OPTIMIZER_DEFAULTS, type OptimizerName, type OptimizerSettings, optimizerStep } from "./optimizers.ts";
import { layerText } from "./template.ts";

const number = (x: number) => formatGeneral(x, 4);

/**
 * One training step on one sequence in words: what each layer makes of it, the loss, how large a gradient comes back to each
 * layer, and what the optimiser makes of it. In double precision, on the given strand. The example must have the network's
 * length.
 */
export function explainStep(
  network: Network,
  parameters: readonly Parameter[],
  example: Example,
  optimizer: OptimizerName,
  rates: Partial<OptimizerSettings>,
): string[] {
  const graph = graphNetwork(network, parameters, oneHot([example.codes]));
  const result = loss(network.output, graph.logits, { values: [example.target] });
  backward(result);
  const values = [...outputValues(network.output, graph.logits.value)].map(number).join(", ");
  return [
    `one step on ${example.name} (${example.codes.length} bases, target ${example.target})`,
    "forward:",
    ...network.layers.map(
      ({ layer, output }, i) => `  ${layerText(layer)} -> ${output.join("x")}: ${spread(graph.trace[i].value)}`,
    ),
    `  ${network.output} -> ${values}; loss ${number(result.value[0])}`,
    "backward, gradient of the loss (root mean square):",
    ...network.layers.map((_, i) => backwardLine(network, graph.trace, network.layers.length - 1 - i)),
    `update by ${optimizer}, learning rate ${number(rates.learningRate ?? OPTIMIZER_DEFAULTS[optimizer].learningRate)}:`,
    ...parameters.map((parameter) => updateLine(parameter, graph.parameters.get(parameter.name)!, optimizer, rates)),
  ];
}

function spread(values: Float64Array): string {
  const zeros = values.reduce((count, x) => count + (x === 0 ? 1 : 0), 0);
  const [low, high] = values.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [Infinity, -Infinity]);
  const off = zeros === 0 ? "" : `, ${zeros} of ${values.length} are 0`;
  return `from ${number(low)} to ${number(high)}${off}`;
}

function backwardLine({ layers }: Network, trace: readonly Node[], i: number): string {
  const { gradient } = trace[i];
  const silent = gradient.reduce((count, g) => count + (g === 0 ? 1 : 0), 0);
  const note = silent === 0 ? "" : `, none through ${silent} of ${gradient.length}`;
  return `  ${layerText(layers[i].layer)}: ${number(rootMeanSquare(gradient))}${note}`;
}

function updateLine(
  { name, values }: Parameter,
  { gradient }: Node,
  optimizer: OptimizerName,
  rates: Partial<OptimizerSettings>,
): string {
  const moved = values.slice();
  optimizerStep(optimizer, values.length, rates)(moved, gradient);
  const largest = moved.reduce((most, x, i) => Math.max(most, Math.abs(x - values[i])), 0);
  const still = moved.reduce((count, x, i) => count + (x === values[i] ? 1 : 0), 0);
  return `  ${name}: gradient ${number(rootMeanSquare(gradient))}, step up to ${number(largest)}, ${still} of ${values.length} stay`;
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
}
