import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hmmIslands } from "../../src/cpg/hmm.ts";
import { BACKGROUND_BASES, ISLAND_BASES, pairIndex, type SwitchRates } from "../../src/cpg/hmm-model.ts";
import { islandPosterior, runsAtLeast } from "../../src/cpg/hmm-posterior.ts";
import { bestPath } from "../../src/cpg/hmm-viterbi.ts";
import type { HmmColumns } from "../../src/cpg/island.ts";
import { formatFixed } from "../../src/printf.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { describeShared } from "../shared.ts";
import { islandRows, statisticsCells } from "./expected-rows.ts";
import { plainChains, plainPosterior, tracedIslands } from "./plain-hmm.ts";
import { oracleTable, recordOf, recordsOf } from "./records.ts";
import { sequences } from "./sequences.ts";

const DEFAULT_RATES: SwitchRates = { leave: 1 / 1000, enter: 1 / 100_000 };
const FAST_RATES: SwitchRates = { leave: 0.1, enter: 0.1 };
const WORKED = encodeText(`${"TA".repeat(10)}${"CG".repeat(12)}${"TA".repeat(10)}`);

/** Every path through a short sequence with its probability; bit i set: base i in an island. */
function allPaths(codes: Uint8Array, { leave, enter }: SwitchRates): number[] {
  const share = enter / (enter + leave);
  return Array.from({ length: 2 ** codes.length }, (_, path) => {
    let p = (path & 1 ? share : 1 - share) * (codes[0] < 4 ? 0.25 : 1);
    for (let i = 1; i < codes.length; i++) {
      const before = (path >> (i - 1)) & 1;
      const now = (path >> i) & 1;
      const change = before ? leave : enter;
      p *= before === now ? 1 - change : change;
      p *= (now ? ISLAND_BASES : BACKGROUND_BASES)[pairIndex(codes[i - 1], codes[i])];
    }
    return p;
  });
}

const shortSequences = fc
  .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 9 })
  .map((codes) => Uint8Array.from(codes));
const rates = fc.record({
  leave: fc.double({ min: 0.01, max: 0.9, noNaN: true }),
  enter: fc.double({ min: 0.01, max: 0.9, noNaN: true }),
});

describe("the model", () => {
  it("has rows that add up to 1, and no opinion on unknown letters", () => {
    for (const table of [ISLAND_BASES, BACKGROUND_BASES]) {
      for (let before = 0; before < 4; before++) {
        const row = [0, 1, 2, 3].map((base) => table[pairIndex(before, base)]);
        expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 14);
        expect(table[pairIndex(before, 4)]).toBe(1);
        expect(table[pairIndex(4, before)]).toBe(1);
      }
    }
    // The book's ln(+/−) of CG after normalisation.
    expect(Math.log(ISLAND_BASES[pairIndex(1, 2)] / BACKGROUND_BASES[pairIndex(1, 2)])).toBeCloseTo(1.2554, 4);
  });
});

describe("bestPath (Viterbi)", () => {
  it("gives the reference's worked path and probabilities", () => {
    const fast = bestPath(WORKED, FAST_RATES);
    expect(fast.islands).toEqual([{ start: 20, end: 44 }]);
    expect(fast.lnProbability).toBeCloseTo(-106.147045, 6);
    expect(bestPath(WORKED, DEFAULT_RATES).lnProbability).toBeCloseTo(-112.875759, 6);
  });

  it("is the best of all paths", () => {
    fc.assert(
      fc.property(shortSequences, rates, (codes, switches) => {
        const paths = allPaths(codes, switches);
        const { islands, lnProbability } = bestPath(codes, switches);
        expect(lnProbability).toBeCloseTo(Math.log(Math.max(...paths)), 9);
        let bits = 0;
        for (const { start, end } of islands) for (let i = start; i < end; i++) bits |= 1 << i;
        expect(Math.log(paths[bits])).toBeCloseTo(lnProbability, 9);
      }),
    );
  });

  it("is the path that back pointers give, chain by chain, also where switches are likelier than none", () => {
    const rate = fc.constantFrom(1e-5, 1e-3, 0.05, 0.4, 0.9, 0.99);
    fc.assert(
      fc.property(sequences, rate, rate, (codes, leave, enter) => {
        const traced = plainChains(codes).flatMap((chain) =>
          tracedIslands(codes.subarray(chain.start, chain.end), { leave, enter }).map(({ start, end }) => ({
            start: chain.start + start,
            end: chain.start + end,
          })),
        );
        expect(bestPath(codes, { leave, enter }).islands).toEqual(traced);
      }),
    );
  });

  it("stays rather than switches, and ends in background, where both are equal", () => {
    const even = { leave: 0.5, enter: 0.5 };
    expect(bestPath(encodeText("NNNN"), even).islands).toEqual([]);
    // The last G speaks for an island; nothing says where it began.
    expect(bestPath(encodeText("NNNCG"), even).islands).toEqual([{ start: 0, end: 5 }]);
  });

  it("carries no island into the gaps at a sequence's ends", () => {
    const gap = "N".repeat(100);
    const codes = encodeText(`${gap}${"CG".repeat(150)}${gap}`);
    expect(bestPath(codes, DEFAULT_RATES).islands).toEqual([{ start: 100, end: 400 }]);
    const { island } = islandPosterior(codes, DEFAULT_RATES);
    expect([island[99], island[400]]).toEqual([0, 0]);
    expect(island[250]).toBeGreaterThan(0.999);
  });

  it("carries no island through 100 unknown letters, but through 99", () => {
    const withGap = (n: number) => encodeText(`${"CG".repeat(150)}${"N".repeat(n)}${"CG".repeat(150)}`);
    expect(bestPath(withGap(99), DEFAULT_RATES).islands).toEqual([{ start: 0, end: 699 }]);
    expect(bestPath(withGap(100), DEFAULT_RATES).islands).toEqual([
      { start: 0, end: 300 },
      { start: 400, end: 700 },
    ]);
  });
});

