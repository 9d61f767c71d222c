import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expressionGraph } from "../../src/cnn/expression.ts";
import { backward } from "../../src/cnn/graph.ts";
import { race, runners, SURFACE_NAMES, SURFACES } from "../../src/cnn/race.ts";
import { race as oracle } from "./golden.ts";

describe.each(SURFACE_NAMES)("%s", (name) => {
  const surface = SURFACES[name];

  it("has the value and the slope of its formula", () => {
    const number = fc.integer({ min: -300, max: 300 }).map((n) => n / 100);
    fc.assert(
      fc.property(number, number, (x, y) => {
        const { result, inputs } = expressionGraph(surface.formula, { x, y });
        backward(result);
        const scale = Math.max(1, Math.abs(result.value[0]));
        expect(Math.abs(surface.value(x, y) - result.value[0])).toBeLessThan(1e-9 * scale);
        const slope = surface.slope(x, y);
        ["x", "y"].forEach((of, i) => {
          const expected = inputs.get(of)!.gradient[0];
          expect(Math.abs(slope[i] - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
        });
      }),
    );
  });

  it.each(runners(surface, 0))("$name arrives when the oracle says", (runner) => {
    const { reached, path } = race(surface, runner, 5000, 1);
    const expected = oracle.surfaces[name].optimisers[runner.name === "batch" ? "sgd" : runner.name];
    expect(reached).toBe(expected.reached);
    for (const [step, x, y] of expected.path) {
      if (step >= path.length) continue;
      expect(Math.abs(path[step][0] - x)).toBeLessThan(1e-10 * Math.max(1, Math.abs(x)));
      expect(Math.abs(path[step][1] - y)).toBeLessThan(1e-10 * Math.max(1, Math.abs(y)));
    }
  });
});

describe("race", () => {
  it("says when a rate is too high", () => {
    const [batch] = runners(SURFACES.bowl, 0);
    const { diverged, reached } = race(SURFACES.bowl, { ...batch, settings: { learningRate: 0.2 } }, 5000, 1);
    expect(reached).toBeNull();
    expect(diverged).toBeGreaterThan(0);
  });

  it("on the ridge nothing leaves the saddle, but noise does; the same seed gives the same walk", () => {
    const ridge = { ...SURFACES.saddle, start: [1, 0] as const };
    const [batch, stochastic] = runners(ridge, 0.1);
    expect(race(ridge, batch, 5000, 1).reached).toBeNull();
    const walk = race(ridge, stochastic, 5000, 1);
    expect(walk.reached).not.toBeNull();
    expect(race(ridge, stochastic, 5000, 1)).toEqual(walk);
    expect(race(ridge, stochastic, 5000, 2).path).not.toEqual(walk.path);
  });
});
