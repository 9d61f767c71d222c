import { describe, expect, it } from "vitest";
import {
  COLLABORATIVE_RATES,
  cpgChains,
  dyadLevel,
  independentRates,
  meanFieldEquilibrium,
  meanFieldGeneration,
} from "../../src/cpg/collaborative-model.ts";
import { collaborativeCells, siteCells, strandCells } from "../../src/cpg/methylation-cells.ts";
import { siteLevel, strandDivision, strandLevel } from "../../src/cpg/methylation-models.ts";
import { type SimulationSettings, simulateCells } from "../../src/cpg/methylation-simulation.ts";
import { randomStream } from "../../src/random.ts";

const settings = (cpgs: number, initial: number, given: Partial<SimulationSettings>): SimulationSettings => ({
  cells: 1,
  generations: 20,
  initial: new Float32Array(cpgs).fill(initial),
  random: (cell) => randomStream(1, "test", cell),
  patterns: false,
  ...given,
});

/** Four standard errors of a share that is estimated from `n` independent CpGs. */
const fourErrors = (share: number, n: number) => 4 * Math.sqrt((share * (1 - share)) / n);

describe("simulated cells", () => {
  const rates = { maintenance: 0.9, deNovoParent: 0.05, deNovoDaughter: 0.1 };

  it("meet the strand model's levels and dyads within four standard errors, in every generation", () => {
    const [cpgs, cells] = [400, 50];
    const model = strandCells(new Uint8Array(cpgs), [rates]);
    const { totals, patterns, forward, reverse } = simulateCells(
      model,
      settings(cpgs, 1, { cells, patterns: true, generations: 8 }),
    );
    for (const [t, total] of totals.entries()) {
      const level = strandLevel(rates, 1, t);
      expect(Math.abs(total / (cpgs * cells) - level)).toBeLessThanOrEqual(fourErrors(level, cpgs * cells) + 1e-12);
    }
    const { full, hemi, none } = strandDivision(strandLevel(rates, 1, 7), rates);
    const letters = patterns.join("");
    const part = (letter: string) => letters.split(letter).length - 1;
    for (const [letter, share] of [
      ["m", full],
      ["+", hemi / 2],
      ["-", hemi / 2],
      [".", none],
    ] as const) {
      expect(Math.abs(part(letter) / letters.length - share)).toBeLessThan(fourErrors(share, letters.length));
    }
    const mean = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / values.length;
    expect((mean(forward) + mean(reverse)) / 2).toBeCloseTo(totals[8] / (cpgs * cells), 5);
  });

  it("meet the site model's levels, each CpG at its group's rates", () => {
    const group = Uint8Array.from({ length: 800 }, (_, i) => i % 2);
    const both = [
      { maintenance: 0.95, deNovo: 0.01 },
      { maintenance: 0.8, deNovo: 0.3 },
    ];
    const { forward, reverse } = simulateCells(
      siteCells(group, both),
      settings(800, 0.5, { cells: 30, generations: 5 }),
    );
    expect(reverse).toEqual(forward);
    for (const [g, siteRates] of both.entries()) {
      const level = forward.reduce((sum, x, i) => sum + (group[i] === g ? x : 0), 0) / 400;
      const expected = siteLevel(siteRates, 0.5, 5);
      expect(Math.abs(level - expected)).toBeLessThan(fourErrors(expected, 400 * 30));
    }
  });

  it("hang on their streams alone, cell by cell", () => {
    const model = strandCells(new Uint8Array(30), [rates]);
    const run = (cells: number) => simulateCells(model, settings(30, 0.5, { cells, patterns: true })).patterns;
    expect(run(6).slice(0, 3)).toEqual(run(3));
    expect(new Set(run(6)).size).toBe(6);
  });

  it("stay as they are under perfect maintenance, and empty without any", () => {
    const perfect = strandCells(new Uint8Array(50), [{ maintenance: 1, deNovoParent: 0, deNovoDaughter: 0 }]);
    expect(simulateCells(perfect, settings(50, 1, {})).totals).toEqual(new Float64Array(21).fill(50));
    const nothing = simulateCells(perfect, settings(50, 0, { patterns: true }));
    expect(nothing.patterns).toEqual([".".repeat(50)]);
  });
});

