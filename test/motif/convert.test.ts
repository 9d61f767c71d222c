import { describe, expect, it } from "vitest";
import { convertMotifs, TARGET_FORMATS, type TargetFormat } from "../../src/motif/convert.ts";
import { parseMotifs } from "../../src/motif/read-motifs.ts";
import { EXAMPLES } from "./formats/examples.ts";

const read = (text: string) => parseMotifs(text, "f", () => {});
const jaspar = read(EXAMPLES.JASPAR).motifs;
const meme = read(EXAMPLES.MEME);
const loss = (motifs: typeof jaspar, format: TargetFormat, backgrounds = [] as (typeof meme.background & {})[]) =>
  convertMotifs(motifs, format, backgrounds).loss;

describe("convertMotifs", () => {
  it("loses no motif, id or name from any format into any other", () => {
    for (const [source, text] of Object.entries(EXAMPLES)) {
      const { motifs } = read(text);
      expect(motifs.length, source).toBe(2);
      for (const format of TARGET_FORMATS) {
        const back = read(convertMotifs(motifs, format).text).motifs;
        const heads = back.map(({ id, name, width }) => [id, name, width]);
        expect(heads, `${source} to ${format}`).toEqual(motifs.map(({ id, name, width }) => [id, name, width]));
      }
    }
  });

  it("keeps counts in JASPAR and TRANSFAC without a word", () => {
    for (const format of ["jaspar", "transfac"] as const) {
      const { text, loss: lost } = convertMotifs(jaspar, format);
      expect(lost).toBeUndefined();
      expect(read(text).motifs).toEqual(jaspar);
    }
  });

  it("says what is lost, in one line", () => {
    expect(loss(jaspar, "meme")).toBe(
      "MEME does not hold: the counts of 2 motifs (probabilities with 6 decimals instead)",
    );
    const uneven = read(">X\n1 9\n1 0\n1 0\n1 0\n").motifs;
    expect(loss(uneven, "homer")).toBe(
      "HOMER does not hold: the counts of 1 motif (probabilities with 6 decimals instead; column totals differ in 1); " +
        "the number of sites of 1 motif",
    );
    expect(loss([...meme.motifs], "jaspar", [meme.background!])).toBe(
      "JASPAR does not hold: the number of sites of 2 motifs; the URL of 1 motif; the background frequencies",
    );
    expect(loss([...read(EXAMPLES.HOMER).motifs], "jaspar")).toBe(
      "JASPAR does not hold: the detection threshold of 2 motifs",
    );
    expect(loss([...read(EXAMPLES.HOMER).motifs], "homer")).toBeUndefined();
    expect(loss([...read(EXAMPLES["Cluster-Buster"]).motifs], "jaspar")).toBe(
      "JASPAR does not hold: the weight of 1 motif",
    );
    expect(loss([...read(">X two words\n5 0\n5 5\n0 5\n0 0\n").motifs], "meme")).toMatch(/blanks in names of 1 motif/);
    expect(
      loss([{ ...meme.motifs[0], probabilities: Float64Array.of(1 / 3, 1 / 3, 1 / 3, 0), width: 1 }], "meme"),
    ).toBe("MEME does not hold: digits beyond the sixth of 1 motif");
  });

  it("keeps a MEME background that the files agree on", () => {
    const { text, loss: lost } = convertMotifs(meme.motifs, "meme", [meme.background!]);
    expect(lost).toBeUndefined();
    expect(read(text)).toEqual({ ...meme, motifs: meme.motifs });
    expect(loss([...meme.motifs], "meme", [meme.background!, [0.1, 0.4, 0.4, 0.1]])).toBe(
      "MEME does not hold: the background frequencies",
    );
    expect(loss([...meme.motifs], "meme", [[0.25, 0.25, 0.25, 0.25]])).toBeUndefined();
  });
});
