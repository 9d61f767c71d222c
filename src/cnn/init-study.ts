import { randomStream } from "../random.ts";
import { INITIALIZERS, normal, weightScale } from "./initializers.ts";

export const ACTIVATIONS = ["relu", "tanh"] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** The schemes of training, and twice 1/√n, which is sometimes printed beside Glorot's name. */
export const STUDIED = [...INITIALIZERS, "2/sqrt(n)"] as const;
export type Studied = (typeof STUDIED)[number];

export interface InitRow {
  readonly scheme: Studied;
  /** From 1. */
  readonly layer: number;
  /** Root of the mean square of the layer's outputs over all records and units. */
  readonly activation: number;
  /** The same of the gradient that arrives there, for a gradient of size 1 at the last layer. */
  readonly gradient: number;
  /** Share of the outputs that are off (relu: 0; tanh: beyond ±0.95). */
  readonly saturated: number;
  /** Different sums among the layer's units on the first record. */
  readonly distinct: number;
}

export interface InitSettings {
  readonly activation: Activation;
  readonly layers: number;
  readonly units: number;
  readonly records: number;
  readonly seed: number;
}

/** Standard normal input through `layers` fully connected layers of equal size, and a standard normal gradient back. */
export function initStudy(scheme: Studied, settings: InitSettings): InitRow[] {
  const { layers, units, records, seed, activation } = settings;
  const random = randomStream(seed, "init-study", scheme);
  const draw = drawer(scheme, units);
  const weights = Array.from({ length: layers }, () =>
    Float64Array.from({ length: units * units }, () => draw(normal(random), random.uniform())),
  );
  let x: Float64Array = Float64Array.from({ length: records * units }, () => normal(random));
  const passes = weights.map((matrix) => {
    const sums = times(x, matrix, units, false);
    x = activated(activation, sums);
    return { sums, out: x };
  });
  let gradient: Float64Array = Float64Array.from({ length: records * units }, () => normal(random));
  const rows: InitRow[] = [];
  for (let layer = layers; layer >= 1; layer--) {
    const { sums, out } = passes[layer - 1];
    rows.unshift({
      ...{ scheme, layer, activation: rootMeanSquare(out), gradient: rootMeanSquare(gradient) },
      saturated: out.filter((y) => (activation === "relu" ? y === 0 : Math.abs(y) > 0.95)).length / out.length,
      distinct: new Set(sums.subarray(0, units)).size,
    });
    const through = gradient.map((g, i) => g * (activation === "relu" ? (out[i] > 0 ? 1 : 0) : 1 - out[i] * out[i]));
    gradient = times(through, weights[layer - 1], units, true);
  }
  return rows;
}

function drawer(scheme: Studied, units: number): (normal: number, uniform: number) => number {
  if (scheme === "2/sqrt(n)") return (z) => (2 / Math.sqrt(units)) * z;
  const { kind, size } = weightScale(scheme, { in: units, out: units });
  return (z, u) => (kind === "normal" ? size * z : size * (2 * u - 1));
}

function activated(activation: Activation, sums: Float64Array): Float64Array {
  return sums.map(activation === "relu" ? (x) => Math.max(0, x) : Math.tanh);
}

/** Rows of `x` times the matrix [output][input], or times its transpose. */
function times(x: Float64Array, matrix: Float64Array, units: number, transposed: boolean): Float64Array {
  const out = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += units) {
    for (let o = 0; o < units; o++) {
      const row = o * units;
      if (transposed) {
        const factor = x[start + o];
        for (let i = 0; i < units; i++) out[start + i] += factor * matrix[row + i];
      } else {
        let sum = 0;
        for (let i = 0; i < units; i++) sum += x[start + i] * matrix[row + i];
        out[start + o] = sum;
      }
    }
  }
  return out;
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
}

/** What the rows of one scheme come to, in a sentence. */
export function initVerdict(rows: readonly InitRow[], activation: Activation): string {
  const [first, last] = [rows[0], rows[rows.length - 1]];
  const { scheme } = first;
  if (last.distinct === 1)
    return `${scheme}: all units of a layer are copies and get the same gradient; they never differ`;
  const change = last.activation / first.activation;
  if (change > 5) return `${scheme}: signals grow ${sized(change)}-fold on the way up; gradients explode with them`;
  if (change < 0.2)
    return `${scheme}: signals shrink to ${sized(change)} of their size on the way up; the gradient of the early weights vanishes`;
  if (activation === "tanh" && first.saturated > 0.2)
    return `${scheme}: ${sized(100 * first.saturated)} % of the first layer's outputs sit at the ends of tanh, where its slope is nearly 0: they hardly learn`;
  return `${scheme}: signals keep their size (${sized(change)} of the first layer's at the last)`;
}

const sized = (x: number) => String(Number(x.toPrecision(2)));
