import { power } from "../../power.ts";
import { type Node, node } from "../graph.ts";

/** An operation on single numbers: its value, its local derivatives, and in words what it does to a gradient. */
export interface Gate {
  readonly value: (...x: number[]) => number;
  /** One derivative for each input; `y` is the gate's value. */
  readonly derivatives: (x: readonly number[], y: number) => readonly number[];
  readonly rule: string;
  /** Says why there is no value for these inputs. */
  readonly refusal?: (...x: number[]) => string | undefined;
  /** What is done at a kink, where the slopes of the two sides differ. */
  readonly kink?: (...x: number[]) => string | undefined;
}

/** σ(x), written so that nothing overflows. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** Ties of max and min go to the first input (PyTorch's `maximum` would halve them); relu'(0) = 0. */
export const GATES = {
  "+": { value: (a, b) => a + b, derivatives: () => [1, 1], rule: "a sum hands the gradient on to both unchanged" },
  "-": { value: (a, b) => a - b, derivatives: () => [1, -1], rule: "a difference turns the second gradient's sign" },
  "*": {
    value: (a, b) => a * b,
    derivatives: ([a, b]) => [b, a],
    rule: "a product swaps its inputs: each gets the gradient times the other",
  },
  "/": {
    value: (a, b) => a / b,
    derivatives: ([, b], y) => [1 / b, -y / b],
    rule: "d(a/b) = da/b − a·db/b²",
    refusal: (_, b) => (b === 0 ? "division by zero" : undefined),
  },
  "^": {
    value: power,
    derivatives: powerDerivatives,
    rule: "d(a^b)/da = b·a^(b−1)",
    refusal: powerRefusal,
  },
  negate: { value: (x) => -x, derivatives: () => [-1], rule: "the sign turns" },
  exp: { value: Math.exp, derivatives: (_, y) => [y], rule: "exp is its own derivative" },
  log: {
    value: Math.log,
    derivatives: ([x]) => [1 / x],
    rule: "d(log x) = 1/x",
    refusal: (x) => (x > 0 ? undefined : `logarithm of ${x}, which is not positive`),
  },
  sqrt: {
    value: Math.sqrt,
    derivatives: (_, y) => [0.5 / y],
    rule: "d(√x) = 1/(2√x)",
    refusal: (x) => (x < 0 ? `square root of ${x}, which is negative` : x === 0 ? "√x has no slope at 0" : undefined),
  },
  max: {
    value: Math.max,
    derivatives: ([a, b]) => (a >= b ? [1, 0] : [0, 1]),
    rule: "max routes the whole gradient to the larger input",
    kink: tie,
  },
  min: {
    value: Math.min,
    derivatives: ([a, b]) => (a <= b ? [1, 0] : [0, 1]),
    rule: "min routes the whole gradient to the smaller input",
    kink: tie,
  },
  tanh: { value: Math.tanh, derivatives: (_, y) => [1 - y * y], rule: "d(tanh x) = 1 − tanh²x" },
  relu: {
    value: (x) => Math.max(x, 0),
    derivatives: ([x]) => [x > 0 ? 1 : 0],
    rule: "relu lets the gradient through where its input is above 0",
    kink: (x) => (x === 0 ? "its input is 0, where the slope is taken as 0" : undefined),
  },
  sigmoid: { value: sigmoid, derivatives: (_, y) => [y * (1 - y)], rule: "d(σ) = σ·(1 − σ)" },
} satisfies Record<string, Gate>;

export type GateName = keyof typeof GATES;

function powerDerivatives([a, b]: readonly number[], y: number): readonly number[] {
  return [b === 0 ? 0 : b * power(a, b - 1), a > 0 ? y * Math.log(a) : 0];
}

function powerRefusal(a: number, b: number): string | undefined {
  if (a === 0 && b < 0) return "division by zero (0 to a negative power)";
  return a < 0 && !Number.isInteger(b) ? `${a} to the power ${b} is no real number` : undefined;
}

function tie(a: number, b: number): string | undefined {
  return a === b ? "a tie, all of the gradient goes to the first input" : undefined;
}

/** The gate applied element by element; all parents have the same shape. */
export function gate(name: GateName, ...parents: readonly Node[]): Node {
  const { value, derivatives }: Gate = GATES[name];
  const [{ shape, value: first }] = parents;
  const at = (i: number) => parents.map((parent) => parent.value[i]);
  const values = first.map((_, i) => value(...at(i)));
  return node(name, shape, values, parents, (gradient) => {
    for (let i = 0; i < gradient.length; i++) {
      const local = derivatives(at(i), values[i]);
      parents.forEach((parent, p) => {
        parent.gradient[i] += local[p] * gradient[i];
      });
    }
  });
}
