import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundledLibrary } from "../../src/motif/library.ts";
import { type Motif, motifFromCounts } from "../../src/motif/motif.ts";
import { CLUSTER_DEFAULTS, findClusters } from "../../src/regulation/cluster-buster.ts";
import type { ClusterSettings } from "../../src/regulation/cluster-search.ts";
import type { ClusterMotif } from "../../src/regulation/cluster-windows.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { describeShared, sharedText } from "../shared.ts";

/** Cluster-Buster's matrices: `>name`, then a line a position with the counts of A C G T. */
function clusterBusterMotifs(path: string): ClusterMotif[] {
  return sharedText(path)
    .split(">")
    .slice(1)
    .map((record) => {
      const [name, ...lines] = record.trim().split("\n");
      const counts = Float64Array.from(lines.flatMap((line) => line.trim().split(/\s+/).map(Number)));
      return { motif: motifFromCounts({ id: name.trim(), name: "", source: path }, counts), weight: 1 };
    });
}

function fastaRecords(path: string): Map<string, string> {
  const records = sharedText(path).split(">").slice(1);
  return new Map(
    records.map((record) => {
      const [name, ...lines] = record.split("\n");
      return [name, lines.join("").replace(/\s/g, "")];
    }),
  );
}

interface Run {
  sequence: string;
  motifs: string;
  options: { clusterThreshold: number; gap: number; range: number; pseudocount: number; motifThreshold: number };
  clusters: { score: number; start: number; end: number; contributions: Record<string, number> }[];
}

function settingsOf({ options }: Run): ClusterSettings {
  return {
    minScore: options.clusterThreshold,
    gap: options.gap,
    backgroundRange: options.range,
    pseudocountPerLetter: options.pseudocount,
    minSiteScore: options.motifThreshold,
  };
}

const ORACLE = "oracle/regulation/clusterbuster";
const INPUTS = "data/regulation/crm";

describeShared("Cluster-Buster 06fee8b", () => {
  const runs = (JSON.parse(sharedText(`${ORACLE}/clusters.json`)) as { runs: Run[] }).runs;
  for (const run of runs) {
    const motifs = clusterBusterMotifs(`${INPUTS}/${run.motifs}`);
    const [text] = fastaRecords(`${INPUTS}/${run.sequence}`).values();
    const name = run.sequence.replace(".fa", "");

    it(`${name}, gap ${run.options.gap}: intervals, scores and contributions`, () => {
      const found = findClusters(encodeText(text), motifs, settingsOf(run));
      const expected = run.clusters.toSorted((a, b) => a.start - b.start);
      expect(found.map(({ start, end }) => [start, end])).toEqual(expected.map(({ start, end }) => [start, end]));
      found.forEach((cluster, i) => {
        expect(Math.abs(cluster.score - expected[i].score)).toBeLessThan(1e-5);
        motifs.forEach(({ motif }, index) => {
          const contribution = cluster.contributions[index];
          expect(Math.abs(contribution - expected[i].contributions[motif.id])).toBeLessThan(1e-5);
        });
      });
    });

    if (run.options.gap === 35) {
      it(`${name}: site lists (BED)`, () => {
        const found = findClusters(encodeText(text), motifs, settingsOf(run));
        const sites = found.flatMap((cluster) =>
          cluster.sites.map((site) => [site.start, site.end, site.strand, motifs[site.motif].motif.id].join(" ")),
        );
        expect(sites.toSorted()).toEqual(bedSites(name).toSorted());
      });
    }
  }

  it("finds nothing, and no fault, in all-N, short and IUPAC records (odd.fa)", () => {
    const motifs = clusterBusterMotifs(`${INPUTS}/fly.cb`);
    const records = fastaRecords(`${ORACLE}/odd.fa`);
    expect(records.size).toBe(3);
    for (const text of records.values()) expect(findClusters(encodeText(text), motifs, CLUSTER_DEFAULTS)).toEqual([]);
  });

  it("takes the empty record that stops the peer (empty.fa)", () => {
    const motifs = clusterBusterMotifs(`${INPUTS}/fly.cb`);
    for (const text of fastaRecords(`${ORACLE}/empty.fa`).values()) {
      expect(findClusters(encodeText(text), motifs, CLUSTER_DEFAULTS)).toEqual([]);
    }
  });

  it("cuts records at runs of 50 N and gives each piece its own clusters", () => {
    const motifs = clusterBusterMotifs(`${INPUTS}/fly.cb`);
    const [text] = fastaRecords(`${INPUTS}/eve_stripe2.fa`).values();
    const [alone] = findClusters(encodeText(text), motifs, CLUSTER_DEFAULTS);
    const twice = findClusters(
      encodeText(`${"N".repeat(60)}${text}${"N".repeat(50)}${text}`),
      motifs,
      CLUSTER_DEFAULTS,
    );
    expect(twice.map(({ score }) => score)).toEqual([alone.score, alone.score]);
    expect(twice.map(({ start }) => start)).toEqual([60 + alone.start, 110 + text.length + alone.start]);
    expect(twice[1].sites[0].start).toBe(110 + text.length + alone.sites[0].start);
  });
});

