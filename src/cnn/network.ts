import { usageError } from "../errors.ts";
import type { RandomStream } from "../random.ts";
import { type Initializer, initializeWeights } from "./initializers.ts";
import { product, type SizedLayer, sizeLayers } from "./layers.ts";
import type { Output } from "./losses.ts";
import type { Template } from "./template.ts";

/** Channels of one-hot DNA: A, C, G, T. */
export const BASE_CHANNELS = 4;

/** A network over sequences of one length, all sizes known. */
export interface Network {
  readonly inputLength: number;
  readonly layers: readonly SizedLayer[];
  readonly output: Output;
  /** Number of logits. */
  readonly outputs: number;
}

/** What a layer learns, by name (`conv1.w`, `conv1.b`); weights [filter][position][channel] or [unit][input]. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/**
 * Sizes a template for sequences of `inputLength`. It must be [conv, relu, pool]… [fc, relu]… fc, output (relu and pool may
 * be left out). Throws a usage error otherwise, and for convolutions whose windows do not come out whole unless `allowMisfit`.
 */
export function buildNetwork(template: Template, inputLength: number, allowMisfit = false): Network {
  checkOrder(template);
  const layers = sizeLayers(template.layers, [inputLength, BASE_CHANNELS]);
  for (const { layer, name, misfit } of layers) {
    if (layer.kind === "conv" && misfit !== undefined && !allowMisfit) {
      throw usageError(
        `${name} does not fit: ${misfit.exact} windows of ${layer.width} with stride ${layer.stride}; see tatabox cnn shape`,
      );
    }
  }
  const last = template.layers[template.layers.length - 1];
  const outputs = last.kind === "fc" ? last.units : 0;
  return { inputLength, layers, output: template.output!, outputs };
}

function checkOrder({ layers, output }: Template): void {
  if (output === undefined) throw usageError("the layers must end in sigmoid, softmax or linear");
  const letters = layers.map(({ kind }) => ({ conv: "c", relu: "r", pool: "p", fc: "f" })[kind]).join("");
  if (!/^(c(rp?|p)?)*(fr?)*f$/.test(letters)) {
    throw usageError(
      "the layers must be [conv, relu, pool] any number of times, [fc, relu] any number of times, and one fc",
    );
  }
  const last = layers[layers.length - 1];
  if (output === "softmax" && last.kind === "fc" && last.units < 2) {
    throw usageError("softmax needs one fc unit for each class; for two classes fc 1 with sigmoid does as well");
  }
}

/** Weights drawn by the scheme, biases zero. */
export function initialParameters(network: Network, scheme: Initializer, random: RandomStream): Parameter[] {
  const parameters = emptyParameters(network);
  for (const { name, shape, values } of parameters) {
    if (name.endsWith(".w")) initializeWeights(scheme, shape, values, random);
  }
  return parameters;
}

export function emptyParameters({ layers }: Pick<Network, "layers">): Parameter[] {
  return layers
    .filter(({ biases }) => biases > 0)
    .flatMap(({ name, weightShape, biases }) => [
      { name: `${name}.w`, shape: weightShape, values: new Float64Array(product(weightShape)) },
      { name: `${name}.b`, shape: [biases], values: new Float64Array(biases) },
    ]);
}

export function parameterCount({ layers }: Pick<Network, "layers">): number {
  return layers.reduce((sum, { weightShape, biases }) => sum + (biases > 0 ? product(weightShape) + biases : 0), 0);
}
