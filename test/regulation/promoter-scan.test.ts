import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundledPromoterModel } from "../../src/regulation/promoter-model.ts";
import { promoterPeaks, promoterScores } from "../../src/regulation/promoter-scan.ts";
import { promoterScore } from "../../src/regulation/promoter-score.ts";
import { encodeText, reverseComplement } from "../../src/sequence/alphabet.ts";
import type { Strand } from "../../src/sequence/interval.ts";

const model = bundledPromoterModel();

/** Random letters with stretches of N and of C and G, longer than one block of the scanner. */
function mixed(length: number, seed: number): Uint8Array {
  const kinds = ["ACGT", "CG", "GCGCA", "ATTA"];
  const [numbers] = fc.sample(fc.array(fc.nat(1 << 20), { minLength: length, maxLength: length }), {
    numRuns: 1,
    seed,
  });
  const letters = numbers.map((n, i) => {
    if (i % 5000 > 4960 || (i > 900 && i < 1400)) return "N";
    const kind = kinds[Math.floor(i / 700) % kinds.length];
    return kind[n % kind.length];
  });
  return encodeText(letters.join(""));
}

function plainScore(codes: Uint8Array, tss: number, strand: Strand): number {
  return promoterScore(model, codes, tss, strand)?.score ?? Number.NEGATIVE_INFINITY;
}

describe("the fast scan of promoters", () => {
  it("has the plain score's bits at every kind of place: ends, N, block borders", () => {
    const codes = mixed(34_000, 3);
    const places = [
      ...Array.from({ length: 30 }, (_, i) => i * 13),
      ...Array.from({ length: 40 }, (_, i) => 16_364 + i),
      ...Array.from({ length: 60 }, (_, i) => 860 + 10 * i),
      ...Array.from({ length: 40 }, (_, i) => 34_000 - 1 - 9 * i),
      ...Array.from({ length: 200 }, (_, i) => 100 + 167 * i),
    ];
    for (const strand of ["+", "-"] as const) {
      const fast = promoterScores(model, codes, strand);
      const wrong = places.filter((tss) => fast[tss] !== plainScore(codes, tss, strand));
      expect(wrong).toEqual([]);
      expect(places.filter((tss) => Number.isFinite(fast[tss])).length).toBeGreaterThan(200);
    }
  });

  it.each([-4, 0, 2, 4, 6])("reports exactly the local maxima over both strands that reach %d", (threshold) => {
    const codes = mixed(18_000, 5);
    const [forward, reverse] = (["+", "-"] as const).map((strand) => promoterScores(model, codes, strand));
    const best = Array.from(forward, (score, i) => Math.max(score, reverse[i]));
    const truth = best.flatMap((score, tss) => {
      const before = best[tss - 1] ?? Number.NEGATIVE_INFINITY;
      const after = best[tss + 1] ?? Number.NEGATIVE_INFINITY;
      if (score < threshold || score <= before || score < after) return [];
      return [{ tss, strand: forward[tss] >= reverse[tss] ? "+" : "-", score }];
    });
    expect(truth.length).toBeGreaterThan(threshold < 2 ? 100 : 0);
    expect(promoterPeaks(model, codes, threshold)).toEqual(truth);
  });

  it("scores the opposite strand of the reverse complement alike, and records of no length", () => {
    const codes = mixed(3000, 9);
    const turned = promoterScores(model, reverseComplement(codes), "-").toReversed();
    expect(turned).toEqual(promoterScores(model, codes, "+"));
    expect(promoterPeaks(model, new Uint8Array(0), 0)).toEqual([]);
    expect(promoterPeaks(model, encodeText("CG".repeat(50)), -100)).toEqual([]);
  });
});
