import fc from "fast-check";
import { derivative, evaluate } from "mathjs";
import { describe, expect, it } from "vitest";
import { expressionGraph } from "../../src/cnn/expression.ts";
import { backward } from "../../src/cnn/graph.ts";

const OWN = {
  relu: (x: number) => Math.max(0, x),
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
};

const number = fc.integer({ min: 1, max: 40 }).map((tenths) => String(tenths / 10));
const leaf = fc.oneof(number, fc.constantFrom("x", "y", "z"));

/** Expressions as people write them: with and without parentheses, so that what binds tighter matters. */
const { any } = fc.letrec<{ any: string }>((tie) => {
  const pair = fc.tuple(tie("any"), tie("any"));
  const one = fc.constantFrom("exp", "tanh", "relu", "sigmoid", "");
  return {
    any: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.tuple(fc.constantFrom("+", "-", "*", "/", " - "), pair).map(([sign, [a, b]]) => `${a}${sign}${b}`),
      fc.tuple(one, tie("any")).map(([name, a]) => `${name}(${a})`),
      fc.tuple(fc.constantFrom("max", "min"), pair).map(([name, [a, b]]) => `${name}(${a}, ${b})`),
      tie("any").map((a) => `-(${a})`),
      fc.tuple(leaf, fc.integer({ min: 1, max: 3 })).map(([a, n]) => `-${a}^${n}`),
    ),
  };
});

/** Without corners, so that mathjs knows the derivative. */
const { smooth } = fc.letrec<{ smooth: string }>((tie) => {
  const pair = fc.tuple(tie("smooth"), tie("smooth"));
  return {
    smooth: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.tuple(fc.constantFrom("+", "-", "*"), pair).map(([sign, [a, b]]) => `(${a})${sign}(${b})`),
      pair.map(([a, b]) => `(${a})/(2+tanh(${b}))`),
      tie("smooth").map((a) => `exp(tanh(${a}))`),
      tie("smooth").map((a) => `log(2+tanh(${a}))`),
      tie("smooth").map((a) => `(${a})^2`),
    ),
  };
});

const values = fc.record({ x: value(), y: value(), z: value() });

function value(): fc.Arbitrary<number> {
  return fc.integer({ min: -20, max: 20 }).map((tenths) => tenths / 10 + 0.05);
}

const close = (a: number, b: number) => Math.abs(a - b) <= 1e-10 * Math.max(1, Math.abs(a), Math.abs(b));

describe("expressionGraph, beside mathjs", () => {
  it("has its values", () => {
    let compared = 0;
    fc.assert(
      fc.property(any, values, (text, at) => {
        const theirs = evaluate(text, { ...OWN, ...at }) as number;
        if (!Number.isFinite(theirs)) return;
        try {
          const ours = expressionGraph(text, at).result.value[0];
          compared++;
          expect([text, close(ours, theirs)]).toEqual([text, true]);
        } catch (error) {
          // 1/inf and the like: a part of it is no finite number, though the whole is.
          expect((error as Error).message).toMatch(/no finite number|division by zero/);
        }
      }),
      { numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it("has its derivatives", () => {
    fc.assert(
      fc.property(smooth, values, (text, at) => {
        const { result, inputs } = expressionGraph(text, at);
        fc.pre(Math.abs(result.value[0]) < 1e6);
        backward(result);
        for (const [name, { gradient }] of inputs) {
          const theirs = derivative(text, name, { simplify: false }).evaluate({ ...at }) as number;
          const size = Math.max(1, Math.abs(theirs));
          expect([text, name, Math.abs(gradient[0] - theirs) < 1e-9 * size]).toEqual([text, name, true]);
        }
      }),
      { numRuns: 100 },
    );
  });
});
