import { type RandomStream, randomStream } from "../random.ts";
import { INITIALIZERS, normal, weightScale } from "./initializers.ts";

export const ACTIVATIONS = ["relu", "tanh"] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** The schemes of training, twice 1/√n, which is sometimes printed beside Glorot's name, and another size that is fixed. */
export const STUDIED = [...INITIALIZERS, "2/sqrt(n)", "fixed-0.1"] as const;
export type Studied = (typeof STUDIED)[number];

/** What one layer of a scheme does; of several networks the mean. */
export interface InitRow {
  readonly scheme: Studied;
  /** Inputs of each unit, which is also the number of units. */
  readonly fanIn: number;
  /** From 1. */
  readonly layer: number;
  /** n × Var(w): by theory a sum of n terms has so many times the mean square of its terms. */
  readonly gain: number;
  /** Variance of the weighted sums, before the activation, over all records and units. */
  readonly sumVariance: number;
  /** Variance of the layer's outputs, and the root of their mean square. */
  readonly activationVariance: number;
  readonly activation: number;
  /** The same of the gradient that arrives there, for a gradient of variance 1 at the last layer. */
  readonly gradientVariance: number;
  readonly gradient: number;
  /** Share of the outputs that are off (relu: 0; tanh: beyond ±0.95). */
  readonly saturated: number;
  /** Units that differ from each other on some record. */
  readonly distinct: number;
}

export interface InitSettings {
  readonly activation: Activation;
  readonly layers: number;
  readonly units: number;
  readonly records: number;
  readonly seed: number;
}

/** Units per layer that are averaged over: a narrow network says little about its kind. */
const UNITS_SEEN = 512;

/** Called between layers and waited for: a chance to hear a signal. */
type Turn = () => Promise<void> | undefined;

/**
 * Standard normal input through `layers` fully connected layers of equal size, and a standard normal gradient back, in
 * 512/units networks of their own weights.
 */
export async function initStudy(
  scheme: Studied,
  settings: InitSettings,
  turn: Turn = () => undefined,
): Promise<InitRow[]> {
  const { layers, units, seed } = settings;
  const random = randomStream(seed, "init-study", scheme, units);
  const draw = drawer(scheme, units, random);
  const networks: Measured[][] = [];
  for (let i = 0; i < Math.ceil(UNITS_SEEN / units); i++) networks.push(await oneNetwork(settings, draw, random, turn));
  return Array.from({ length: layers }, (_, i) => {
    const mean = (of: (measured: Measured) => number) =>
      networks.reduce((sum, measured) => sum + of(measured[i]), 0) / networks.length;
    return {
      ...{ scheme, fanIn: units, layer: i + 1, gain: units * weightVariance(scheme, units) },
      sumVariance: mean(({ sums }) => sums.variance),
      activationVariance: mean(({ outputs }) => outputs.variance),
      activation: Math.sqrt(mean(({ outputs }) => outputs.meanSquare)),
      gradientVariance: mean(({ gradients }) => gradients.variance),
      gradient: Math.sqrt(mean(({ gradients }) => gradients.meanSquare)),
      saturated: mean(({ saturated }) => saturated),
      distinct: Math.max(...networks.map((measured) => measured[i].distinct)),
    };
  });
}

/** Of one weight; Glorot's uniform numbers have a third of the square of their limit. */
export function weightVariance(scheme: Studied, units: number): number {
  if (scheme === "2/sqrt(n)") return 4 / units;
  if (scheme === "fixed-0.1") return 0.01;
  const { kind, size } = weightScale(scheme, { in: units, out: units });
  return kind === "normal" ? size * size : (size * size) / 3;
}

function drawer(scheme: Studied, units: number, random: RandomStream): () => number {
  if (scheme === "zeros") return () => 0;
  const deviation = Math.sqrt(weightVariance(scheme, units));
  if (scheme !== "glorot") return () => deviation * normal(random);
  return () => Math.sqrt(3) * deviation * (2 * random.uniform() - 1);
}

interface Moments {
  readonly variance: number;
  readonly meanSquare: number;
}

interface Measured {
  readonly sums: Moments;
  readonly outputs: Moments;
  readonly gradients: Moments;
  readonly saturated: number;
  readonly distinct: number;
}

interface Pass {
  readonly weights: Float64Array;
  readonly sums: Float64Array;
  readonly out: Float64Array;
}

async function oneNetwork(
  settings: InitSettings,
  draw: () => number,
  random: RandomStream,
  turn: Turn,
): Promise<Measured[]> {
  const { layers, units, records, activation } = settings;
  let x = numbers(records * units, () => normal(random));
  const passes: Pass[] = [];
  for (let layer = 0; layer < layers; layer++) {
    await turn();
    const weights = numbers(units * units, draw);
    const sums = times(x, weights, units, false);
    x = sums.map(activation === "relu" ? (sum) => Math.max(0, sum) : Math.tanh);
    passes.push({ weights, sums, out: x });
  }
  let gradient = numbers(records * units, () => normal(random));
  const measured: Measured[] = [];
  for (const { weights, sums, out } of passes.reverse()) {
    await turn();
    measured.unshift({
      ...{ sums: momentsOf(sums), outputs: momentsOf(out), gradients: momentsOf(gradient) },
      saturated: out.filter((y) => (activation === "relu" ? y === 0 : Math.abs(y) > 0.95)).length / out.length,
      distinct: distinctUnits(sums, units),
    });
    const through = gradient.map((g, i) => g * (activation === "relu" ? (out[i] > 0 ? 1 : 0) : 1 - out[i] * out[i]));
    gradient = times(through, weights, units, true);
  }
  return measured;
}

function numbers(count: number, next: () => number): Float64Array<ArrayBuffer> {
  const drawn = new Float64Array(count);
  for (let i = 0; i < count; i++) drawn[i] = next();
  return drawn;
}

/** Rows of `x` times the matrix [output][input], or times its transpose. */
function times(x: Float64Array, matrix: Float64Array, units: number, transposed: boolean): Float64Array<ArrayBuffer> {
  const out = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += units) {
    for (let o = 0; o < units; o++) {
      const row = o * units;
      if (transposed) {
        const factor = x[start + o];
        if (factor === 0) continue;
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

function momentsOf(values: Float64Array): Moments {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / values.length;
  return { variance, meanSquare: variance + mean * mean };
}

/** Units are told apart by a sum over the records in which each has a weight of its own. */
function distinctUnits(sums: Float64Array, units: number): number {
  const marks = new Float64Array(units);
  for (let i = 0; i < sums.length; i++) marks[i % units] += sums[i] * (Math.floor(i / units) + Math.SQRT2);
  return new Set(marks).size;
}
