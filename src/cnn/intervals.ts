import { randomStream } from "../random.ts";
import type { Steps } from "../steps.ts";
import { type ScoreGroups, scoreGroups } from "./metrics.ts";

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

/** Draws of a bootstrap. */
export const DRAWS = 500;

/**
 * 95 % bootstrap intervals (percentiles of 500 draws of as many records, class by class, so that each draw has both) of
 * measures of scores and labels, all of the same draws. Undefined where a measure is. A draw only counts how often each
 * distinct score came up, so nothing is sorted again.
 */
export function* bootstrapIntervals(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  measures: readonly ((drawn: ScoreGroups) => number | undefined)[],
  seed: number,
): Steps<(Bounds | undefined)[]> {
  const groups = scoreGroups(scores, positive);
  const sides = [
    { from: groups.groupOf.filter((_, i) => !(positive[i] > 0)), drawn: groups.negatives },
    { from: groups.groupOf.filter((_, i) => positive[i] > 0), drawn: groups.positives },
  ];
  const random = randomStream(seed, "bootstrap");
  const values: (number | undefined)[][] = measures.map(() => []);
  for (let draw = 0; draw < DRAWS; draw++) {
    for (const { from, drawn } of sides) {
      drawn.fill(0);
      for (let i = 0; i < from.length; i++) drawn[from[random.below(from.length)]]++;
    }
    measures.forEach((measure, k) => {
      values[k].push(measure(groups));
    });
    yield (draw + 1) / DRAWS;
  }
  return values.map(middle);
}

/** From the 2.5th to the 97.5th percentile. */
function middle(values: readonly (number | undefined)[]): Bounds | undefined {
  const known = values.filter((x) => x !== undefined).sort((a, b) => a - b);
  if (known.length < values.length) return undefined;
  return [known[Math.floor(0.025 * DRAWS)], known[Math.ceil(0.975 * DRAWS) - 1]];
}
