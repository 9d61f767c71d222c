import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expressionGraph } from "../../src/cnn/expression.ts";
import { backward } from "../../src/cnn/graph.ts";
import { optimizerStep } from "../../src/cnn/optimizers.ts";
import { golden, race, variant } from "./golden.ts";

function gradients(text: string, values: Record<string, number>) {
  const graph = expressionGraph(text, values);
  backward(graph.result);
  return {
    value: graph.result.value[0],
    of: Object.fromEntries([...graph.inputs].map(([name, node]) => [name, node.gradient[0]])),
    nodes: graph.nodes,
  };
}

/** micrograd's README example with every intermediate name replaced by what it stands for. */
function microgradText(): string {
  const c1 = "((a+b)+(a+b)+1)";
  const c2 = `(${c1}+1+${c1}+(-a))`;
  const d0 = "(a*b+b^3)";
  const d1 = `(${d0}+${d0}*2+relu(b+a))`;
  const d2 = `(${d1}+3*${d1}+relu(b-a))`;
  const f = `(${c2}-${d2})^2`;
  return `${f}/2+10/${f}`;
}

describe("expressions", () => {
  it.each(golden.expressions.slice(0, 4))(
    "$name equals PyTorch: values and gradients",
    ({ expression, inputs, nodes, grads }) => {
      const graph = gradients(expression, inputs);
      for (const [name, gradient] of Object.entries(grads)) expect(graph.of[name]).toBeCloseTo(gradient, 10);
      for (const { value, grad } of Object.values(nodes)) {
        const near = graph.nodes.some(
          ({ node }) => Math.abs(node.value[0] - value) < 1e-10 && Math.abs(node.gradient[0] - grad) < 1e-10,
        );
        // The oracle folds 1/x into one node; in ours the division has the same value and gradient.
        expect(near).toBe(true);
      }
    },
  );

  it("reads signs, powers and functions as mathematics does", () => {
    const value = (text: string) => gradients(text, { x: 3, y: 2 }).value;
    expect(value("-x^2")).toBe(-9);
    expect(value("2^y^x")).toBe(256);
    expect(value("2^-1")).toBe(0.5);
    expect(value("x - y - 1")).toBe(0);
    expect(value("x/y/2")).toBe(0.75);
    expect(value("f = max(x, y) × min(x, y) ÷ 1.5e0")).toBe(4);
    expect(value("-x*y")).toBe(-6);
    expect(value("x*-y")).toBe(-6);
  });

  it("adds up the gradients of all uses of an input", () => {
    expect(gradients("x*x + x", { x: 5 }).of).toEqual({ x: 11 });
  });

  it("gives nodes texts that mean what they compute", () => {
    const text = (expression: string) => {
      const { nodes } = expressionGraph(expression, { x: 1, y: 2, z: 3 });
      return nodes[nodes.length - 1].expression;
    };
    expect(text("(x+y)*z")).toBe("(x+y)*z");
    expect(text("x-(y-z)")).toBe("x-(y-z)");
    expect(text("(x^y)^z")).toBe("(x^y)^z");
    expect(text("-(x*y)")).toBe("-(x*y)");
  });

  it.each([
    ["x + q", "'q' has no value"],
    ["1/(x-x)", "division by zero, in 1/(x-x)"],
    ["log(-x)", "logarithm of -2"],
    ["sqrt(0-x)", "square root of -2"],
    ["(-x)^0.5", "no real number"],
    ["exp(1000*x)", "exp(1000*x) is no finite number"],
    ["x +", "ends too early"],
    ["(x", "expected ')'"],
    ["x y", "cannot read 'y' at character 3"],
    ["sin(x)", "unknown function 'sin'"],
    ["max(x)", "max takes 2 inputs, not 1"],
    ["", "ends too early"],
    ["x $ 2", "cannot read '$'"],
  ])("%j is refused: %s", (text, message) => {
    expect(() => expressionGraph(text, { x: 2 })).toThrow(message);
  });

  const leaf = fc.constantFrom("x", "y", "0.7", "2");
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.tuple(tie("tree"), fc.constantFrom("+", "-", "*"), tie("tree")).map(([a, sign, b]) => `(${a}${sign}${b})`),
      fc.tuple(fc.constantFrom("tanh", "sigmoid", "relu"), tie("tree")).map(([name, a]) => `${name}(${a})`),
      fc.tuple(fc.constantFrom("max", "min"), tie("tree"), tie("tree")).map(([name, a, b]) => `${name}(${a},${b})`),
      tie("tree").map((a) => `log(1+exp(tanh(${a})))`),
      tie("tree").map((a) => `sqrt(2+(${a})^2)/(3+tanh(${a}))`),
    ),
  }));

  it("gradients of random expressions equal central differences", () => {
    const number = fc.integer({ min: -190, max: 190 }).map((n) => n / 97 + 0.0031);
    fc.assert(
      fc.property(tree, number, number, (text, x, y) => {
        const { of } = gradients(text, { x, y });
        for (const name of Object.keys(of)) {
          const at = (h: number) => gradients(text, { x, y, [name]: { x, y }[name]! + h }).value;
          const [left, right] = [-1, 1].map((side) => (side * (at(side * 1e-6) - at(0))) / 1e-6);
          // At a kink (relu, max, min) the two sides differ; there is no derivative to compare with.
          const scale = Math.max(1, Math.abs(of[name]));
          if (Math.abs(left - right) > 1e-3 * scale) continue;
          expect(Math.abs((left + right) / 2 - of[name]) / scale).toBeLessThan(1e-3);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("micrograd's example: 24.7041, 138.8338, 645.5773", () => {
    const { value, of } = gradients(microgradText(), { a: -4, b: 2 });
    const expected = golden.expressions[4];
    expect(value).toBeCloseTo(expected.nodes.g.value, 10);
    expect(of.a).toBeCloseTo(expected.grads.a, 10);
    expect(of.b).toBeCloseTo(expected.grads.b, 9);
  });
});

describe("the race of the optimisers equals the oracle's paths", () => {
  const runs = Object.entries(race.surfaces).flatMap(([surface, { f, start, minimumValue, optimisers }]) =>
    Object.entries(optimisers).map(([name, run]) => ({ surface, name, f, start, minimumValue, ...run })),
  );

  it.each(runs)("$name on $surface", ({ surface, name, f, start, minimumValue, hyper, path, reached }) => {
    const point = Float64Array.from(start);
    const [method, settings] = variant(name, hyper);
    const step = optimizerStep(method, 2, settings);
    const rows = new Map(path.map(([at, ...row]) => [at, row]));
    const arrived = (value: number) => (surface === "saddle" ? value < -0.2 : value - minimumValue < 0.001);
    let first: number | null = null;
    const at = () => gradients(f, { x: point[0], y: point[1] });
    let here = at();
    for (let i = 1; i <= 300; i++) {
      step(point, Float64Array.of(here.of.x, here.of.y));
      here = at();
      if (first === null && arrived(here.value)) first = i;
      const row = rows.get(i);
      if (row === undefined) continue;
      [point[0], point[1], here.value].forEach((x, column) => {
        expect(Math.abs(x - row[column])).toBeLessThan(1e-10 * Math.max(1, Math.abs(row[column])));
      });
    }
    expect(first).toBe(reached !== null && reached <= 300 ? reached : null);
  });
});

it("a thousand signs are read however deep they nest, more are refused", () => {
  const sum = (text: string) => expressionGraph(text, { x: 1 }).result.value[0];
  expect(sum(`${"(".repeat(499)}x${")".repeat(499)}`)).toBe(1);
  expect(sum(`${"-".repeat(998)}x`)).toBe(1);
  expect(sum(`${"x^".repeat(499)}x`)).toBe(1);
  const refusal = "an expression of 120001 numbers, names and signs; at most 1000 are read";
  for (const text of [`${"x^".repeat(60_000)}x`, `${"-".repeat(120_000)}x`]) {
    expect(() => sum(text)).toThrow(refusal);
  }
});
