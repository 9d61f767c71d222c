import { type MapShape, paddingOf, product, type SizedLayer, sides } from "./layers.ts";
import { layerText } from "./template.ts";

/** One layer as the shape calculator shows it. */
export interface ShapeRow {
  readonly layer: string;
  readonly output: MapShape;
  readonly weights: number;
  readonly biases: number;
  /** Parameters so far. */
  readonly total: number;
  /** Parameters of this layer if every window had a filter of its own. */
  readonly unshared: number;
  /** Input positions along each axis that one output number depends on; all of them behind a fully connected layer. */
  readonly receptiveField: MapShape;
  /** What does not fit, and what would. */
  readonly note: string;
}

/** Sizes, parameters and receptive fields of layers already sized over `input`. */
export function shapeRows(layers: readonly SizedLayer[], input: MapShape): ShapeRow[] {
  const positions = input.slice(0, -1);
  let field = positions.map(() => 1);
  let [total, jump] = [0, 1];
  return layers.map((sized): ShapeRow => {
    const { layer, output, weightShape, biases } = sized;
    if (layer.kind === "conv" || layer.kind === "pool") {
      const widths = sides(layer, sized.input);
      field = field.map((size, axis) => Math.min(positions[axis], size + (widths[axis] - 1) * jump));
      jump *= layer.width === "global" ? 1 : layer.stride;
    }
    if (layer.kind === "fc") field = positions;
    const weights = biases > 0 ? product(weightShape) : 0;
    total += weights + biases;
    const unshared = layer.kind === "conv" ? product(output) * (product(weightShape.slice(1)) + 1) : weights + biases;
    return {
      ...{ layer: layerText(layer), output, weights, biases, total, unshared },
      receptiveField: field,
      note: misfitNote(sized),
    };
  });
}

/** What happens to positions that fill no window, and the nearest paddings and strides that leave none over. */
function misfitNote({ layer, input, misfit }: SizedLayer): string {
  if (misfit === undefined || (layer.kind !== "conv" && layer.kind !== "pool")) return "";
  const padding = layer.kind === "conv" ? paddingOf(layer) : 0;
  /** Positions over along the axes, all together. */
  const left = (p: number, s: number) =>
    sides(layer, input).reduce((sum, width, axis) => sum + ((input[axis] + 2 * p - width) % s), 0);
  const strides = nearest(layer.stride, (s) => s >= 1 && left(padding, s) === 0);
  const paddings = layer.kind === "conv" ? nearest(padding, (p) => p >= 0 && left(p, layer.stride) === 0) : [];
  const fits = [...paddings.map((p) => `pad ${p}`), ...strides.map((s) => `stride ${s}`)].join(" or ");
  const exact = Number(misfit.exact.toPrecision(6));
  const lost = misfit.lost === 1 ? "the last position is" : `the last ${misfit.lost} positions are`;
  return `does not fit: ${exact} windows, the floor counts, ${lost} never seen${fits === "" ? "" : `; ${fits} would fit`}`;
}

/** The nearest fitting values below and above, when there are any within ten. */
function nearest(value: number, fits: (candidate: number) => boolean): number[] {
  const steps = Array.from({ length: 10 }, (_, i) => i + 1);
  const below = steps.map((step) => value - step).find((candidate) => candidate >= 0 && fits(candidate));
  const above = steps.map((step) => value + step).find(fits);
  return [below, above].filter((candidate) => candidate !== undefined);
}
