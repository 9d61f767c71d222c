import type { RandomStream } from "../random.ts";

export const INITIALIZERS = ["zeros", "small-random", "inverse-sqrt", "glorot", "he"] as const;
export type Initializer = (typeof INITIALIZERS)[number];

/** Connections into and out of one unit. */
export interface Fans {
  readonly in: number;
  readonly out: number;
}

/** Of weights [filter][position…][channel] or [unit][input]: filters hand on to width × filters places. */
export function fansOf(weightShape: readonly number[]): Fans {
  const window = weightShape.slice(1, -1).reduce((total, size) => total * size, 1);
  return { in: window * weightShape[weightShape.length - 1], out: window * weightShape[0] };
}

/**
 * How far the weights of a scheme scatter: standard deviation of normal numbers, or the limit of uniform ones.
 * inverse-sqrt: 1/√n keeps the variance of a sum of n terms. Glorot & Bengio 2010: ±√(6/(in + out)), for tanh. He et al.
 * 2015: √(2/in), for ReLU, which halves the mean square.
 */
export function weightScale(scheme: Initializer, fans: Fans): { kind: "normal" | "uniform"; size: number } {
  switch (scheme) {
    case "zeros":
      return { kind: "normal", size: 0 };
    case "small-random":
      return { kind: "normal", size: 0.01 };
    case "inverse-sqrt":
      return { kind: "normal", size: 1 / Math.sqrt(fans.in) };
    case "glorot":
      return { kind: "uniform", size: Math.sqrt(6 / (fans.in + fans.out)) };
    case "he":
      return { kind: "normal", size: Math.sqrt(2 / fans.in) };
  }
}

/** Fills weights in place; the drawn numbers are rounded to single precision, so that engines agree on them. */
export function initializeWeights(
  scheme: Initializer,
  weightShape: readonly number[],
  weights: { [index: number]: number; length: number },
  random: RandomStream,
): void {
  const { kind, size } = weightScale(scheme, fansOf(weightShape));
  for (let i = 0; i < weights.length; i++) {
    const unit = kind === "normal" ? normal(random) : 2 * random.uniform() - 1;
    weights[i] = size === 0 ? 0 : Math.fround(size * unit);
  }
}

/** A standard normal number (Box & Muller 1958, the cosine half alone). */
export function normal(random: RandomStream): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}
