import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consensusMotif } from "../../src/motif/consensus.ts";
import { columnInformation } from "../../src/motif/information.ts";
import { logoText } from "../../src/motif/logo-text.ts";
import { motifFromCounts } from "../../src/motif/motif.ts";

const names = { id: "X", name: "", source: "test" };

/** TATA box of Bucher (1990), columns 2 to 8: counts A C G T. */
const tata = motifFromCounts(
  names,
  Float64Array.from(
    [
      [16, 46, 18, 309],
      [352, 0, 2, 35],
      [3, 10, 2, 374],
      [354, 0, 5, 30],
      [268, 0, 0, 121],
      [360, 3, 20, 6],
      [222, 2, 44, 121],
    ].flat(),
  ),
);

const motifs = fc
  .array(
    fc.array(fc.nat(500), { minLength: 4, maxLength: 4 }).filter((c) => c.some((x) => x > 0)),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((columns) => motifFromCounts(names, Float64Array.from(columns.flat())));

describe("logoText", () => {
  it("draws letters as tall as they are likely", () => {
    expect(logoText(tata, { letterWidth: 3 })).toBe(
      [
        "bits",
        " 2 |",
        "   |         TTT",
        "   |      A   T   A       A",
        "   |     A A  T  A A     A A",
        " 1 | TTT AAA  T  A A  A  A A",
        "   |  T  A A  T  AAA AAA AAA",
        "   |  T  A A  T  A A A A A A  A",
        "   |  C   T   T  A A  T  A A  T",
        " 0 +----------------------------",
        "      1   2   3   4   5   6   7",
        "",
      ].join("\n"),
    );
  });

  it("draws one character a letter where there is little room", () => {
    expect(logoText(consensusMotif("TATAWNC"), { letterWidth: 1, rows: 2 })).toBe(
      ["bits", " 2 |TATA  C", " 1 |TATAA C", " 0 +-------", "    1   5", ""].join("\n"),
    );
  });

  it("draws five characters a letter where there is room, three or one where there is less", () => {
    const widest = (columns: number) => /A+/.exec(logoText(consensusMotif("AAAA"), { columns }))![0].length;
    const text = (columns: number) => logoText(consensusMotif("AAAA"), { columns });
    expect(text(28)).toContain("AAAAA AAAAA AAAAA AAAAA");
    expect(text(27)).toContain("AAA AAA AAA AAA");
    expect(text(19)).toContain("AAAA");
    expect(widest(19)).toBe(4);
  });

  it("goes on below when the motif is wider than the line", () => {
    const [above, below] = logoText(consensusMotif("ACGTACG"), { columns: 20, letterWidth: 3 }).split("\n\n");
    expect(above.trimEnd().split("\n").at(-1)).toBe("      1   2   3   4");
    expect(below.trimEnd().split("\n").at(-1)).toBe("      5   6   7");
  });

  it("colours runs of one letter and nothing else", () => {
    const plain = logoText(tata);
    const marked = logoText(tata, { color: (letter, text) => `<${letter}:${text}>` });
    expect(marked).toContain("<T:TTTTT>");
    expect(marked.replace(/<([ACGT]):(\1+)>/g, "$2")).toBe(plain);
  });

  it("keeps to the width, to ASCII and to the columns' heights, whatever the motif", () => {
    fc.assert(
      fc.property(
        motifs,
        fc.integer({ min: 12, max: 100 }),
        fc.integer({ min: 2, max: 16 }),
        (motif, columns, rows) => {
          const lines = logoText(motif, { columns, rows }).split("\n");
          for (const line of lines) {
            expect(line).toMatch(/^[\x20-\x7e]*$/);
            expect(line).toBe(line.trimEnd());
            expect(line.length).toBeLessThanOrEqual(columns);
          }
          const narrow = logoText(motif, { columns: 4 + motif.width, rows, letterWidth: 1 }).split("\n");
          for (let position = 0; position < motif.width; position++) {
            const drawn = narrow.slice(1, rows + 1).filter((line) => /[ACGT]/.test(line[4 + position] ?? "")).length;
            const exact = (columnInformation(motif, position) / 2) * rows;
            expect(Math.abs(drawn - exact)).toBeLessThanOrEqual(0.5 + 1e-9);
          }
        },
      ),
    );
  });
});