describe("islandPosterior (forward and backward)", () => {
  it("gives the reference's worked values", () => {
    const { island, lnLikelihood } = islandPosterior(WORKED, FAST_RATES);
    expect(lnLikelihood).toBeCloseTo(-103.058614, 6);
    const expected = [0.174024, 0.02529, 0.613897, 0.977696, 0.416874, 0.09253];
    for (const [k, at] of [0, 10, 20, 32, 44, 63].entries()) expect(island[at]).toBeCloseTo(expected[k], 6);
    expect(islandPosterior(WORKED, DEFAULT_RATES).lnLikelihood).toBeCloseTo(-110.6309, 6);
  });

  it("is the share of all paths", () => {
    fc.assert(
      fc.property(shortSequences, rates, (codes, switches) => {
        const paths = allPaths(codes, switches);
        const total = paths.reduce((sum, p) => sum + p, 0);
        const { island, lnLikelihood } = islandPosterior(codes, switches);
        expect(lnLikelihood).toBeCloseTo(Math.log(total), 9);
        for (const [i, value] of island.entries()) {
          const share = paths.reduce((sum, p, path) => sum + ((path >> i) & 1 ? p : 0), 0) / total;
          expect(value).toBeCloseTo(share, 9);
        }
      }),
    );
  });
});

describe("the posterior of a chain of several blocks", () => {
  const island = "CGGCGCCTGCGCACG".repeat(60);
  const codes = encodeText(`${`${"ATTGCATACCTGAAT".repeat(700)}${island}`.repeat(5)}${"N".repeat(150)}${island}`);

  it("is that of forward and backward values at every letter", () => {
    const { island } = islandPosterior(codes, DEFAULT_RATES);
    for (const { start, end } of plainChains(codes)) {
      const plain = plainPosterior(codes.subarray(start, end), DEFAULT_RATES);
      const differences = plain.map((value, i) => Math.abs(value - island[start + i]));
      expect(end - start).toBe(plain.length);
      expect(differences.reduce((most, difference) => Math.max(most, difference))).toBeLessThan(1e-9);
    }
  });

  it("gives the runs at or above the cut-off, with their means", () => {
    const { island } = islandPosterior(codes, DEFAULT_RATES);
    const runs = hmmIslands(codes, { posterior: 0.3, raw: true });
    expect(runs.length).toBe(6);
    expect(runs.map(({ start, end }) => ({ start, end }))).toEqual(runsAtLeast(island, 0.3));
    for (const { start, end, columns } of runs) {
      const sum = island.subarray(start, end).reduce((total, value) => total + value, 0);
      expect((columns as HmmColumns).meanPosterior).toBe(sum / (end - start));
    }
  });

  it("is one run where a block ends inside an island", () => {
    const [run, ...others] = hmmIslands(encodeText("CG".repeat(30_000)), { posterior: 0.5, raw: true });
    expect([run.start, run.end, others.length, run.cpgCount]).toEqual([0, 60_000, 0, 30_000]);
  });
});

