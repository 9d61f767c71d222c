import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TataboxError } from "../../../src/errors.ts";
import type { MotifFormat } from "../../../src/motif/formats/detect.ts";
import { MOTIF_FORMATS, parseMotifs } from "../../../src/motif/read-motifs.ts";
import { EXAMPLES } from "./examples.ts";

const silent = () => {};

function messageOf(text: string, source = "f"): string {
  try {
    parseMotifs(text, source, silent);
  } catch (error) {
    if (error instanceof TataboxError) return error.message;
    throw error;
  }
  return "";
}

describe("no motif file", () => {
  it.each([
    ["an empty file", ""],
    ["blank lines", " \n\n"],
  ])("%s", (_, text) => {
    expect(messageOf(text)).toBe("f: is empty; expected motifs");
  });

  it.each([
    ["prose", "These are my motifs.\nPlease scan them.\n"],
    ["comments", "# nothing\n# here\n"],
    ["a table", "id\tname\twidth\nMA1\tTBP\t15\n"],
    ["HTML", "<!DOCTYPE html>\n<html></html>\n"],
    ["binary", "\u0000\u0001\u0002\ufffd\ufffd"],
    ["BED", "chr1\t10\t20\nchr2\t1\t2\n"],
  ])("%s: names the known formats", (_, text) => {
    expect(messageOf(text)).toBe(`f: not a motif file of a known format (${MOTIF_FORMATS.join(", ")})`);
  });

  it("FASTA is told apart", () => {
    expect(messageOf(">chr1\nACGTNNAC\nACG\n>chr2\nAC\n")).toBe("f: holds sequences (FASTA), not motifs");
  });

  it("MEME without motifs", () => {
    expect(messageOf("MEME version 4\nALPHABET= ACGT\n")).toBe("f: holds no motifs (format MEME)");
  });
});

/** A number that stands once in each example, inside the first matrix, and the line it is on. */
const CELLS: readonly [MotifFormat, RegExp, number][] = [
  ["MEME", /0\.900000/, 8],
  ["JASPAR", /\b9\b/, 5],
  ["TRANSFAC", /\b9\b/, 9],
  ["HOMER", /0\.9\b/, 2],
  ["ENCODE", /0\.900000/, 3],
  ["Cluster-Buster", /\b9\b/, 4],
  ["UniPROBE", /0\.9\b/, 5],
  ["XMS", /0\.9\b/, 4],
  ["plain counts", /\b9\b/, 5],
];

describe.each(CELLS)("%s: a bad number", (format, cell, line) => {
  it.each([
    ["-0.9", "is negative"],
    ["NaN", "is no number"],
    ["inf", "is no number"],
    ["1e999", "is too large"],
    ["0x10", "is no number"],
    ["nine", "is no number"],
  ])("%s names line and motif", (word, fault) => {
    expect(messageOf(EXAMPLES[format].replace(cell, word))).toMatch(
      new RegExp(`^f, line ${line}, motif TB1: '${word}' ${fault}; expected `),
    );
  });

  it("a cell too few names line and motif", () => {
    expect(messageOf(EXAMPLES[format].replace(cell, ""))).toMatch(new RegExp(`^f, line ${line}, motif TB1: `));
  });
});

