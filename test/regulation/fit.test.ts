import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/random.ts";
import { agreement } from "../../src/regulation/agreement.ts";
import { DEFAULT_PARAMETERS } from "../../src/regulation/expression-parameters.ts";
import { modelParameters } from "../../src/regulation/expression-sites.ts";
import { fitParameters, foldsOf, leftOutPredictions, measuredPoints } from "../../src/regulation/fit.ts";
import {
  bounded,
  type FitFactor,
  type FreeParameter,
  fittedParameters,
  freeParameters,
  unbounded,
} from "../../src/regulation/fit-parameters.ts";
import { type FitProblem, type FitSite, Predictor } from "../../src/regulation/fit-prediction.ts";
import { MODEL_NAMES, type ModelName, modelSums, pBound } from "../../src/regulation/thermodynamics/models.ts";

const FACTORS: FitFactor[] = [
  { name: "A", role: "activator" },
  { name: "B", role: "activator" },
  { name: "R", role: "repressor" },
];
const SETTINGS = { seed: 1, starts: 2, iterations: 200 };

/** Random sites of three factors on 24 sequences, levels in 12 conditions, some of them 0. */
function problemOf(model: ModelName): FitProblem {
  const random = randomStream(7, "planted", model);
  const levels = FACTORS.map(() =>
    Float64Array.from({ length: 12 }, () => (random.below(4) === 0 ? 0 : random.uniform())),
  );
  const sequences = Array.from({ length: 24 }, (_, i) => ({
    name: `s${i}`,
    methylated: i % 3,
    sites: Array.from({ length: 1 + random.below(7) }, (): FitSite => {
      const owner = random.below(3);
      const { name, role } = FACTORS[owner];
      const strand = random.below(2) === 0 ? "+" : "-";
      const relativeWeight = 2 ** -random.below(4);
      return { start: random.below(300), length: 8, strand, factor: name, role, owner, relativeWeight };
    }),
  }));
  const conditions = levels[0].length;
  const names = Array.from({ length: conditions }, (_, i) => `c${i}`);
  return {
    model,
    factors: FACTORS,
    pairs: [["A", "B"]],
    conditions: names,
    levels,
    sequences,
    start: DEFAULT_PARAMETERS,
  };
}

/** What is planted, by name. */
const TRUTH: Readonly<Record<string, number>> = {
  q_b: 0.05,
  "v A": 4,
  "α A": 8,
  "v B": 2,
  "α B": 5,
  "v R": 6,
  "β R": 0.05,
  "closing R": 3,
  "w A:B": 6,
  k: 0.4,
};

const freeOf = (problem: FitProblem) => freeParameters({ ...problem, silencing: true, scale: undefined });
const truthOf = (free: readonly FreeParameter[]) => free.map(({ name }) => TRUTH[name]);

describe("predictions of a fit", () => {
  it.each(MODEL_NAMES)("%s: equal the model's own, also when one parameter changes after another", (model) => {
    const problem = problemOf(model);
    const free = freeOf(problem);
    const all = [...problem.sequences.keys()];
    const predictor = new Predictor(problem, free);
    const values = truthOf(free);
    predictor.predict(values, all);
    for (const [i, value] of values.entries()) {
      const changed = values.with(i, value * 1.01);
      const predicted = predictor.predict(changed, all);
      const parameters = fittedParameters(free, changed, problem);
      const expected = problem.sequences.flatMap(({ sites, methylated }) =>
        problem.conditions.map((_, condition) => {
          const weighted = sites.map(({ owner, relativeWeight, ...site }) => {
            const { weight = 1, effect = 1, closing = 1 } = parameters.factorStrengths[FACTORS[owner].name];
            return { ...site, q: weight * problem.levels[owner][condition] * relativeWeight, effect, close: closing };
          });
          const { lnFold } = modelSums(model, weighted, modelParameters(parameters));
          return pBound(lnFold, parameters.basalWeight) * Math.exp(-parameters.silencingK * methylated);
        }),
      );
      expected.forEach((p, point) => {
        expect(Math.abs(predicted[point] / p - 1)).toBeLessThan(1e-10);
      });
    }
  });

  it("keep every number inside its bounds", () => {
    for (const free of freeOf(problemOf("direct"))) {
      expect(bounded(free, unbounded(free, free.start)) / free.start).toBeCloseTo(1, 12);
      for (const u of [-40, -1, 0, 3, 40]) {
        expect(bounded(free, u)).toBeGreaterThanOrEqual(free.low);
        expect(bounded(free, u)).toBeLessThanOrEqual(free.high * (1 + 1e-12));
      }
    }
  });
});

describe("a fit", () => {
  it.each(MODEL_NAMES)(
    "%s: recovers what was planted, and predicts sequences that it has not seen",
    async (model) => {
      const problem = problemOf(model);
      const free = freeOf(problem);
      const all = [...problem.sequences.keys()];
      const measured = new Predictor(problem, free).predict(truthOf(free), all).slice();
      measured[5] = Number.NaN;
      const { values, rmse, starts } = await fitParameters(problem, free, measured, all, SETTINGS);
      expect(rmse).toBeLessThan(1e-4);
      expect(starts).toHaveLength(2);
      free.forEach(({ name }, i) => {
        expect(Math.abs(Math.log(values[i] / TRUTH[name]))).toBeLessThan(0.1);
      });
      const fold = foldsOf(all.length, 3, 1);
      const leftOut = await leftOutPredictions(problem, free, measured, fold, { ...SETTINGS, starts: 1 });
      const points = measuredPoints(measured, all, problem.conditions.length);
      expect(points).toHaveLength(24 * 12 - 1);
      const of = (x: Float64Array) => Float64Array.from(points, (point) => x[point]);
      expect(agreement(of(measured), of(leftOut)).r2).toBeGreaterThan(0.99);
    },
    60_000,
  );

  it("of noise has no cross-validated skill: R² at or below 0", async () => {
    const problem = problemOf("direct");
    const free = freeOf(problem);
    const random = randomStream(3, "noise");
    const measured = Float64Array.from({ length: 24 * 12 }, () => random.uniform());
    const settings = { seed: 1, starts: 1, iterations: 30 };
    const leftOut = await leftOutPredictions(problem, free, measured, foldsOf(24, 4, 1), settings);
    expect(agreement(measured, leftOut).r2).toBeLessThan(0.02);
    const again = await leftOutPredictions(problem, free, measured, foldsOf(24, 4, 1), settings);
    expect(again).toEqual(leftOut);
  }, 60_000);

  it("leaves each sequence out once", () => {
    const fold = foldsOf(11, 3, 5);
    expect([0, 1, 2].map((i) => fold.filter((f) => f === i).length)).toEqual([4, 4, 3]);
    expect(foldsOf(11, 3, 5)).toEqual(fold);
    expect(foldsOf(11, 3, 6)).not.toEqual(fold);
  });
});
