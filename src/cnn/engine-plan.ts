import { paddingOf, type SizedLayer } from "./layers.ts";
import type { Network } from "./network.ts";

/** The kernels work on 16 channels at once; what is made up to that stays 0 all along. */
export const LANES = 16;
const padded = (count: number) => Math.ceil(count / LANES) * LANES;

/** What a stage hands on: [position][channel], with rows of zeros around it for the next convolution's padding. */
interface StageMap {
  readonly positions: number;
  readonly channels: number;
  readonly paddedChannels: number;
  readonly margin: number;
}

interface Learned {
  /** `conv1`, `fc2`. */
  readonly name: string;
  readonly relu: boolean;
}

/** Windows of a pooling over a convolution's outputs; without pooling each output is a window of its own. */
interface Windows {
  readonly windows: number;
  readonly poolWidth: number;
  readonly poolStride: number;
}

export interface FirstStage extends Learned, Windows {
  readonly kind: "first";
  readonly width: number;
  readonly stride: number;
  readonly padding: number;
  readonly output: StageMap;
}

export interface ConvolutionStage extends Learned, Windows {
  readonly kind: "convolution";
  readonly width: number;
  readonly stride: number;
  readonly padding: number;
  /** Outputs of the convolution before pooling. */
  readonly positions: number;
  readonly output: StageMap;
}

export interface AverageStage extends Windows {
  readonly kind: "average";
  readonly output: StageMap;
}

export interface DenseStage extends Learned {
  readonly kind: "dense";
  readonly output: StageMap;
}

/** One step of the fast engine: a layer with the ReLU and the max pooling behind it. */
export type Stage = FirstStage | ConvolutionStage | AverageStage | DenseStage;

/** Groups a network's layers into stages. A fully connected first layer is a convolution as wide as the input. */
export function planStages({ layers }: Network): Stage[] {
  const stages: Stage[] = [];
  for (let at = 0; at < layers.length; ) {
    const run = [layers[at++]];
    while (at < layers.length && (layers[at].layer.kind === "relu" || layers[at].layer.kind === "pool"))
      run.push(layers[at++]);
    stages.push(...stagesOf(run, stages.length === 0, marginBefore(layers[at])));
  }
  return stages;
}

function marginBefore(next: SizedLayer | undefined): number {
  return next?.layer.kind === "conv" ? paddingOf(next.layer) : 0;
}

function stagesOf(run: readonly SizedLayer[], first: boolean, margin: number): Stage[] {
  const [{ layer, name, input, output }] = run;
  const relu = run.some((step) => step.layer.kind === "relu");
  const pool = run.find((step) => step.layer.kind === "pool");
  const isMax = pool?.layer.kind === "pool" && pool.layer.how === "max";
  const own = isMax || pool === undefined ? mapOf(run[run.length - 1].output, margin) : mapOf(output, 0);
  const learned = {
    name,
    relu,
    ...(isMax ? windowsOf(pool) : { windows: own.positions, poolWidth: 1, poolStride: 1 }),
  };
  const average: Stage[] =
    pool === undefined || isMax ? [] : [{ kind: "average", ...windowsOf(pool), output: mapOf(pool.output, margin) }];
  if (layer.kind === "conv") {
    const { width, stride } = layer;
    const sizes = { ...learned, width, stride, padding: paddingOf(layer), output: own };
    return [first ? { kind: "first", ...sizes } : { kind: "convolution", ...sizes, positions: output[0] }, ...average];
  }
  if (first) return [{ kind: "first", ...learned, width: input[0], stride: 1, padding: 0, output: own }];
  return [{ kind: "dense", name, relu, output: own }];
}

function mapOf(shape: readonly number[], margin: number): StageMap {
  const [positions, channels] = shape.length === 1 ? [1, shape[0]] : shape;
  return { positions, channels, paddedChannels: padded(channels), margin };
}

function windowsOf({ layer, input, output }: SizedLayer): Windows {
  if (layer.kind !== "pool") throw new Error("no pooling layer");
  const poolWidth = layer.width === "global" ? input[0] : layer.width;
  return { windows: output[0], poolWidth, poolStride: layer.stride };
}