describe("bad matrices", () => {
  it.each([
    ["JASPAR", "A [ 0 1 ]\nC [ 0 0 ]\nG [ 0 0 ]\nT [ 0 0 ]", "f, line 2, motif X: column 1 holds only zeros"],
    ["a row too few", "A [ 0 1 ]\nC [ 0 0 ]\nG [ 0 0 ]", "f, line 1, motif X: expected four rows (A C G T), found 3"],
    ["a letter twice", "A [ 1 ]\nC [ 1 ]\nC [ 1 ]\nT [ 1 ]", "f, line 4, motif X: expected one row of C, found 2"],
    ["uneven", "1 2 3\n1 2 3\n1 2\n1 2 3", "f, line 4, motif X: 2 columns where the first row has 3"],
    [
      "zeros by position",
      "1 2 3 4\n0 0 0 0\n1 1 1 1\n1 1 1 1\n1 1 1 1",
      "f, line 3, motif X: column 2 holds only zeros",
    ],
    ["too large a sum", "1e308\n1e308\n1e308\n1e308", "f, line 2, motif X: column 1 is too large"],
  ])("%s", (_, rows, message) => {
    expect(messageOf(`>X name\n${rows}\n`)).toBe(message);
  });

  it("a record without a name", () => {
    expect(messageOf(">\nA [ 1 ]\nC [ 1 ]\nG [ 1 ]\nT [ 1 ]\n")).toBe("f, line 1: a motif without an id");
    expect(messageOf("P0 A C G T\n01 1 1 1 1\n")).toBe("f, line 1: a matrix without AC, ID or NA");
  });

  it("MEME: too few rows, no matrix, another alphabet's width", () => {
    const head = "MEME version 4\nMOTIF X\n";
    const matrix = "letter-probability matrix:";
    expect(messageOf(`${head}${matrix} w= 3\n1 0 0 0\n`)).toBe(
      "f, line 3, motif X: expected 3 rows of probabilities, found 1",
    );
    expect(messageOf(`${head}${matrix} w= 2\n1 0 0 0\nMOTIF Y\n${matrix} w= 1\n1 0 0 0\n`)).toBe(
      "f, line 3, motif X: expected 2 rows of probabilities, found 1",
    );
    expect(messageOf(`${head}MOTIF Y\n${matrix}\n1 0 0 0\n`)).toBe(
      "f, line 2, motif X: has no 'letter-probability matrix:'",
    );
    expect(messageOf(`${head}${matrix} alength= 20 w= 1\n`)).toContain("expected the four letters of DNA or RNA");
    expect(messageOf(`${head}${matrix} w= 1 nsites= many\n1 0 0 0\n`)).toBe(
      "f, line 3, motif X: nsites= 'many' is no number ≥ 0",
    );
  });

  it("TRANSFAC: a P0 line that does not name four bases", () => {
    expect(messageOf("AC  X\nP0 A C G G\n01 1 1 1 1\n//\n")).toBe(
      "f, line 2, motif X: expected the four letters A C G T in any order, found 'P0 A C G G'",
    );
  });
});

/** Damages a text: drops, doubles or swaps lines, cuts it, or overwrites a piece. */
const damage = fc.tuple(
  fc.constantFrom("drop", "double", "swap", "cut", "overwrite"),
  fc.double({ min: 0, max: 0.999, noNaN: true }),
  fc.double({ min: 0, max: 0.999, noNaN: true }),
  fc.oneof(
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.constantFrom("NaN", "-1", "1e999", ">", "\t", "\n", "[", "#", "//"),
  ),
);

function damaged(text: string, [how, first, second, piece]: [string, number, number, string]): string {
  const lines = text.split("\n");
  const [at, other] = [Math.floor(first * lines.length), Math.floor(second * lines.length)];
  if (how === "drop") lines.splice(at, 1);
  if (how === "double") lines.splice(other, 0, lines[at]);
  if (how === "swap") [lines[at], lines[other]] = [lines[other], lines[at]];
  if (how === "cut") return text.slice(0, Math.floor(first * text.length));
  if (how !== "overwrite") return lines.join("\n");
  const from = Math.floor(first * text.length);
  return text.slice(0, from) + piece + text.slice(from + piece.length);
}

describe("damaged files", () => {
  it.each(MOTIF_FORMATS)("%s: sound motifs or a data error of one line, nothing else", (format) => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        const text = damages.reduce(damaged, EXAMPLES[format]);
        try {
          for (const { id, width, probabilities, sites } of parseMotifs(text, "f", silent).motifs) {
            expect(id).not.toBe("");
            expect(width).toBeGreaterThan(0);
            expect(sites).toBeGreaterThan(0);
            const totals = Array.from({ length: width }, (_, i) => probabilities.subarray(4 * i, 4 * i + 4));
            for (const row of totals) expect(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1.1e-5);
          }
        } catch (error) {
          if (!(error instanceof TataboxError)) throw error;
          expect(error.message).toMatch(/^f[,:] [^\n]+$/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("a motif whose p-values would take minutes", () => {
    const counts = (columns: number) => `>W wide\n${"1 2 3 4\n".repeat(columns)}`;
    expect(messageOf(counts(1000))).toBe("");
    expect(messageOf(counts(1001))).toBe("f, motif W: has 1001 columns; motifs of up to 1000 are read");
  });

  it("any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(messageOf(text)).not.toBe(undefined);
      }),
      { numRuns: 300 },
    );
  });
});
