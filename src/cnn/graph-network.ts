import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import { input, type Node } from "./graph.ts";
import { paddingOf, type SizedLayer } from "./layers.ts";
import { BASE_CHANNELS, type Network, type Parameter } from "./network.ts";
import { convolution } from "./operations/convolution.ts";
import { dense } from "./operations/dense.ts";
import { gate } from "./operations/gates.ts";
import { averagePool, maxPool } from "./operations/pooling.ts";

/** A network as a graph over one batch. */
export interface GraphNetwork {
  readonly input: Node;
  readonly parameters: ReadonlyMap<string, Node>;
  /** Output of each layer, in order. */
  readonly trace: readonly Node[];
  readonly logits: Node;
}

/** One-hot rows A C G T; an unknown base is 0.25 of each. [record][position][base] */
export function oneHot(records: readonly Uint8Array[]): Node {
  const length = records[0].length;
  const values = new Float64Array(records.length * length * BASE_CHANNELS);
  records.forEach((codes, record) => {
    for (let i = 0; i < length; i++) {
      const at = (record * length + i) * BASE_CHANNELS;
      if (codes[i] < UNKNOWN_BASE) values[at + codes[i]] = 1;
      else values.fill(1 / BASE_CHANNELS, at, at + BASE_CHANNELS);
    }
  });
  return input(values, [records.length, length, BASE_CHANNELS]);
}

/** The network's graph over a batch of sequences of its length. */
export function graphNetwork(network: Network, parameters: readonly Parameter[], x: Node): GraphNetwork {
  const nodes = new Map(parameters.map(({ name, shape, values }) => [name, input(values, shape)]));
  const trace: Node[] = [];
  let at = x;
  for (const layer of network.layers) {
    at = applyLayer(layer, nodes, at);
    trace.push(at);
  }
  return { input: x, parameters: nodes, trace, logits: at };
}

function applyLayer({ layer, name }: SizedLayer, parameters: ReadonlyMap<string, Node>, x: Node): Node {
  const weights = parameters.get(`${name}.w`)!;
  const biases = parameters.get(`${name}.b`)!;
  switch (layer.kind) {
    case "conv":
      return convolution(x, weights, biases, layer.stride, paddingOf(layer));
    case "relu":
      return gate("relu", x);
    case "fc":
      return dense(x, weights, biases);
    case "pool": {
      const width = layer.width === "global" ? x.shape[1] : layer.width;
      return (layer.how === "max" ? maxPool : averagePool)(x, width, layer.stride);
    }
  }
}
