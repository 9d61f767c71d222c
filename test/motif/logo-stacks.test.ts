import { describe, expect, it } from "vitest";
import { consensusMotif } from "../../src/motif/consensus.ts";
import { logoStacks, smallSampleBits } from "../../src/motif/logo-stacks.ts";
import { motifFromCounts } from "../../src/motif/motif.ts";

const names = { id: "X", name: "", source: "test" };

describe("logoStacks", () => {
  it("has the closed form of one, two, three and four equal letters", () => {
    const stacks = logoStacks(consensusMotif("AWBN"));
    expect(stacks[0]).toEqual([{ base: 0, bits: 2 }]);
    expect(stacks[1]).toEqual([
      { base: 0, bits: 0.5 },
      { base: 3, bits: 0.5 },
    ]);
    expect(stacks[2].map(({ base }) => base)).toEqual([1, 2, 3]);
    for (const { bits } of stacks[2]) expect(bits).toBeCloseTo((2 - Math.log2(3)) / 3, 12);
    expect(stacks[3]).toEqual([]);
  });

  it("puts the likeliest letter first", () => {
    const [stack] = logoStacks(motifFromCounts(names, Float64Array.of(1, 2, 10, 3)));
    expect(stack.map(({ base }) => base)).toEqual([2, 3, 1, 0]);
  });

  it("takes Schneider's correction off each column by its own total, never below zero", () => {
    const motif = motifFromCounts(names, Float64Array.of(20, 0, 0, 0, 0, 0, 0, 50, 5, 4, 5, 5));
    const [first, second, third] = logoStacks(motif, true);
    expect(first).toEqual([{ base: 0, bits: 2 - 3 / (40 * Math.LN2) }]);
    expect(second).toEqual([{ base: 3, bits: 2 - 3 / (100 * Math.LN2) }]);
    expect(third).toEqual([]);
    // Schneider et al. 1986, appendix: e(n) ≈ (s − 1) / (2 n ln 2) with s = 4.
    expect(smallSampleBits(1)).toBeCloseTo(2.164, 3);
  });
});