/** Rows of Cluster-Buster's BED output that are sites, not clusters. */
function bedSites(name: string): string[] {
  return sharedText(`${ORACLE}/${name}.f5.bed`)
    .split("\n")
    .map((line) => line.split("\t"))
    .filter((cells) => cells[10] === "motif")
    .map((cells) => [cells[1], cells[2], cells[5], cells[3]].join(" "));
}

describe("laws", () => {
  const motifs: ClusterMotif[] = bundledLibrary()
    .slice(7, 11)
    .map((motif: Motif) => ({ motif, weight: 1 }));
  const settings = { ...CLUSTER_DEFAULTS, minScore: 1 };
  const sites = ["TTAGCCAATCAGCG", "GCCCCGCCCCC", "TATGCAAATGAG"];
  const text = fc
    .array(fc.constantFrom("A", "C", "G", "T", "N", ...sites), { maxLength: 300 })
    .map((parts) => parts.join(""));

  it("clusters are disjoint, ordered, above the threshold and hold their sites", () => {
    fc.assert(
      fc.property(text, (word) => {
        const found = findClusters(encodeText(word), motifs, settings);
        found.forEach((cluster, i) => {
          expect(cluster.score).toBeGreaterThan(1);
          if (i > 0) expect(cluster.start).toBeGreaterThanOrEqual(found[i - 1].end);
          for (const site of cluster.sites) {
            expect(site.start).toBeGreaterThanOrEqual(cluster.start);
            expect(site.end).toBeLessThanOrEqual(cluster.end);
          }
        });
      }),
    );
  });

  it("weights are relative, and a motif of weight 0 is not there", () => {
    fc.assert(
      fc.property(text, (word) => {
        const codes = encodeText(word);
        const some = findClusters(codes, motifs.slice(0, 3), settings);
        const doubled = motifs.map(({ motif }, i) => ({ motif, weight: i < 3 ? 2 : 0 }));
        const same = findClusters(codes, doubled, settings);
        expect(same.map(({ start, end, score }) => [start, end, score])).toEqual(
          some.map(({ start, end, score }) => [start, end, score]),
        );
        for (const cluster of same) expect(cluster.contributions[3]).toBe(0);
      }),
    );
  });

  it("a higher threshold keeps exactly the better of the clusters", () => {
    fc.assert(
      fc.property(text, fc.double({ min: 0.5, max: 8, noNaN: true }), (word, minScore) => {
        const codes = encodeText(word);
        const all = findClusters(codes, motifs, { ...settings, minScore: 0.01 });
        const better = findClusters(codes, motifs, { ...settings, minScore });
        expect(better).toEqual(all.filter(({ score }) => score > minScore));
      }),
    );
  });

  it("long records are worked through in blocks that leave no seam", () => {
    const filler = (bases: number) => "ACGGTCATTGCAGTCATCGA".repeat(bases / 20);
    const word = "TTAGCCAATCAGCGGCCCCGCCCCCTCAGCCAATCAGAA";
    const [alone] = findClusters(encodeText(filler(600) + word + filler(600)), motifs, settings);
    for (const before of [16_340, 16_360, 16_380, 32_760]) {
      const codes = encodeText(filler(before) + word + filler(20_000));
      const [found, ...others] = findClusters(codes, motifs, settings);
      expect(others).toEqual([]);
      expect([found.start - before, found.end - before]).toEqual([alone.start - 600, alone.end - 600]);
      expect(found.score).toBeCloseTo(alone.score, 9);
    }
  });
});
