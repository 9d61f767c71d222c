import { randomStream } from "../random.ts";

/** From … to, both inside. */
export type Bounds = readonly [number, number];

/** 97.5 % point of the standard normal distribution. */
const Z = 1.959963984540054;

/** 95 % interval of a proportion (Wilson 1927). */
export function wilsonInterval(successes: number, trials: number): Bounds | undefined {
  if (trials === 0) return undefined;
  const p = successes / trials;
  const scale = 1 + (Z * Z) / trials;
  const centre = (p + (Z * Z) / (2 * trials)) / scale;
  const reach = (Z * Math.sqrt((p * (1 - p)) / trials + (Z * Z) / (4 * trials * trials))) / scale;
  return [Math.max(0, centre - reach), Math.min(1, centre + reach)];
}

const DRAWS = 500;

/**
 * 95 % bootstrap interval (percentiles of 500 draws of as many records, class by class, so that each draw has both) of a
 * measure of scores and labels. Undefined where the measure is.
 */
export function bootstrapInterval(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  measure: (scores: Float64Array, positive: Uint8Array) => number | undefined,
  seed: number,
): Bounds | undefined {
  const random = randomStream(seed, "bootstrap");
  const sides = [0, 1].map((side) => indices(positive, side === 1));
  const drawn = new Float64Array(scores.length);
  const labels = new Uint8Array(scores.length);
  const values: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    let to = 0;
    sides.forEach((side, label) => {
      for (let i = 0; i < side.length; i++) {
        drawn[to] = scores[side[random.below(side.length)]];
        labels[to++] = label;
      }
    });
    const value = measure(drawn, labels);
    if (value === undefined) return undefined;
    values.push(value);
  }
  values.sort((a, b) => a - b);
  return [values[Math.floor(0.025 * DRAWS)], values[Math.ceil(0.975 * DRAWS) - 1]];
}

function indices(positive: ArrayLike<number>, wanted: boolean): number[] {
  return Array.from({ length: positive.length }, (_, i) => i).filter((i) => positive[i] > 0 === wanted);
}
