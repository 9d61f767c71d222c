import { describe, expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import type { Motif } from "../../src/motif/motif.ts";
import { parseMotifs } from "../../src/motif/read-motifs.ts";
import { randomStream } from "../../src/random.ts";
import { bestScorer } from "../../src/scan/best-scores.ts";
import { corrected, enrichment, oddsRatio } from "../../src/scan/enrichment.ts";
import { PresenceTable } from "../../src/scan/presence.ts";
import { type Search, searchFor } from "../../src/scan/search.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { shuffleDinucleotides } from "../../src/sequence/shuffle.ts";
import { describeShared, sharedText } from "../shared.ts";

const searches = (motifs: readonly Motif[]) =>
  motifs.map((motif) =>
    searchFor(motif, { background: UNIFORM, pseudocount: 0.1, rule: { by: "pValue", limit: 1e-4 } }),
  );

function tableOf(sequences: Iterable<Uint8Array>, searched: readonly Search[]): PresenceTable {
  const score = bestScorer(searched, "both");
  const table = new PresenceTable(searched.length);
  for (const codes of sequences) table.add(codes, score(codes));
  return table;
}

describe("corrected", () => {
  it("equals scipy 1.17.1: false_discovery_control, and Bonferroni", () => {
    const p = [0.01, 0.02, 0.03, 0.04, 0.5, 0.0001, 1];
    const results = corrected(p.map(Math.log));
    const truth = [0.035, 0.0466666667, 0.0525, 0.056, 0.583333333, 0.0007, 1];
    for (const [i, { qValue }] of results.entries()) expect(qValue).toBeCloseTo(truth[i], 9);
    expect(results[0].eValue).toBeCloseTo(0.07, 12);
  });

  it("keeps logarithms where values underflow", () => {
    const [small, large] = corrected([-5000, Math.log(0.5)]);
    expect(small.pValue).toBe(0);
    expect(small.log10QValue).toBeCloseTo((-5000 + Math.LN2) / Math.LN10, 9);
    expect(large.qValue).toBeCloseTo(0.5, 12);
  });
});

describe("oddsRatio", () => {
  it("is (a + ½)(d + ½) / (b + ½)(c + ½) with Woolf's interval", () => {
    const { ratio, low, high } = oddsRatio(8, 10, 2, 12);
    const error = Math.sqrt(1 / 8.5 + 1 / 2.5 + 1 / 2.5 + 1 / 10.5);
    expect(ratio).toBeCloseTo((8.5 * 10.5) / (2.5 * 2.5), 12);
    expect(low).toBeCloseTo(ratio * Math.exp(-1.959964 * error), 5);
    expect(high).toBeCloseTo(ratio * Math.exp(1.959964 * error), 2);
  });

  it("stays finite without a hit on one side", () => {
    expect(Number.isFinite(oddsRatio(10, 10, 0, 10).high)).toBe(true);
  });
});

describe("enrichment", () => {
  it("orders by Fisher's p-value, then by the rank test's, then by motif", () => {
    const set = { sequences: 4, withHit: Float64Array.of(1, 4, 1, 1), best: () => Float32Array.of(1, 2, 3, 4) };
    const controls = {
      sequences: 4,
      withHit: Float64Array.of(1, 0, 1, 1),
      best: (motif: number) => Float32Array.of(1, 2, 3, motif === 2 ? 1 : 9),
    };
    expect(enrichment(set, controls, "both").map(({ motif }) => motif)).toEqual([1, 2, 0, 3]);
    expect(enrichment(set, controls, "fisher").map(({ motif }) => motif)).toEqual([1, 0, 2, 3]);
    expect(enrichment(set, controls, "fisher")[0].rank).toBeUndefined();
    expect(enrichment(set, controls, "rank").map(({ motif }) => motif)).toEqual([2, 0, 1, 3]);
    expect(enrichment(set, controls, "rank")[0].fisher).toBeUndefined();
  });

  it("has even p-values where nothing is enriched: shuffles against shuffles", () => {
    const searched = searches(bundledLibrary().filter(({ name }) => name === "Gata1" || name === "SP1"));
    expect(searched.length).toBe(2);
    const random = randomStream(1, "null");
    const shuffles = (count: number, side: string, round: number) =>
      Array.from({ length: count }, (_, i) => {
        const codes = Uint8Array.from({ length: 60 }, () => random.below(4));
        return shuffleDinucleotides(codes, randomStream(1, side, round, i));
      });
    const rounds = 400;
    const bins = searched.map(() => new Array<number>(8).fill(0));
    const below = { fisher: 0, tests: 0 };
    for (let round = 0; round < rounds; round++) {
      const set = tableOf(shuffles(25, "set", round), searched);
      const controls = tableOf(shuffles(30, "controls", round), searched);
      for (const { motif, rank, fisher } of enrichment(set, controls, "both")) {
        bins[motif][Math.min(7, Math.floor(8 * rank!.pValue))]++;
        below.tests++;
        if (fisher!.pValue <= 0.05) below.fisher++;
      }
    }
    // Rank test: chi-square of 8 bins, 99.9 % point of 7 degrees.
    for (const counts of bins) {
      const chiSquare = counts.reduce((sum, n) => sum + (n - rounds / 8) ** 2 / (rounds / 8), 0);
      expect(chiSquare).toBeLessThan(24.32);
    }
    // Fisher's test takes few distinct values: no more than 5 % below 0.05 (plus three sigma).
    expect(below.fisher / below.tests).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / below.tests));
  });
});

