import { describe, expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { checkMotifs } from "../../src/motif/check.ts";
import { parseMotifs } from "../../src/motif/read-motifs.ts";

const scoring = { background: UNIFORM, pseudocount: 0.1, limit: 1e-4 };

function check(texts: Readonly<Record<string, string>>, limit = 1e-4) {
  const motifs = Object.entries(texts).flatMap(([source, text]) => {
    const file = parseMotifs(text, source, () => {});
    return file.motifs.map((motif) => ({ motif, format: file.format }));
  });
  return checkMotifs(motifs, { ...scoring, limit });
}

const oddities = (texts: Readonly<Record<string, string>>) => check(texts).map((one) => one.oddities);

/** JASPAR text of one motif with a row of counts a position. */
const jaspar = (id: string, columns: readonly (readonly number[])[]) =>
  `>${id}\n${[0, 1, 2, 3].map((base) => columns.map((column) => column[base]).join(" ")).join("\n")}\n`;

const A = [9, 1, 1, 1];
const C = [1, 9, 1, 1];
const G = [1, 1, 9, 1];
const T = [1, 1, 1, 9];
const FLAT = [3, 3, 3, 3];

describe("checkMotifs", () => {
  it("says what was understood and what the scores reach", () => {
    const [found] = check({ f: jaspar("X", [A, C, G, T, A, A, C, C]) });
    expect(found).toMatchObject({ format: "JASPAR", sums: [12, 12], oddities: [] });
    // Closed form: 9 or 1 of 12 sites and 0.1 pseudocounts a column, against 1/4.
    expect(found.bestScore).toBeCloseTo(8 * Math.log2((4 * 9.025) / 12.1), 12);
    expect(found.worstScore).toBeCloseTo(8 * Math.log2((4 * 1.025) / 12.1), 12);
    expect(found.smallestP).toBe(4 ** -8);
    // One mismatch makes 25 words of 65,536, p 3.8e-4: only the best word is a hit at 1e-4.
    expect(found.threshold).toBeCloseTo(found.bestScore, 12);
    const [loose] = check({ f: jaspar("X", [A, C, G, T, A, A, C, C]) }, 1e-3);
    expect(loose.threshold).toBeCloseTo(found.bestScore - Math.log2(9.025 / 1.025), 12);
  });

  it("names columns that say nothing, narrow motifs and those that can never be a hit", () => {
    expect(oddities({ f: jaspar("X", [A, FLAT, C, G, T, A, FLAT, C, G, T]) })).toEqual([
      ["no information in columns 2, 7"],
    ]);
    expect(oddities({ f: jaspar("X", [FLAT, FLAT, FLAT, FLAT]) })).toEqual([
      ["no information in any column", "only 4 columns", "no word reaches p ≤ 0.0001"],
    ]);
    expect(oddities({ f: jaspar("X", [A, C, G, T, A]) })).toEqual([["no word reaches p ≤ 0.0001"]]);
  });

  it("names unequal totals, zeros and probabilities that do not sum to 1", () => {
    const columns = [A, C, G, T, A, C, G, [0, 0, 0, 120]];
    expect(oddities({ f: jaspar("X", columns) })).toEqual([["column totals differ", "3 zero counts"]]);
    expect(check({ f: jaspar("X", columns) })[0].sums).toEqual([12, 120]);
    const meme = `MEME version 4\n\nMOTIF M\nletter-probability matrix: w= 7\n${"0.9 0.04 0.03 0.03\n".repeat(6)}0.9 0.08 0 0\n`;
    const [found] = check({ f: meme });
    expect(found.sums).toEqual([0.98, 1]);
    expect(found.oddities).toEqual(["columns do not sum to 1; normalised", "2 zeros"]);
  });

  it("finds ids and matrices again, also turned and in another file", () => {
    const word = [A, C, C, G, A, A, C, T];
    const turned = word.toReversed().map((column) => column.toReversed());
    const first = jaspar("X", word) + jaspar("Y", turned);
    const second =
      jaspar(
        "Z",
        word.map((column) => column.map((n) => 10 * n)),
      ) + jaspar("X", [T, ...word]);
    expect(oddities({ "a.jaspar": first, "b.jaspar": second })).toEqual([
      [],
      ["reverse complement of X"],
      ["same matrix as X (a.jaspar)"],
      ["id repeats (a.jaspar)"],
    ]);
  });
});
