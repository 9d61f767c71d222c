import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScoreMatrix } from "../../src/motif/score-matrix.ts";
import { regulationKernel } from "../../src/regulation/kernel.ts";
import { PromoterBound } from "../../src/regulation/promoter-bound.ts";
import { bundledModelFile, type PromoterModel, readPromoterModel } from "../../src/regulation/promoter-model.ts";
import { promoterScores } from "../../src/regulation/promoter-scan.ts";
import { reach } from "../../src/regulation/promoter-score.ts";

const bundled = bundledModelFile();

/** The bundled model's features, some of them twice, with other weights and windows. */
const models: fc.Arbitrary<PromoterModel> = fc
  .array(
    fc.record({
      feature: fc.constantFrom(...bundled.features),
      weight: fc.double({ min: -2, max: 8, noNaN: true }),
      from: fc.integer({ min: -250, max: 40 }),
      size: fc.integer({ min: 1, max: 260 }),
      cap: fc.double({ min: 0.2, max: 2, noNaN: true }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((choices) => {
    const features = choices.map(({ feature, weight, from, size, cap }) => {
      const window = { ...feature.window, from, to: from + size };
      return { ...feature, weight, window, ...(feature.kind === "cpgObsExp" ? { cap } : {}) };
    });
    return readPromoterModel({ ...bundled, features }, "made");
  });

describe("PromoterBound", () => {
  it("leaves no place out whose score reaches the threshold, whatever the model (law)", () => {
    const codes = fc.array(fc.constantFrom([0], [1, 2], [3], [1], [4], [2, 1, 2]), { minLength: 350, maxLength: 450 });
    fc.assert(
      fc.property(models, codes, fc.double({ min: 0, max: 1, noNaN: true }), (model, parts, share) => {
        const record = Uint8Array.from(parts.flat());
        const scores = (["+", "-"] as const).map((strand) => promoterScores(model, record, strand));
        const finite = scores
          .flatMap((some) => [...some])
          .filter(Number.isFinite)
          .sort((a, b) => a - b);
        // A threshold that some place has, so that the bound is put to the test.
        const threshold = finite[Math.floor(share * (finite.length - 1))] ?? 0;
        const places = reached(model, record, threshold);
        const missed = places.findIndex((place, tss) => place === 0 && scores.some((some) => some[tss] >= threshold));
        expect(missed).toBe(-1);
      }),
      { numRuns: 40 },
    );
  });

  it.each(bundled.features.filter(({ kind }) => kind === "bucher" || kind === "motif"))(
    "keeps the places of a site that loses nothing: $name",
    (feature) => {
      const model = readPromoterModel({ ...bundled, features: [feature] }, "made");
      const [site] = model.features;
      const record = new Uint8Array(900).fill(4);
      if (site.kind === "site") record.set(bestWord(site.matrix), 450);
      // A start site has a known letter: the site's own, or one put there.
      for (let tss = 0; tss < record.length; tss++) if (record[tss] === 4 && tss % 2 === 0) record[tss] = 0;
      const scores = (["+", "-"] as const).map((strand) => promoterScores(model, record, strand));
      const best = Math.max(...scores[0], ...scores[1]);
      const places = reached(model, record, best);
      expect(places.filter((place, tss) => place === 0 && scores.some((some) => some[tss] === best))).toHaveLength(0);
    },
  );

  it("leaves out nearly all places of random letters at the model's threshold", () => {
    const model = readPromoterModel(bundled, "bundled");
    const numbers = fc.uint8Array({ min: 0, max: 9, minLength: 8000, maxLength: 8000 });
    const [letters] = fc.sample(numbers, { numRuns: 1, seed: 2 });
    // Like a genome: 40 % C and G, hardly a CpG.
    const codes = letters.map((n) => [0, 0, 0, 3, 3, 3, 1, 1, 2, 2][n]);
    const places = reached(
      model,
      codes.map((code, i) => (code === 2 && codes[i - 1] === 1 ? 0 : code)),
      model.threshold,
    );
    expect(places.reduce((sum, place) => sum + place, 0)).toBeLessThan(80);
  });

  it("is none where the model looks farther than the kernel", () => {
    const [feature] = bundled.features;
    const far = { ...feature, window: { ...feature.window, from: -regulationKernel()!.layout.MOST_REACH } };
    const model = readPromoterModel({ ...bundled, features: [far] }, "made");
    expect(PromoterBound.of(model, reach(model))).toBeUndefined();
  });
});

/** The best letter of every column. */
function bestWord({ width, scores }: ScoreMatrix): number[] {
  const column = (position: number) => [...scores.subarray(4 * position, 4 * position + 4)];
  return Array.from({ length: width }, (_, position) => column(position).indexOf(Math.max(...column(position))));
}

/** 1 at the places that remain. */
function reached(model: PromoterModel, record: Uint8Array, threshold: number): Uint8Array {
  const padding = reach(model);
  const codes = new Uint8Array(record.length + 2 * padding).fill(4);
  codes.set(record, padding);
  const places = new Uint8Array(record.length);
  const found = PromoterBound.of(model, padding)!.candidates(codes, record.length, threshold);
  for (const { start, end } of found) places.fill(1, start, end);
  return places;
}
