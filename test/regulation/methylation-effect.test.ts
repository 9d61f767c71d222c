import { describe, expect, it } from "vitest";
import { fullyMethylated, type Methylation } from "../../src/cpg/methylation.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import {
  bindingFactor,
  methylationBits,
  promoterSilencing,
  silencingFactor,
  siteMethylationFactor,
} from "../../src/regulation/methylation-effect.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { closedCases } from "./thermodynamics/closed-forms.ts";

const motif = (id: string) => bundledLibrary().find((m) => m.id === id)!;
const half = (state: Methylation): Methylation => ({ ...state, levels: state.levels.map(() => 0.5) });

describe("closed forms (expression.md, section 6)", () => {
  it("silencing", () => {
    for (const { inputs, expected } of closedCases<{ k: number; x: number }, { factor: number }>("silencing-")) {
      expect(silencingFactor(inputs.x, inputs.k)).toBeCloseTo(expected.factor, 14);
    }
  });

  it("binding of a site", () => {
    for (const { inputs, expected } of closedCases<{ delta: number; level: number }, { factor: number }>(
      "site-methylation-",
    )) {
      expect(bindingFactor(inputs.delta, inputs.level)).toBeCloseTo(expected.factor, 14);
    }
  });
});

describe("sites", () => {
  const codes = encodeText("AACGTTTTTCACGTGA");
  const all = fullyMethylated(codes);

  it("take the size from the library's effect and confidence", () => {
    expect(methylationBits(motif("MA0506.3"))).toBe(-3);
    expect(methylationBits(motif("MA0080.7"))).toBe(-2);
    expect(methylationBits(motif("MA0471.1"))).toBe(-1);
    expect(methylationBits(motif("MA0069.1"))).toBe(1);
    expect(methylationBits(motif("MA0112.4"))).toBe(0.5);
    expect(methylationBits(motif("MA0079.3"))).toBe(0);
    expect(methylationBits(motif("MA0108.2"))).toBe(0);
  });

  it("are touched by the CpGs that lie wholly inside them", () => {
    const usf = motif("MA0093.2");
    expect(siteMethylationFactor(usf, { start: 8, end: 16 }, all)).toBe(1 / 8);
    expect(siteMethylationFactor(usf, { start: 8, end: 16 }, half(all))).toBeCloseTo(2 ** -1.5, 14);
    expect(siteMethylationFactor(usf, { start: 3, end: 12 }, all)).toBe(1);
    expect(siteMethylationFactor(usf, { start: 4, end: 8 }, all)).toBe(1);
    expect(siteMethylationFactor(motif("MA0079.3"), { start: 8, end: 16 }, all)).toBe(1);
  });
});

describe("promoter", () => {
  it("counts −250..+250 along its strand", () => {
    const at = (position: number): Methylation => ({ positions: Uint32Array.of(position), levels: Float32Array.of(1) });
    const one = Math.exp(-1.1 / 5);
    const plus = { tss: 1000, strand: "+" } as const;
    expect(promoterSilencing(plus, at(750))).toBeCloseTo(one, 14);
    expect(promoterSilencing(plus, at(1248))).toBeCloseTo(one, 14);
    expect([749, 1249].map((position) => promoterSilencing(plus, at(position)))).toEqual([1, 1]);
    const minus = { tss: 1000, strand: "-" } as const;
    expect(promoterSilencing(minus, at(751))).toBeCloseTo(one, 14);
    expect(promoterSilencing(minus, at(1249))).toBeCloseTo(one, 14);
    expect([750, 1250].map((position) => promoterSilencing(minus, at(position)))).toEqual([1, 1]);
  });

  it("keeps everything without methyl groups, less with a larger k", () => {
    const state = { positions: Uint32Array.of(10, 20), levels: Float32Array.of(1, 0.5) };
    const start = { tss: 15, strand: "+" } as const;
    expect(promoterSilencing(start, state, 0)).toBe(1);
    expect(promoterSilencing(start, state, 2)).toBeCloseTo(Math.exp(-2 * 0.3), 14);
  });
});
