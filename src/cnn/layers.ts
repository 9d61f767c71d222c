import { usageError } from "../errors.ts";

export interface Convolution {
  readonly kind: "conv";
  readonly filters: number;
  readonly width: number;
  /** Second side of the filter, over images only. */
  readonly height?: number;
  readonly stride: number;
  /** Rows of zeros at each end; `same`: as many as keep the length. */
  readonly padding: number | "same";
}

export interface Pool {
  readonly kind: "pool";
  readonly how: "max" | "average";
  /** `global`: one window over everything. */
  readonly width: number | "global";
  readonly stride: number;
}

export interface FullyConnected {
  readonly kind: "fc";
  readonly units: number;
}

/** A layer as the template names it, before any size is known. */
export type Layer = Convolution | { readonly kind: "relu" } | Pool | FullyConnected;

/** Sizes of a map: [length, channels] of a sequence, [width, height, channels] of an image; [units] behind a FC layer. */
export type MapShape = readonly number[];

/** A layer in its place: what comes in, what goes out, what it learns. */
export interface SizedLayer {
  readonly layer: Layer;
  /** `conv1`, `fc2`; relu and pool have their kind. */
  readonly name: string;
  readonly input: MapShape;
  readonly output: MapShape;
  /** [filter][position…][channel] or [unit][input]; empty for layers that learn nothing. */
  readonly weightShape: readonly number[];
  readonly biases: number;
  /** Steps between windows that do not come out whole. */
  readonly misfit?: Misfit;
}

/** (length + 2·padding − width) / stride is no whole number: the floor counts and the last columns are never seen. */
export interface Misfit {
  /** Exact number of windows, with its fraction. */
  readonly exact: number;
  readonly lost: number;
}

export const product = (sizes: readonly number[]) => sizes.reduce((total, size) => total * size, 1);

/** Puts the layers one after another over an input. Throws a usage error when a window is wider than what it slides over. */
export function sizeLayers(layers: readonly Layer[], input: MapShape): SizedLayer[] {
  const counts = { conv: 0, fc: 0 };
  let shape = input;
  return layers.map((layer) => {
    const name = layer.kind === "conv" || layer.kind === "fc" ? `${layer.kind}${++counts[layer.kind]}` : layer.kind;
    const sized = sizeLayer(layer, name, shape);
    shape = sized.output;
    return sized;
  });
}

function sizeLayer(layer: Layer, name: string, input: MapShape): SizedLayer {
  const plain = { layer, name, input, weightShape: [], biases: 0 };
  switch (layer.kind) {
    case "relu":
      return { ...plain, output: input };
    case "fc":
      return { ...plain, output: [layer.units], weightShape: [layer.units, product(input)], biases: layer.units };
    case "pool":
      return { ...plain, ...slide(input, layer, "pool", 0, input[input.length - 1]) };
    case "conv": {
      const channels = input[input.length - 1];
      const weightShape = [layer.filters, ...sides(layer, input), channels];
      const windows = slide(input, layer, name, paddingOf(layer), layer.filters);
      return { ...plain, ...windows, weightShape, biases: layer.filters };
    }
  }
}

/** Zeros at each end of a convolution. Throws a usage error when `same` is asked for and cannot be. */
export function paddingOf({ padding, width, stride }: Convolution): number {
  if (padding !== "same") return padding;
  if (width % 2 === 0 || stride !== 1) {
    throw usageError(`pad same needs an odd width and stride 1; the filter is ${width} wide with stride ${stride}`);
  }
  return (width - 1) / 2;
}

/** Width of the window along each axis but the channels'. */
export function sides(layer: Convolution | Pool, input: MapShape): readonly number[] {
  const axes = input.slice(0, -1);
  if (layer.width === "global") return axes;
  const { width } = layer;
  if (layer.kind === "conv" && layer.height !== undefined && axes.length === 1) {
    throw usageError(`a filter of ${width}x${layer.height} needs an image; over a sequence give one width`);
  }
  return axes.map((_, axis) => (axis === 1 && layer.kind === "conv" ? (layer.height ?? width) : width));
}

function slide(
  input: MapShape,
  layer: Convolution | Pool,
  name: string,
  padding: number,
  channels: number,
): { output: MapShape; misfit?: Misfit } {
  if (input.length < 2)
    throw usageError(`${name} cannot follow a fully connected layer: there is no map left to slide over`);
  const stride = layer.width === "global" ? 1 : layer.stride;
  let misfit: Misfit | undefined;
  const windows = sides(layer, input).map((width, axis) => {
    const padded = input[axis] + 2 * padding;
    if (width > padded) {
      const what = layer.kind === "conv" ? "filter" : "window";
      throw usageError(
        `${name}: the ${what} is ${width} wide, but only ${padded} positions come in; make it narrower or pad`,
      );
    }
    const exact = (padded - width) / stride + 1;
    const lost = (padded - width) % stride;
    if (lost > 0) misfit = { exact, lost };
    return Math.floor(exact);
  });
  return { output: [...windows, channels], ...(misfit === undefined ? {} : { misfit }) };
}
