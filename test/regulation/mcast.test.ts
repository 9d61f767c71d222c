import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { MCAST_DEFAULTS, McastSearch, MEAN_HIT_SCORE, mcastCosts } from "../../src/regulation/mcast.ts";
import { chanceClusters, shuffleCopies, shuffles } from "../../src/regulation/shuffled-clusters.ts";
import { scanPlain } from "../../src/scan/plain.ts";
import { searchFor } from "../../src/scan/search.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { atOnce, finished } from "../../src/steps.ts";

const motifs = bundledLibrary().filter(({ id }) => ["MA0035.3", "MA0099.4", "MA0493.1"].includes(id));
const filler = (length: number) => "ACGGTCATTGCAGTCATCGA".repeat(Math.ceil(length / 20)).slice(0, length);

describe("mcastCosts", () => {
  it("is 1.442/(1 − chance of a hit) where no gap may be longer than a base (closed form)", () => {
    const anyHit = 1 - 0.99 ** 4;
    const { start, gapBase } = mcastCosts(4, { siteP: 0.01, maxGap: 1 });
    expect(start).toBeCloseTo(MEAN_HIT_SCORE / (1 - anyHit), 9);
    expect(gapBase).toBeCloseTo(start, 12);
  });

  it("is twice a hit's worth, less the rarer hits are, for long gaps: the expected gap is half of the longest", () => {
    const { start, gapBase } = mcastCosts(2, { siteP: 1e-9, maxGap: 50 });
    // Σ i·a/(2·50·p) with a = 2p: (50·51/2)/50 = 25.5.
    expect(start).toBeCloseTo((50 * MEAN_HIT_SCORE) / 25.5, 5);
    expect(gapBase).toBeCloseTo(start / 50, 12);
  });
});

describe("McastSearch", () => {
  it("chains hits and charges their gaps", () => {
    const sites = ["CAGATAAGGA", "TGAGTCATC"];
    const codes = encodeText(filler(200) + sites[0] + filler(30) + sites[1] + filler(200));
    const search = new McastSearch(motifs, MCAST_DEFAULTS);
    const [cluster, ...others] = search.clusters(codes);
    expect(others).toEqual([]);
    expect(new Set(cluster.sites.map(({ motif }) => motifs[motif].id))).toEqual(new Set(["MA0035.3", "MA0099.4"]));
    const worth = cluster.sites.reduce((sum, { score }) => sum + score, 0);
    const gap = cluster.sites[1].start - cluster.sites[0].end;
    expect(cluster.score).toBeCloseTo(worth - gap * mcastCosts(6, MCAST_DEFAULTS).gapBase, 9);
    expect(cluster.contributions.reduce((sum, x) => sum + x, 0)).toBeCloseTo(worth, 9);
    const apart = encodeText(filler(200) + sites[0] + filler(80) + sites[1] + filler(200));
    expect(search.clusters(apart).length).toBe(2);
  });

  it("finds nothing in nothing, in unknown letters and in records shorter than every motif", () => {
    const search = new McastSearch(motifs, MCAST_DEFAULTS);
    for (const text of ["", "NNNNNNNNNNNNNNNNNNNNNNNN", "ACGT"]) expect(search.clusters(encodeText(text))).toEqual([]);
  });

  it("makes the disjoint chains with the largest sum of score − start cost (a literal search in the square of the hits)", () => {
    const settings = { siteP: 0.03, maxGap: 12 };
    const search = new McastSearch(motifs, settings);
    const rule = { by: "pValue", limit: settings.siteP } as const;
    const searches = motifs.map((motif) => searchFor(motif, { background: UNIFORM, pseudocount: 0.1, rule }));
    const { start, gapBase } = mcastCosts(6, settings);

    /** Best sum over all sets of chains, hit by hit. */
    function literal(codes: Uint8Array): number {
      const hits = scanPlain(codes, searches, "both");
      const places = hits.sorted(searches).map((i) => ({
        start: hits.start[i],
        end: hits.start[i] + motifs[hits.motif[i]].width,
        worth: -Math.log2(hits.p[i] / settings.siteP),
      }));
      const totals: number[] = [];
      for (const [i, hit] of places.entries()) {
        let best = 0;
        for (let j = 0; j < i; j++) {
          const gap = hit.start - places[j].end;
          if (gap < 0) continue;
          best = Math.max(best, totals[j] - start);
          if (gap <= settings.maxGap) best = Math.max(best, totals[j] - gap * gapBase);
        }
        totals.push(best + hit.worth);
      }
      return Math.max(0, ...totals.map((total) => total - start));
    }

    const word = fc.array(fc.constantFrom("A", "C", "G", "T", "GATAAG", "TGAGTCA", "N"), { maxLength: 150 });
    fc.assert(
      fc.property(word, (parts) => {
        const codes = encodeText(parts.join(""));
        const clusters = search.clusters(codes);
        expect(clusters.reduce((sum, { score }) => sum + score - start, 0)).toBeCloseTo(literal(codes), 9);
        for (const [i, cluster] of clusters.entries()) {
          expect(cluster.score).toBeGreaterThan(start);
          if (i > 0) expect(cluster.start).toBeGreaterThanOrEqual(clusters[i - 1].end);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("chance clusters", () => {
  const codes = encodeText(filler(3000));

  it("come from shuffles that depend on seed and record alone", () => {
    const texts = (seed: number, record: number) =>
      [...shuffles(codes, 2, { seed, record })].map((one) => one.join(""));
    expect(texts(1, 0)).toEqual(texts(1, 0));
    expect(new Set([...texts(1, 0), ...texts(1, 1), ...texts(2, 0)]).size).toBe(6);
  });

  it("fill up to the bases wanted, with at least one shuffle and at most a hundred; none of nothing", () => {
    expect([0, 10, 1000, 250_000, 5e6].map((length) => shuffleCopies(length, 1e6))).toEqual([0, 100, 100, 4, 1]);
  });

  it("expect fewer better ones, and with no cluster in any shuffle one in as many as were made (closed form)", () => {
    const search = { minScore: 2, clusters: () => atOnce([]) };
    const { expected } = finished(chanceClusters(codes, search, { seed: 1, record: 0 }));
    expect(expected(2)).toBeCloseTo(1 / 100, 12);
    expect(expected(2 + MEAN_HIT_SCORE)).toBeCloseTo(Math.exp(-1) / 100, 12);
  });
});
