import { randomStream } from "../random.ts";
import { normal } from "./initializers.ts";
import { type OptimizerName, type OptimizerSettings, optimizerStep } from "./optimizers.ts";

/** A function of two variables to walk down on, with its slope. */
export interface Surface {
  readonly name: SurfaceName;
  readonly formula: string;
  readonly value: (x: number, y: number) => number;
  readonly slope: (x: number, y: number) => readonly [number, number];
  readonly start: readonly [number, number];
  readonly minimum: readonly [number, number];
  /** Has the walk arrived at this value? */
  readonly arrived: (value: number) => boolean;
  /** What the picture shows. */
  readonly window: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
  /** Learning rates of plain descent and of momentum that suit it. */
  readonly rates: readonly [plain: number, momentum: number];
}

export const SURFACE_NAMES = ["bowl", "beale", "rosenbrock", "saddle"] as const;
export type SurfaceName = (typeof SURFACE_NAMES)[number];

const near = (minimum: number) => (value: number) => value - minimum < 0.001;

/** A long valley, Beale's function, Rosenbrock's, and a saddle (its ridge y = 0 has no slope sideways). */
export const SURFACES: Readonly<Record<SurfaceName, Surface>> = {
  bowl: {
    name: "bowl",
    formula: "(x^2+20*y^2)/2",
    value: (x, y) => (x * x + 20 * y * y) / 2,
    slope: (x, y) => [x, 20 * y],
    start: [-8, 1.5],
    minimum: [0, 0],
    arrived: near(0),
    window: { x: [-9, 3], y: [-2.5, 2.5] },
    rates: [0.08, 0.02],
  },
  beale: {
    name: "beale",
    formula: "(1.5-x+x*y)^2+(2.25-x+x*y^2)^2+(2.625-x+x*y^3)^2",
    value: (x, y) => (1.5 - x + x * y) ** 2 + (2.25 - x + x * y ** 2) ** 2 + (2.625 - x + x * y * y * y) ** 2,
    slope: (x, y) => {
      const [a, b, c] = [1.5 - x + x * y, 2.25 - x + x * y ** 2, 2.625 - x + x * y * y * y];
      return [
        2 * (a * (y - 1) + b * (y ** 2 - 1) + c * (y * y * y - 1)),
        2 * (a * x + b * 2 * x * y + c * 3 * x * y ** 2),
      ];
    },
    start: [1, 1.5],
    minimum: [3, 0.5],
    arrived: near(0),
    window: { x: [-0.5, 4], y: [-1.8, 2] },
    rates: [0.005, 0.002],
  },
  rosenbrock: {
    name: "rosenbrock",
    formula: "(1-x)^2+100*(y-x^2)^2",
    value: (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    slope: (x, y) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
    start: [-1.2, 1],
    minimum: [1, 1],
    arrived: near(0),
    window: { x: [-2, 2], y: [-1, 3] },
    rates: [0.001, 0.0005],
  },
  saddle: {
    name: "saddle",
    formula: "x^2/2-y^2/2+y^4/4",
    value: (x, y) => x ** 2 / 2 - y ** 2 / 2 + (y ** 2 * y ** 2) / 4,
    slope: (x, y) => [x, y * y * y - y],
    start: [1, 0.0001],
    minimum: [0, 1],
    arrived: (value) => value < -0.2,
    window: { x: [-1.2, 1.2], y: [-1.4, 1.4] },
    rates: [0.1, 0.1],
  },
};

/** One runner: a method, its settings, and how noisy its gradients are. */
export interface Runner {
  readonly name: string;
  readonly method: OptimizerName;
  readonly settings: Partial<OptimizerSettings>;
  /** Standard deviation of what is added to each gradient, as few records a step would. */
  readonly noise: number;
}

/** Eight times less noise than one record's: the mean of 64 records. */
const MINI_BATCH = 8;

/** All methods with rates that suit the surface; `noise` of one record's gradient (0: all descents are the same). */
export function runners({ rates: [plain, momentum] }: Surface, noise: number): Runner[] {
  const descent = (name: string, own: number): Runner => ({
    name,
    method: "sgd",
    settings: { learningRate: plain },
    noise: own,
  });
  const other = (method: OptimizerName, settings: Partial<OptimizerSettings>): Runner => ({
    name: method,
    method,
    settings,
    noise: 0,
  });
  return [
    descent("batch", 0),
    ...(noise > 0 ? [descent("stochastic", noise), descent("mini-batch", noise / MINI_BATCH)] : []),
    other("momentum", { learningRate: momentum }),
    other("nesterov", { learningRate: momentum }),
    other("adagrad", { learningRate: 0.5, epsilon: 1e-8 }),
    other("adadelta", {}),
    other("rmsprop", { learningRate: 0.01 }),
    other("adam", { learningRate: 0.1 }),
  ];
}

/** How far outside the picture a walk counts as lost, in widths of the picture. */
const LOST = 100;

export interface RaceResult {
  readonly name: string;
  readonly settings: Partial<OptimizerSettings>;
  readonly noise: number;
  /** First step that arrived; null when none did. */
  readonly reached: number | null;
  /** Step at which it left the picture for good, when it diverged. */
  readonly diverged: number | null;
  readonly best: number;
  readonly last: number;
  /** Every point from the start on, [x, y], up to the step that arrived or the last. */
  readonly path: readonly (readonly [number, number])[];
}

/** Walks until it arrives, is lost, or has taken `steps`. */
export function race(surface: Surface, runner: Runner, steps: number, seed: number): RaceResult {
  const point = Float64Array.from(surface.start);
  const step = optimizerStep(runner.method, 2, runner.settings);
  const random = randomStream(seed, "race", runner.name);
  const path: [number, number][] = [[point[0], point[1]]];
  let best = surface.value(point[0], point[1]);
  let value = best;
  const done = (ends: Partial<RaceResult>): RaceResult => ({
    ...{ name: runner.name, settings: runner.settings, noise: runner.noise },
    ...{ reached: null, diverged: null, best, last: value, path, ...ends },
  });
  const { x, y } = surface.window;
  for (let at = 1; at <= steps; at++) {
    const slope = Float64Array.from(surface.slope(point[0], point[1]));
    if (runner.noise > 0) for (let i = 0; i < 2; i++) slope[i] += runner.noise * normal(random);
    step(point, slope);
    if (!(Math.abs(point[0]) < LOST * (x[1] - x[0]) && Math.abs(point[1]) < LOST * (y[1] - y[0])))
      return done({ diverged: at });
    value = surface.value(point[0], point[1]);
    best = Math.min(best, value);
    path.push([point[0], point[1]]);
    if (surface.arrived(value)) return done({ reached: at });
  }
  return done({});
}
