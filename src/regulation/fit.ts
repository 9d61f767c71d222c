import { randomStream } from "../random.ts";
import { bounded, type FreeParameter, unbounded } from "./fit-parameters.ts";
import { type FitProblem, Predictor } from "./fit-prediction.ts";
import { type LeastSquares, leastSquares } from "./least-squares.ts";

export interface FitSettings {
  readonly seed: number;
  /** Starts: the first from the parameters given, the others from random places. */
  readonly starts: number;
  /** Most iterations of a start. */
  readonly iterations: number;
}

export interface FitResult {
  readonly values: readonly number[];
  readonly rmse: number;
  /** Root mean square error that each start came to. */
  readonly starts: readonly number[];
}

/** What is told while a fit runs: which start, after how many iterations, how good so far. */
export type Progress = (start: number, iterations: number, rmse: number) => Promise<void> | undefined;

/** Random starts lie within so many logits of the middle. */
const START_SPREAD = 2;

/**
 * Parameters with the least squared error over the measured points of `sequences` (NaN: not measured): Levenberg and
 * Marquardt's method in logits, so that no number leaves its bounds, from several starts. Equal seeds give equal results.
 */
export async function fitParameters(
  problem: FitProblem,
  free: readonly FreeParameter[],
  measured: Float64Array,
  sequences: readonly number[],
  settings: FitSettings,
  progress: Progress = () => undefined,
): Promise<FitResult> {
  const points = measuredPoints(measured, sequences, problem.conditions.length);
  const predictor = new Predictor(problem, free);
  const residuals = (place: readonly number[]) => {
    const values = place.map((u, i) => bounded(free[i], u));
    const predicted = predictor.predict(values, sequences);
    return Float64Array.from(points, (point) => predicted[point] - measured[point]);
  };
  const rmseOf = (sum: number) => Math.sqrt(sum / points.length);
  const results: LeastSquares[] = [];
  for (let start = 0; start < settings.starts; start++) {
    const from = start === 0 ? free.map((p) => unbounded(p, p.start)) : randomStart(free, settings.seed, start);
    const told = (step: number, sum: number) => progress(start, step, rmseOf(sum));
    results.push(await leastSquares(residuals, from, settings.iterations, told));
  }
  const best = results.reduce((a, b) => (b.sum < a.sum ? b : a));
  return {
    values: best.place.map((u, i) => bounded(free[i], u)),
    rmse: rmseOf(best.sum),
    starts: results.map(({ sum }) => rmseOf(sum)),
  };
}

/** Indices of the points of some sequences that were measured. */
export function measuredPoints(measured: Float64Array, sequences: readonly number[], conditions: number): number[] {
  return sequences
    .flatMap((sequence) => Array.from({ length: conditions }, (_, condition) => sequence * conditions + condition))
    .filter((point) => !Number.isNaN(measured[point]));
}

function randomStart(free: readonly FreeParameter[], seed: number, start: number): number[] {
  const random = randomStream(seed, "fit", start);
  return free.map(() => START_SPREAD * (2 * random.uniform() - 1));
}

/** Which fold each sequence is left out in: a random order dealt round. */
export function foldsOf(sequences: number, folds: number, seed: number): number[] {
  const order = Array.from({ length: sequences }, (_, i) => i);
  randomStream(seed, "folds").shuffle(order);
  const fold = new Array<number>(sequences);
  for (const [place, sequence] of order.entries()) fold[sequence] = place % folds;
  return fold;
}

/**
 * Predictions for every sequence from a fit that has not seen it: fold by fold the parameters are fitted to the others, from
 * the same starts.
 */
export async function leftOutPredictions(
  problem: FitProblem,
  free: readonly FreeParameter[],
  measured: Float64Array,
  fold: readonly number[],
  settings: FitSettings,
  progress: (fold: number, ...step: Parameters<Progress>) => ReturnType<Progress> = () => undefined,
): Promise<Float64Array> {
  const conditions = problem.conditions.length;
  const out = new Float64Array(measured.length).fill(Number.NaN);
  for (let left = 0; left <= Math.max(...fold); left++) {
    const own = [...fold.keys()].filter((sequence) => fold[sequence] === left);
    const others = [...fold.keys()].filter((sequence) => fold[sequence] !== left);
    const { values } = await fitParameters(problem, free, measured, others, settings, (...step) =>
      progress(left, ...step),
    );
    const predicted = new Predictor(problem, free).predict(values, own);
    for (const sequence of own) {
      for (let i = sequence * conditions; i < (sequence + 1) * conditions; i++) out[i] = predicted[i];
    }
  }
  return out;
}
