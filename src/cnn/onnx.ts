import { VERSION } from "../version.ts";
import { type MapShape, paddingOf, product, type SizedLayer } from "./layers.ts";
import { type Model, modelNetwork } from "./model.ts";
import { BASE_CHANNELS, type Parameter } from "./network.ts";
import { type OnnxNode, type OnnxTensor, type OnnxValue, onnxBytes } from "./onnx-messages.ts";

const INPUT = "sequence";
const LOGITS = "logits";

/** What is written for each layer: operators with their numbers. */
interface Part {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
}

/**
 * A model as an ONNX file. Input `sequence` [record][A C G T][position], one-hot, an unknown base 0.25 of each, nothing (all
 * 0) behind the end of a shorter sequence. Output `logits` [record][class], and `probabilities` unless the output is linear.
 * A model that reads both strands does so in the file: the other strand is the input turned along letters and positions, and
 * the larger logit counts. (A shorter sequence is turned with its padding: its other strand begins with nothing.)
 */
export function onnxModel(model: Model): Uint8Array {
  const { layers, outputs, output, inputLength } = modelNetwork(model);
  const strands = model.bothStrands ? BOTH_STRANDS : ONE_STRAND;
  const pairs = whole("pairs", 2, -1, outputs);
  const parts = [
    strands.before,
    ...layerParts(layers, model.parameters, strands.enters, strands.leaves),
    strands.after,
  ];
  const last = { sigmoid: "Sigmoid", softmax: "Softmax", linear: undefined }[output];
  const results: OnnxValue[] = [{ name: LOGITS, shape: ["records", outputs], description: logitText(model) }];
  const nodes = parts.flatMap((part) => part.nodes);
  if (last !== undefined) {
    nodes.push({ operator: last, inputs: [LOGITS], output: "probabilities" });
    results.push({ name: "probabilities", shape: ["records", outputs], description: model.classes.join(", ") });
  }
  return onnxBytes({
    name: "tatabox",
    description: model.description,
    version: VERSION,
    nodes,
    tensors: [...parts.flatMap((part) => part.tensors), ...(model.bothStrands ? [pairs] : [])],
    inputs: [
      {
        name: INPUT,
        shape: ["records", BASE_CHANNELS, inputLength],
        description: "one-hot rows A, C, G, T; an unknown base is 0.25 of each",
      },
    ],
    outputs: results,
    metadata: metadataOf(model),
  });
}

function logitText({ output, bothStrands, classes }: Model): string {
  const what = output === "linear" ? classes.join(", ") : `before the ${output}`;
  return bothStrands ? `${what}; the larger of the two strands` : what;
}

function metadataOf({ layers, alphabet, classes, threshold, bothStrands, citation }: Model): Record<string, string> {
  return {
    ...{ layers, alphabet, classes: classes.join("\t"), citation },
    strands: bothStrands ? "both; the file turns the sequence itself" : "given",
    ...(threshold === undefined ? {} : { threshold: String(threshold) }),
  };
}

const NOTHING: Part = { nodes: [], tensors: [] };
const ONE_STRAND = { before: NOTHING, enters: INPUT, leaves: LOGITS, after: NOTHING };

const whole = (name: string, ...values: readonly number[]): OnnxTensor => ({
  name,
  shape: [values.length],
  values: values.map(BigInt),
});

/** Beyond the first element, for a slice that runs backwards to it. */
const BEFORE_THE_FIRST = -(2 ** 31);

/** Records as they are, then all of them turned (A C G T backwards is T G C A); the larger logit of each pair. */
const BOTH_STRANDS = {
  before: {
    nodes: [
      { operator: "Slice", inputs: [INPUT, "from", "to", "axes", "steps"], output: "turned" },
      { operator: "Concat", inputs: [INPUT, "turned"], output: "strands", attributes: { axis: 0 } },
    ],
    tensors: [
      whole("from", -1, -1),
      whole("to", BEFORE_THE_FIRST, BEFORE_THE_FIRST),
      whole("axes", 1, 2),
      whole("steps", -1, -1),
    ],
  },
  enters: "strands",
  leaves: "strand_logits",
  after: {
    nodes: [
      { operator: "Reshape", inputs: ["strand_logits", "pairs"], output: "paired_logits" },
      { operator: "ReduceMax", inputs: ["paired_logits"], output: LOGITS, attributes: { axes: [0], keepdims: 0 } },
    ],
    tensors: [],
  },
};

function layerParts(
  layers: readonly SizedLayer[],
  parameters: readonly Parameter[],
  enters: string,
  leaves: string,
): Part[] {
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter.values]));
  let from = enters;
  return layers.map((sized, i) => {
    const to = i === layers.length - 1 ? leaves : `${sized.layer.kind}_${i + 1}`;
    const part = layerPart(sized, byName, from, to);
    from = to;
    return part;
  });
}

function layerPart(sized: SizedLayer, values: ReadonlyMap<string, Float64Array>, from: string, to: string): Part {
  const { layer, name } = sized;
  switch (layer.kind) {
    case "relu":
      return { nodes: [{ operator: "Relu", inputs: [from], output: to }], tensors: [] };
    case "pool": {
      const how = layer.how === "max" ? "MaxPool" : "AveragePool";
      const node =
        layer.width === "global"
          ? { operator: `Global${how}`, inputs: [from], output: to }
          : poolNode(how, layer.width, layer.stride, from, to);
      return { nodes: [node], tensors: [] };
    }
    case "conv": {
      const padding = paddingOf(layer);
      const attributes = { kernel_shape: [layer.width], strides: [layer.stride], pads: [padding, padding] };
      const node = { operator: "Conv", inputs: [from, `${name}.w`, `${name}.b`], output: to, attributes };
      return {
        nodes: [node],
        tensors: learned(sized, values, [layer.filters, sized.input[1], layer.width], sized.weightShape.slice(1)),
      };
    }
    case "fc": {
      const flat = `${to}_flat`;
      const nodes = [
        { operator: "Flatten", inputs: [from], output: flat, attributes: { axis: 1 } },
        { operator: "Gemm", inputs: [flat, `${name}.w`, `${name}.b`], output: to, attributes: { transB: 1 } },
      ];
      return { nodes, tensors: learned(sized, values, sized.weightShape, sized.input) };
    }
  }
}

function poolNode(operator: string, width: number, stride: number, from: string, to: string): OnnxNode {
  return { operator, inputs: [from], output: to, attributes: { kernel_shape: [width], strides: [stride] } };
}

/** Weights and biases; ONNX has channels before positions. */
function learned(
  { name, biases }: SizedLayer,
  values: ReadonlyMap<string, Float64Array>,
  shape: readonly number[],
  inner: MapShape,
): OnnxTensor[] {
  return [
    { name: `${name}.w`, shape, values: channelsFirst(values.get(`${name}.w`)!, inner) },
    { name: `${name}.b`, shape: [biases], values: values.get(`${name}.b`)! },
  ];
}

/** [unit][position][channel] to [unit][channel][position]; [unit][input] stays. */
function channelsFirst(values: Float64Array, inner: MapShape): Float64Array {
  if (inner.length === 1) return values;
  const [positions, channels] = inner;
  const size = product(inner);
  return values.map((_, i) => {
    const at = i % size;
    const [channel, position] = [Math.floor(at / positions), at % positions];
    return values[i - at + position * channels + channel];
  });
}