describe("the mean field of collaboration", () => {
  it("has two stable levels and a border between them (methylation.md, checked by another program)", () => {
    expect(meanFieldEquilibrium(0, COLLABORATIVE_RATES)).toBeCloseTo(0.044633, 6);
    expect(meanFieldEquilibrium(1, COLLABORATIVE_RATES)).toBeCloseTo(0.987271, 6);
    expect(meanFieldEquilibrium(0.569616, COLLABORATIVE_RATES)).toBeCloseTo(0.044633, 6);
    expect(meanFieldEquilibrium(0.569618, COLLABORATIVE_RATES)).toBeCloseTo(0.987271, 6);
  });

  it.each([
    [0, [0.025832, 0.036398, 0.040968, 0.04299, 0.043894]],
    [1, [0.992025, 0.989086, 0.98797, 0.987541, 0.987375]],
  ])("goes from %i through the stated generations", (initial, levels) => {
    let dyads = { full: initial, hemi: 0, none: 1 - initial };
    for (const level of levels) {
      dyads = meanFieldGeneration(dyads, COLLABORATIVE_RATES);
      expect(dyadLevel(dyads)).toBeCloseTo(level, 6);
    }
  });

  it("has one level where CpGs do not help each other", () => {
    for (const initial of [0, 0.5, 1]) {
      expect(meanFieldEquilibrium(initial, independentRates(COLLABORATIVE_RATES))).toBeCloseTo(0.441517, 6);
    }
  });
});

/** Final mean levels (last 20 of 60 generations) of independent clusters of n CpGs. */
function finalMeans(cpgs: number, initial: number, runs: number, rates = COLLABORATIVE_RATES): number[] {
  const model = collaborativeCells([[0, cpgs]], rates);
  return Array.from({ length: runs }, (_, run) => {
    const random = () => randomStream(7, cpgs, initial, run);
    const { totals } = simulateCells(model, settings(cpgs, initial, { generations: 60, random }));
    return totals.slice(-20).reduce((sum, total) => sum + total, 0) / (20 * cpgs);
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

describe("collaborating dyads", () => {
  it("keep both states in large clusters, at the levels of the mean field", () => {
    const [low, high] = [finalMeans(96, 0, 40), finalMeans(96, 1, 40)];
    expect(low.filter((level) => level < 0.5).length).toBeGreaterThanOrEqual(38);
    expect(high.filter((level) => level > 0.5).length).toBeGreaterThanOrEqual(38);
    expect(Math.abs(mean(low) - 0.044633)).toBeLessThan(0.03);
    expect(Math.abs(mean(high) - 0.987271)).toBeLessThan(0.03);
  });

  it("drift between them in small ones", () => {
    const [low, high] = [finalMeans(4, 0, 300), finalMeans(4, 1, 300)];
    expect(low.filter((level) => level < 0.5).length).toBeLessThan(0.8 * 300);
    expect(high.filter((level) => level > 0.5).length).toBeLessThan(0.8 * 300);
    expect(mean(high) - mean(low)).toBeLessThan(0.25);
  });

  it("forget their start where they do not help each other", () => {
    const alone = independentRates(COLLABORATIVE_RATES);
    for (const initial of [0, 1])
      expect(Math.abs(mean(finalMeans(64, initial, 30, alone)) - 0.4415)).toBeLessThan(0.03);
  });

  it("do not reach over to another cluster", () => {
    const model = collaborativeCells(
      cpgChains(Uint32Array.of(...positions(64, 0), ...positions(64, 5000)), 500),
      COLLABORATIVE_RATES,
    );
    const initial = Float32Array.from({ length: 128 }, (_, i) => (i < 64 ? 1 : 0));
    const { forward } = simulateCells(model, { ...settings(128, 0, { cells: 4 }), initial });
    expect(mean([...forward.slice(0, 64)])).toBeGreaterThan(0.9);
    expect(mean([...forward.slice(64)])).toBeLessThan(0.15);
  });

  it("need no second CpG", () => {
    expect(finalMeans(1, 1, 20).every((level) => level >= 0 && level <= 1)).toBe(true);
    expect(cpgChains(new Uint32Array(0), 100)).toEqual([]);
    expect(cpgChains(Uint32Array.of(5, 105, 206), 100)).toEqual([
      [0, 2],
      [2, 3],
    ]);
  });
});

function positions(count: number, from: number): number[] {
  return Array.from({ length: count }, (_, i) => from + 10 * i);
}
