import { describe, expect, it } from "vitest";
import { cpgClusters, lnClusterPValue } from "../../src/cpg/cpgcluster.ts";
import type { CpgClusterColumns, CpgIsland } from "../../src/cpg/island.ts";
import { formatExponential, formatFixed } from "../../src/printf.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { describeShared } from "../shared.ts";
import { islandRows } from "./expected-rows.ts";
import { oracleTable, recordOf } from "./records.ts";

/** Σ C(j + n − 2, n − 2) p^(n−1) (1 − p)^j, each binomial coefficient as a product of its own. */
function plainPValue(cpgs: number, lengthBp: number, p: number): number {
  const choose = (n: number, k: number) => {
    let product = 1;
    for (let i = 1; i <= k; i++) product *= (n - k + i) / i;
    return product;
  };
  let sum = 0;
  for (let j = 0; j <= lengthBp - 2 * cpgs; j++) {
    sum += choose(j + cpgs - 2, cpgs - 2) * p ** (cpgs - 1) * (1 - p) ** j;
  }
  return sum;
}

describe("lnClusterPValue", () => {
  it("gives the reference's worked values", () => {
    expect(Math.exp(lnClusterPValue(3, 10, 0.05))).toBeCloseTo(0.032773828, 9);
    expect(Math.exp(lnClusterPValue(2, 12, 0.01))).toBeCloseTo(0.086482753, 9);
  });

  it("equals the sum of negative binomial terms", () => {
    for (const [cpgs, lengthBp, p] of [
      [2, 4, 0.01],
      [11, 68, 0.0276],
      [40, 700, 0.03],
      [110, 520, 0.2],
    ]) {
      expect(lnClusterPValue(cpgs, lengthBp, p)).toBeCloseTo(Math.log(plainPValue(cpgs, lengthBp, p)), 9);
    }
  });

  it("holds where the chance underflows and where its terms would overflow", () => {
    expect(lnClusterPValue(5000, 10_000, 0.01)).toBeCloseTo(4999 * Math.log(0.01), 6);
    // Nearly certain: a stretch much longer than the CpGs need.
    expect(lnClusterPValue(2000, 1_000_000, 0.01)).toBeCloseTo(0, 6);
  });
});

describe("cpgClusters", () => {
  it("finds the two clusters of isl3 at a median distance of 15", () => {
    const clusters = cpgClusters(recordOf("test1", "isl3").codes);
    expect(clusters).toMatchObject([
      { start: 1505, end: 1573, cpgCount: 11 },
      { start: 5601, end: 5634, cpgCount: 8 },
    ]);
    const [first, second] = clusters.map((cluster) => (cluster.columns as CpgClusterColumns).pValue);
    expect(first).toBeCloseTo(2.899e-6, 9);
    expect(second).toBeCloseTo(2.823e-6, 9);
  });

  describe("joins up to the program's median", () => {
    /** A sequence by the stretches of A before each CpG, and its clusters whatever their chance. */
    const clusters = (...stretches: (number | string)[]) => {
      const parts = stretches.map((part) => `${typeof part === "string" ? part : "A".repeat(part)}CG`);
      const options = { maxPValue: 2, minObsExp: 0 };
      return cpgClusters(encodeText(`${parts.join("")}AAAA`), options).map(({ start, end }) => [start, end]);
    };

    it("the first of the sorted distances with at least half before it", () => {
      // Distances 1 (before the first), 2, 4, 6, 8: the fourth of five.
      expect(clusters(0, 1, 3, 5, 7)).toEqual([[0, 17]]);
    });

    it("with the stretch before the first CpG among the distances, one too long", () => {
      // 6 (for five letters), 2, 4, 6: the third of 2 4 6 6; with 5 the last CpG would stay alone.
      expect(clusters(5, 1, 3, 5)).toEqual([[5, 22]]);
    });

    it("without distances across unknown letters, which a chain may cross all the same", () => {
      // 1, 2, 8 and not 4: the median is 8, so that all hang together.
      expect(clusters(0, 1, "NNN", 7)).toEqual([[0, 19]]);
    });
  });

  it("says nothing where the program divides by zero", () => {
    for (const text of ["", "C", "CG", "CG".repeat(200), "N".repeat(600), "AT".repeat(100)]) {
      expect(cpgClusters(encodeText(text))).toEqual([]);
    }
  });

  it("keeps to limits that are asked for", () => {
    const { codes } = recordOf("embl", "D00596");
    const all = cpgClusters(codes);
    expect(cpgClusters(codes, { minLength: 300 })).toEqual(all.filter((cluster) => cluster.length >= 300));
    expect(cpgClusters(codes, { minGcPercent: 78 })).toEqual(all.filter((cluster) => cluster.gcPercent >= 78));
    expect(cpgClusters(codes, { maxPValue: 1e-20 }).length).toBeLessThan(all.length);
  });

  // The stretch before the first CpG counts as a distance, that behind the last does not: no law of mirrors here.
});

function clusterCells({ start, end, length, cpgCount, obsExp, gcPercent, cpgPercent, columns }: CpgIsland) {
  const { pValue, log10PValue } = columns as CpgClusterColumns;
  return [
    start,
    end,
    length,
    cpgCount,
    formatFixed(obsExp, 3),
    formatFixed(gcPercent, 2),
    formatFixed(cpgPercent / 200, 3),
    formatExponential(pValue, 2),
    formatFixed(log10PValue, 2),
  ];
}

describeShared("CpGcluster 2.0, one record per file, 1E-5", () => {
  it.each(["test1", "edge", "embl", "chr20"])("at the median distance: %s", (set) => {
    expect(islandRows(set, cpgClusters, clusterCells)).toEqual(oracleTable(`${set}.cpgcluster_p50.tsv`));
  });

  it.each(["test1", "edge", "embl"])("at the intersection: %s", (set) => {
    const clusters = (codes: Uint8Array) => cpgClusters(codes, { distance: "intersection" });
    expect(islandRows(set, clusters, clusterCells)).toEqual(oracleTable(`${set}.cpgcluster_ci.tsv`));
  });
});