describe("runsAtLeast", () => {
  it("takes values on the cut-off, also at both ends", () => {
    expect(runsAtLeast(Float64Array.of(0.5, 0.9, 0.4, 0.5), 0.5)).toEqual([
      { start: 0, end: 2 },
      { start: 3, end: 4 },
    ]);
  });
});

describe("hmmIslands", () => {
  it("finds isl3's two runs, with positive log odds", () => {
    const islands = hmmIslands(recordOf("test1", "isl3").codes);
    expect(islands).toMatchObject([
      { start: 1497, end: 2099 },
      { start: 5401, end: 5676 },
    ]);
    for (const { columns } of islands) {
      expect((columns as HmmColumns).logOdds).toBeGreaterThan(0);
      expect((columns as HmmColumns).meanPosterior).toBeNull();
    }
  });

  it("counts log odds in bits, pair by pair", () => {
    const [island] = hmmIslands(WORKED, { ...FAST_RATES, raw: true });
    const bits = (before: number, base: number) =>
      Math.log2(ISLAND_BASES[pairIndex(before, base)] / BACKGROUND_BASES[pairIndex(before, base)]);
    const sum = bits(0, 1) + 12 * bits(1, 2) + 11 * bits(2, 1);
    expect((island.columns as HmmColumns).logOdds).toBeCloseTo(sum, 10);
  });

  it("drops a poly-C tract unless every run is asked for", () => {
    const { codes } = recordOf("edge", "polyC_400");
    expect(hmmIslands(codes)).toEqual([]);
    expect(hmmIslands(codes, { raw: true })).toMatchObject([{ start: 0, end: 400, obsExp: 0 }]);
  });

  it("gives the mean posterior of runs above a cut-off", () => {
    const { codes } = recordOf("test1", "isl3");
    const { island } = islandPosterior(codes, DEFAULT_RATES);
    for (const { start, end, columns } of hmmIslands(codes, { posterior: 0.5 })) {
      const values = Array.from(island.subarray(start, end));
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0.5);
      expect(island[start - 1]).toBeLessThan(0.5);
      expect(island[end]).toBeLessThan(0.5);
      const sum = values.reduce((total, value) => total + value, 0);
      expect((columns as HmmColumns).meanPosterior).toBeCloseTo(sum / values.length, 12);
    }
    expect(hmmIslands(codes, { posterior: 0.5 }).length).toBeGreaterThan(0);
  });

  // The book's tables are not those of their own reverse complement: no law of mirrors here.
});

describeShared("an independent numpy model with the same rates (oracle/cpg)", () => {
  it.each(["test1", "edge", "embl", "chr20"])("gives the same runs, statistics and probability: %s", (set) => {
    const reported = new Set(islandRows(set, hmmIslands, statisticsCells).map(String));
    const runs = islandRows(set, (codes) => hmmIslands(codes, { raw: true }), statisticsCells);
    const rows = runs.map((row) => [...row, reported.has(String(row)) ? "yes" : "no"]);
    expect(rows).toEqual(oracleTable(`${set}.hmm.tsv`));
    const scores = recordsOf(set).map(({ name, codes }) => {
      const { lnProbability } = bestPath(codes, DEFAULT_RATES);
      return [name, String(codes.length), formatFixed(lnProbability, 6)];
    });
    expect(scores).toEqual(oracleTable(`${set}.hmm.score.tsv`));
  });

  it.each(["test1", "edge", "embl"])("gives the same likelihood and mean posterior: %s", (set) => {
    const rows = recordsOf(set).map(({ name, codes }) => {
      const { island, lnLikelihood } = islandPosterior(codes, DEFAULT_RATES);
      const mean = island.reduce((sum, value) => sum + value, 0) / codes.length;
      return [name, String(codes.length), formatFixed(lnLikelihood, 6), formatFixed(mean, 6)];
    });
    expect(rows).toEqual(oracleTable(`${set}.hmm.posterior.sum.tsv`));
  });

  it.each(["test1", "embl"])("gives the same posterior base by base: %s", (set) => {
    const posteriors = new Map(
      recordsOf(set).map(({ name, codes }) => [name, islandPosterior(codes, DEFAULT_RATES).island]),
    );
    for (const [name, position, value] of oracleTable(`${set}.hmm.posterior.tsv`)) {
      // Six significant figures in the table.
      expect(Math.abs(posteriors.get(name)![Number(position)] / Number(value) - 1)).toBeLessThan(5.1e-6);
    }
  });
});
