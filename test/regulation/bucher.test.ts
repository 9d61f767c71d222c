import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowScore } from "../../src/motif/score-matrix.ts";
import { formatFixed } from "../../src/printf.ts";
import { type BucherId, bestBucher, bucherElement } from "../../src/regulation/bucher.ts";
import { promoterBases } from "../../src/regulation/promoter-bases.ts";
import { encodeText, reverseComplement } from "../../src/sequence/alphabet.ts";
import { describeShared, sharedText, tsvRows } from "../shared.ts";
import { planted } from "./genes.ts";

const COLUMNS: Readonly<Record<string, BucherId>> = { TATA: "tata", Inr: "inr", CCAAT: "ccaat", GC: "gc" };

/** Rows of the oracle beside the promoters that they were computed from. */
function epdCases(size: 60 | 300) {
  const flags = tsvRows(sharedText(`data/regulation/epd_flags_${size}.tsv`));
  const scores = tsvRows(sharedText(`oracle/regulation/epd_scores_${size}.tsv`));
  expect(scores.map((row) => row.name)).toEqual(flags.map((row) => row.name));
  return flags.map((flag, i) => ({ flag, score: scores[i], codes: encodeText(flag.sequence) }));
}

describeShared("Bucher's elements under EPDnew's recipe", () => {
  for (const [size, columns, differing] of [
    [60, ["TATA", "Inr"], { TATA: 4, Inr: 0 }],
    [300, ["TATA", "Inr", "CCAAT", "GC"], { TATA: 4, Inr: 0, CCAAT: 4, GC: 5 }],
  ] as const) {
    it(`have score, offset, strand and call of epd_scores_${size}.tsv in every row, from either strand`, () => {
      for (const { flag, score, codes } of epdCases(size)) {
        const tss = Number(flag.tss_index);
        const views = [
          promoterBases(codes, tss, "+", -249, 60),
          promoterBases(reverseComplement(codes), codes.length - 1 - tss, "-", -249, 60),
        ];
        for (const column of columns) {
          const expected = ["score", "offset", "strand", "call"].map((what) => score[`${column}_${what}`]);
          for (const view of views) {
            const best = bestBucher(bucherElement(COLUMNS[column]), view)!;
            const found = [formatFixed(best.score / 100, 2), `${best.columnOffset}`, best.strand];
            expect([...found, best.present ? "1" : "0"], `${flag.name} ${column}`).toEqual(expected);
          }
        }
      }
    });

    it(`differ from EPDnew's own flags in ${JSON.stringify(differing)} of the ${size}-base promoters`, () => {
      const cases = epdCases(size);
      const counts = Object.fromEntries(
        columns.map((column) => [
          column,
          cases.filter(({ flag, codes }) => {
            const view = promoterBases(codes, Number(flag.tss_index), "+", -249, 60);
            return bestBucher(bucherElement(COLUMNS[column]), view)!.present !== (flag[column] === "1");
          }).length,
        ]),
      );
      expect(counts).toEqual(differing);
    });
  }
});

describe("Bucher's own windows", () => {
  const present = (id: BucherId, word: string, column: number, at: number) => {
    const letters = planted("A".repeat(600), 300, { [at - column]: word });
    return bestBucher(bucherElement(id), promoterBases(encodeText(letters), 300, "+", -249, 60), "bucher")!.present;
  };

  it("end where he prints them: he counts without a zero, so that his +6 is the offset 5 and his +1 the offset 0", () => {
    expect([-6, -5, 5, 6].map((at) => present("inr", "TCAGTCTT", 2, at))).toEqual([false, true, true, false]);
    expect([-165, -164, 0, 1].map((at) => present("gc", "AAGGGGCGGGGCTT", 6, at))).toEqual([false, true, true, false]);
  });
});

describeShared("Bucher's own windows on 1,497 Arabidopsis TATA promoters", () => {
  it("have TATA in .996, Inr in .478, CCAAT in .143 and GC in .066 of them (a plain sum in Python)", () => {
    const sequences = sharedText("data/cnn/cnnprom/Arabidopsis_tata.fa")
      .split(/^>.*$/m)
      .slice(1)
      .map((record) => encodeText(record.replaceAll(/\s/g, "")));
    expect(sequences.length).toBe(1497);
    const views = sequences.map((codes) => promoterBases(codes, 200, "+", -249, 60));
    const counts = (["tata", "inr", "ccaat", "gc"] as const).map(
      (id) => views.filter((view) => bestBucher(bucherElement(id), view, "bucher")?.present).length,
    );
    expect(counts).toEqual([1491, 715, 214, 99]);
  });
});

describe("p-values of Bucher's weights", () => {
  it.each(["tata", "inr", "ccaat", "gc"] as const)("are exact for %s (integer convolution of the weights)", (id) => {
    const { hundredths, distribution } = bucherElement(id);
    let mass = new Map([[0, 1]]);
    for (let position = 0; position < hundredths.width; position++) {
      const next = new Map<number, number>();
      for (const [sum, p] of mass) {
        for (const weight of hundredths.scores.subarray(4 * position, 4 * position + 4)) {
          next.set(sum + weight, (next.get(sum + weight) ?? 0) + p / 4);
        }
      }
      mass = next;
    }
    const truth = (score: number): number => [...mass].reduce((sum, [s, p]) => (s >= score ? sum + p : sum), 0);
    const words = fc.sample(fc.array(fc.nat(3), { minLength: hundredths.width, maxLength: hundredths.width }), {
      numRuns: 60,
      seed: 7,
    });
    for (const word of words) {
      const codes = Uint8Array.from(word);
      const score = windowScore(hundredths, codes, 0, "+");
      expect(distribution.pValue(score / 100, codes, 0, "+") / truth(score)).toBeCloseTo(1, 9);
    }
  });
});