/** Peaks by strength, and what comes first among them by JASPAR's names. */
const PEAKS = [
  { set: "REST_GM12878_NRSF_HudsonAlpha", file: "B", from: 0, first: /^REST$/ },
  { set: "CTCFL_K562_CTCFL_SC-98982_HudsonAlpha", file: "B", from: 0, first: /^CTCF$/ },
  // SP1's own family (one binding word, many matrices) leads its peaks in general …
  { set: "SP1_GM12878_SP1_HudsonAlpha", file: "AC", from: 5000, first: /^(SP|KLF)\d/ },
  // … but the strongest ones are NF-Y's, beside which SP1 binds; the family comes right after it.
  { set: "SP1_GM12878_SP1_HudsonAlpha", file: "B", from: 0, first: /^NFY/, next: /^(SP|KLF)\d/ },
];

describeShared("ChIP-seq peaks (data/cnn/deepbind) against their dinucleotide shuffles", () => {
  const names = /^(REST|CTCFL?|SP\d|KLF\d+|NFY[ABC])$/;
  const all = parseMotifs(sharedText("data/motifs/jaspar2026_vertebrates.meme"), "jaspar", () => {}).motifs;
  const motifs = all.filter(({ name }, i) => names.test(name) || i % 8 === 0);
  const searched = searches(motifs);

  for (const { set, file, from, first, next } of PEAKS) {
    it(`bring up the right motif among ${motifs.length}: ${set}, ${file} from ${from}`, () => {
      const rows = sharedText(`data/cnn/deepbind/${set}_${file}.seq.gz`).trim().split("\n").slice(1);
      const peaks = rows.filter((row) => row.endsWith("\t1")).map((row) => encodeText(row.split("\t")[2]));
      const chosen = peaks.slice(from, from + 300);
      const shuffles = chosen.map((codes, i) => shuffleDinucleotides(codes, randomStream(1, "shuffle", i, 0)));
      const results = enrichment(tableOf(chosen, searched), tableOf(shuffles, searched), "both");
      const named = results.map(({ motif }) => motifs[motif].name);
      expect(named[0]).toMatch(first);
      if (next !== undefined) {
        const others = named.filter((name) => !first.test(name));
        for (const name of others.slice(0, 5)) expect(name).toMatch(next);
      }
      expect(results[0].fisher!.eValue).toBeLessThan(1e-4);
      expect(results[0].rank!.eValue).toBeLessThan(1e-4);
      expect(results[0].odds.low).toBeGreaterThan(2);
    });
  }

  it("bring up SP1's own matrix in the bundled library over the whole set of its 17,748 peaks", () => {
    const library = bundledLibrary();
    const searched = searches(library);
    const rows = sharedText("data/cnn/deepbind/SP1_GM12878_SP1_HudsonAlpha_AC.seq.gz").trim().split("\n").slice(1);
    const peaks = rows.filter((row) => row.endsWith("\t1")).map((row) => encodeText(row.split("\t")[2]));
    expect(peaks.length).toBe(17_748);
    const shuffles = peaks.map((codes, i) => shuffleDinucleotides(codes, randomStream(1, "shuffle", i, 0)));
    const [first] = enrichment(tableOf(peaks, searched), tableOf(shuffles, searched), "fisher");
    expect(library[first.motif].name).toBe("SP1");
    expect(first.fisher!.log10EValue).toBeLessThan(-300);
    expect(first.odds.low).toBeGreaterThan(3);
  });
});
