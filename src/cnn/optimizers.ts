import { power } from "../power.ts";

/** Numbers that are learned, or their gradients. */
export type Numbers = Float64Array | Float32Array;

/** Batch and mini-batch descent take the same step as `sgd`; they differ in how many records make the gradient. */
export const OPTIMIZERS = ["batch", "sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam"] as const;
export type OptimizerName = (typeof OPTIMIZERS)[number];

export interface OptimizerSettings {
  readonly learningRate: number;
  /** γ of momentum and Nesterov. */
  readonly momentum: number;
  /** ρ: how slowly squared gradients are forgotten (Adadelta, RMSprop). */
  readonly decay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /**
   * ε beside the root (PyTorch), or inside it (Ruder, Keras). For Adam, inside is the paper's "epsilon hat": beside √v
   * before the bias of v is taken out.
   */
  readonly epsilonInside: boolean;
  /** Adagrad's sum of squares before the first step (Keras: 0.1). */
  readonly start: number;
}

const PLAIN: OptimizerSettings = {
  learningRate: 0.01,
  momentum: 0.9,
  decay: 0.9,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  epsilonInside: false,
  start: 0,
};

/** Rates and constants of the papers and of PyTorch; RMSprop as Hinton gives it, Adadelta as Zeiler (2012) does. */
export const OPTIMIZER_DEFAULTS: Readonly<Record<OptimizerName, OptimizerSettings>> = {
  batch: PLAIN,
  sgd: PLAIN,
  momentum: PLAIN,
  nesterov: PLAIN,
  adagrad: { ...PLAIN, epsilon: 1e-10 },
  adadelta: { ...PLAIN, learningRate: 1, decay: 0.95, epsilon: 1e-6 },
  rmsprop: { ...PLAIN, learningRate: 0.001 },
  adam: { ...PLAIN, learningRate: 0.001 },
};

/** Moves parameters against their gradients, in place; remembers what its method has to. */
export type Step = (parameters: Numbers, gradients: Numbers) => void;

type StepMaker = (settings: OptimizerSettings, count: number) => Step;

const descent: StepMaker =
  ({ learningRate }) =>
  (p, g) => {
    for (let i = 0; i < p.length; i++) p[i] -= learningRate * g[i];
  };

/** v = γv + g; p −= η·v. */
const momentum: StepMaker = ({ learningRate, momentum: gamma }, count) => {
  const v = new Float64Array(count);
  return (p, g) => {
    for (let i = 0; i < count; i++) {
      v[i] = gamma * v[i] + g[i];
      p[i] -= learningRate * v[i];
    }
  };
};

/**
 * Nesterov's momentum in the rewritten form (CS231n, Keras, PyTorch), in which the parameters are the look-ahead point of
 * the textbook form: p −= η·(g + γv) after v = γv + g.
 */
const nesterov: StepMaker = ({ learningRate, momentum: gamma }, count) => {
  const v = new Float64Array(count);
  return (p, g) => {
    for (let i = 0; i < count; i++) {
      v[i] = gamma * v[i] + g[i];
      p[i] -= learningRate * (g[i] + gamma * v[i]);
    }
  };
};

/** Duchi et al. 2011: steps shrink with the sum of all squared gradients. */
const adagrad: StepMaker = (settings, count) => {
  const sum = new Float64Array(count).fill(settings.start);
  return (p, g) => {
    for (let i = 0; i < count; i++) {
      sum[i] += g[i] * g[i];
      p[i] -= (settings.learningRate * g[i]) / root(sum[i], settings);
    }
  };
};

/** Zeiler 2012: both the gradients and the steps taken are measured by their decaying mean squares. */
const adadelta: StepMaker = ({ learningRate, decay, epsilon }, count) => {
  const gradients = new Float64Array(count);
  const steps = new Float64Array(count);
  return (p, g) => {
    for (let i = 0; i < count; i++) {
      gradients[i] = decay * gradients[i] + (1 - decay) * g[i] * g[i];
      const step = (Math.sqrt(steps[i] + epsilon) / Math.sqrt(gradients[i] + epsilon)) * g[i];
      steps[i] = decay * steps[i] + (1 - decay) * step * step;
      p[i] -= learningRate * step;
    }
  };
};

/** Hinton: Adagrad with a decaying mean instead of the sum. */
const rmsprop: StepMaker = (settings, count) => {
  const { learningRate, decay } = settings;
  const mean = new Float64Array(count);
  return (p, g) => {
    for (let i = 0; i < count; i++) {
      mean[i] = decay * mean[i] + (1 - decay) * g[i] * g[i];
      p[i] -= (learningRate * g[i]) / root(mean[i], settings);
    }
  };
};

/** Kingma & Ba 2015, both moments freed of their bias towards zero. */
const adam: StepMaker = ({ learningRate, beta1, beta2, epsilon, epsilonInside }, count) => {
  const m = new Float64Array(count);
  const v = new Float64Array(count);
  let steps = 0;
  return (p, g) => {
    steps++;
    const unbias2 = Math.sqrt(1 - power(beta2, steps));
    const rate = (learningRate * unbias2) / (1 - power(beta1, steps));
    const floor = epsilonInside ? epsilon : epsilon * unbias2;
    for (let i = 0; i < count; i++) {
      m[i] = beta1 * m[i] + (1 - beta1) * g[i];
      v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      p[i] -= (rate * m[i]) / (Math.sqrt(v[i]) + floor);
    }
  };
};

function root(meanSquare: number, { epsilon, epsilonInside }: OptimizerSettings): number {
  return epsilonInside ? Math.sqrt(meanSquare + epsilon) : Math.sqrt(meanSquare) + epsilon;
}

const STEPS: Readonly<Record<OptimizerName, StepMaker>> = {
  batch: descent,
  sgd: descent,
  momentum,
  nesterov,
  adagrad,
  adadelta,
  rmsprop,
  adam,
};

/** The step of a method for `count` parameters; settings that are left out take the method's defaults. */
export function optimizerStep(name: OptimizerName, count: number, settings: Partial<OptimizerSettings> = {}): Step {
  return STEPS[name]({ ...OPTIMIZER_DEFAULTS[name], ...settings }, count);
}
