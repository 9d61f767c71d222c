import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { MotifFormat } from "../../../src/motif/formats/detect.ts";
import { readHomer } from "../../../src/motif/formats/homer.ts";
import { readJaspar } from "../../../src/motif/formats/jaspar.ts";
import { readMeme } from "../../../src/motif/formats/meme.ts";
import { readPlainCounts } from "../../../src/motif/formats/plain-counts.ts";
import { readTransfac } from "../../../src/motif/formats/transfac.ts";
import type { Motif } from "../../../src/motif/motif.ts";
import { parseMotifs, readMotifFile } from "../../../src/motif/read-motifs.ts";
import { EXAMPLES } from "./examples.ts";

const silent = () => {};

function parsed(
  text: string,
  source = "made-up.txt",
): { motifs: readonly Motif[]; format: string; warnings: string[] } {
  const warnings: string[] = [];
  return { ...parseMotifs(text, source, (message) => warnings.push(message)), warnings };
}

function rowsOf({ probabilities, width }: Motif): number[][] {
  return Array.from({ length: width }, (_, i) => [...probabilities.subarray(4 * i, 4 * i + 4)]);
}

const TATA = [
  [0, 0.1, 0, 0.9],
  [1, 0, 0, 0],
  [0.5, 0, 0, 0.5],
];
const BOX = [
  [0.25, 0.25, 0.25, 0.25],
  [0, 0, 1, 0],
];

describe.each(Object.keys(EXAMPLES) as MotifFormat[])("%s", (format) => {
  const text = EXAMPLES[format];

  it("is recognised and read", () => {
    const { motifs, format: found, warnings } = parsed(text);
    expect(found).toBe(format);
    expect(warnings).toEqual([]);
    expect(motifs.map(({ id }) => id)).toEqual(["TB1", "TB2"]);
    expect(motifs.map(({ source }) => source)).toEqual(["made-up.txt", "made-up.txt"]);
    if (format === "consensus words") expect(rowsOf(motifs[0])).toEqual([[0, 0, 0, 1], TATA[1], TATA[2]]);
    else if (format === "JASPAR sites") expect(rowsOf(motifs[1])).toEqual([[0.5, 0.5, 0, 0], BOX[1]]);
    else expect(motifs.map(rowsOf)).toEqual([TATA, BOX]);
  });

  it("is read alike with CRLF, Mac line ends, a byte-order mark, and without the last line end", () => {
    const plain = parsed(text).motifs;
    for (const changed of [text.replace(/\n/g, "\r\n"), text.replace(/\n/g, "\r"), `\ufeff${text}`, text.trimEnd()]) {
      expect(parsed(changed).motifs).toEqual(plain);
    }
  });
});

describe("names, counts and sites", () => {
  it("keeps both names where a format has two", () => {
    for (const format of ["MEME", "JASPAR", "TRANSFAC", "HOMER", "ENCODE", "Cluster-Buster"] as const) {
      expect(parsed(EXAMPLES[format]).motifs.map(({ name }) => name)).toEqual(["tata", "box"]);
    }
  });

  it("keeps counts, and takes the first column's total as the number of sites", () => {
    for (const format of ["JASPAR", "TRANSFAC", "Cluster-Buster", "plain counts"] as const) {
      const [tata, box] = parsed(EXAMPLES[format]).motifs;
      expect([...tata.counts!]).toEqual([0, 1, 0, 9, 10, 0, 0, 0, 5, 0, 0, 5]);
      expect([tata.sites, box.sites]).toEqual([10, 4]);
    }
  });

  it("assumes FIMO's 20 sites for probabilities without a number", () => {
    for (const format of ["HOMER", "ENCODE", "UniPROBE", "consensus words"] as const) {
      expect(parsed(EXAMPLES[format]).motifs.map(({ sites, counts }) => [sites, counts])).toEqual([
        [20, undefined],
        [20, undefined],
      ]);
    }
  });

  it("warns of ids that several motifs share", () => {
    expect(parsed("TB1 TAW\nTB1 TAA\nTB2 TTT\n").warnings).toEqual(["made-up.txt: ids that several motifs share: TB1"]);
  });
});

describe("MEME", () => {
  const rows = " 0 0.1 0 0.9\n 1 0 0 0\n";

  it.each([
    ["w=2 nsites=7", 7],
    ["alength=4 w =2 nsites = 7.5 E=1e-3", 7.5],
    ["nsites= 0", 20],
    ["", 20],
  ])("takes the header fields '%s'", (fields, sites) => {
    const [motif] = readMeme(`MEME version 5.5.6\nMOTIF X\nletter-probability matrix: ${fields}\n${rows}\nMOTIF`, "f");
    expect([motif.width, motif.sites, motif.name]).toEqual([2, sites, ""]);
  });

  it("reads full MEME output: log-odds skipped, fields after the names ignored, any asterisks", () => {
    const text = `MEME version 5\n****\nALPHABET= ACGT\n****\nMOTIF TACT MEME-1\twidth =   2  sites =  14  llr = 241\n****
\tMotif TACT MEME-1 position-specific scoring matrix\n----\nlog-odds matrix: alength= 4 w= 2 n= 9 bayes= 8.8 E= 1
  -102  -1045  -1045    156 \n   156  -1045   -156   -202 \n----
letter-probability matrix: alength= 4 w= 2 nsites= 14 E= 1\n${rows}----\n`;
    const [motif] = readMeme(text, "f");
    expect([motif.id, motif.name, motif.sites]).toEqual(["TACT", "MEME-1", 14]);
    expect(rowsOf(motif)).toEqual([TATA[0], TATA[1]]);
  });

  it("takes RNA and custom alphabets of four bases, and refuses protein by name", () => {
    const matrix = `MOTIF X\nletter-probability matrix: w= 2\n${rows}`;
    const alphabet =
      'ALPHABET "My RNA" RNA-LIKE\nA "Adenine" CC0000\nC "Cytosine"\nG "Guanine"\nU "Uracil"\nN = ACGU\nEND ALPHABET\n';
    const pairs = 'ALPHABET "DNA" DNA-LIKE\nT "Thymine" 0000CC ~ A "Adenine" CC0000\nC ~ G\nEND ALPHABET\n';
    for (const head of ["ALPHABET= ACGU\n", alphabet, pairs]) {
      expect(rowsOf(readMeme(`MEME version 4\n${head}${matrix}`, "f")[0])).toEqual([TATA[0], TATA[1]]);
    }
    expect(() => readMeme(`MEME version 4\nALPHABET= ACDEFGHIKLMNPQRSTVWY\n${matrix}`, "f.meme")).toThrow(
      "f.meme, line 2: protein motifs (letters ACDEFGHIKLMNPQRSTVWY); expected DNA or RNA",
    );
    expect(() => readMeme(`MEME version 4\nALPHABET "PROTEIN" PROTEIN-LIKE\n${matrix}`, "f")).toThrow("protein motifs");
  });

  it("keeps the URL and the file's background", () => {
    const { motifs, background } = parseMotifs(EXAMPLES.MEME, "f", silent);
    expect(motifs.map(({ url }) => url)).toEqual(["http://example.org/TB1", undefined]);
    expect(background).toEqual([0.3, 0.2, 0.2, 0.3]);
    const broken = EXAMPLES.MEME.replace("A 0.3 C 0.2 G 0.2 T 0.3", "A 3e-1 C 0.2\nG 0.2\nT 0.3");
    expect(parseMotifs(broken, "f", silent).background).toEqual([0.3, 0.2, 0.2, 0.3]);
    expect(parseMotifs(EXAMPLES.JASPAR, "f", silent).background).toBeUndefined();
  });
});

describe("sums of probabilities", () => {
  const encode = (row: string) => `>X\nT 0 0 0 1\nA ${row}\nT 0 0 0 1\nT 0 0 0 1\nT 0 0 0 1\n`;

  it("are silent within rounding, normalised with a warning within 5 %, an error beyond", () => {
    expect(parsed(encode("0.33 0.33 0.33 0")).warnings).toEqual([]);
    const { motifs, warnings } = parsed(encode("0.5000 0.2500 0.2500 0.0400"));
    expect(warnings).toEqual(["made-up.txt, line 3, motif X: column 2 sums to 1.04, not 1; normalised"]);
    expect(rowsOf(motifs[0])[1][0]).toBeCloseTo(0.5 / 1.04, 12);
    expect(() => parsed(encode("0.5 0.25 0.25 0.06"))).toThrow(
      "made-up.txt, line 3, motif X: column 2 sums to 1.06, not 1; expected probabilities",
    );
  });

  it("do not matter for JASPAR's counts", () => {
    const [motif] = readJaspar(">X\n1 100\n1 100\n1 100\n1 300\n", "f");
    expect(rowsOf(motif)).toEqual([BOX[0], [1 / 6, 1 / 6, 1 / 6, 1 / 2]]);
  });

  it("make a JASPAR matrix one of probabilities when all are 1", () => {
    const [motif] = readJaspar(">X\nA [ 0.07 1 ]\nC [ 0.36 0 ]\nG [ 0.37 0 ]\nT [ 0.21 0 ]\n", "f");
    expect([motif.counts, motif.sites]).toEqual([undefined, 20]);
  });

  it("give three warnings a file and the number of the rest", () => {
    const one = (id: number) => `>M${id}\nT 0.0000 0 0 1.0300\nT 0 0 0 1\nT 0 0 0 1\n`;
    const { warnings } = parsed([1, 2, 3, 4, 5].map(one).join(""));
    expect(warnings).toHaveLength(4);
    expect(warnings[3]).toBe("made-up.txt: 2 more warnings like these");
  });
});

describe("odd layouts", () => {
  it("JASPAR: brackets that touch numbers, blanks in names, letters out of order", () => {
    const text = "> MA1.1 Abc::Def (var.2)\nT[12 3]\nA  [0 0 ]\nC\t[ 0 0]\ng [ 0 1.5]\n";
    const [motif] = readJaspar(text, "f");
    expect([motif.id, motif.name]).toEqual(["MA1.1", "Abc::Def (var.2)"]);
    expect([...motif.counts!]).toEqual([0, 0, 0, 12, 0, 0, 1.5, 3]);
  });

  it("HOMER: counts are allowed, thresholds kept, converted libraries have no tabs", () => {
    const [counts] = readHomer(">TA\tx\t5\n0\t0\t1\t3\n4\t0\t0\t0\n", "f");
    expect([counts.sites, counts.homerThreshold]).toEqual([4, 5]);
    const [joined] = readHomer(">TA_AP-1(bZIP)/x\n0 0 0 1\n1 0 0 0\n", "f");
    expect([joined.id, joined.name, joined.homerThreshold]).toEqual(["TA_AP-1(bZIP)/x", "AP-1(bZIP)/x", undefined]);
  });

  it("TRANSFAC: a name by ID or NA alone, two or six columns in a row, no end", () => {
    const [byId] = readTransfac("ID  one\nP0 A T G C\n00 0 0 2 0\n01 0 2 0 0 T\n", "f");
    expect([byId.id, byId.name]).toEqual(["one", ""]);
    expect([...byId.counts!]).toEqual([0, 0, 2, 0, 0, 0, 0, 2]);
    expect(readTransfac("NA  two\nP0 A C G T\n01 1 1 1 1\n//\n", "f")[0].id).toBe("two");
  });

  it("Cluster-Buster keeps the weight", () => {
    expect(parsed(EXAMPLES["Cluster-Buster"]).motifs.map(({ weight }) => weight)).toEqual([2.5, undefined]);
  });

  it("plain: bare rows named by the file, columns under letters in any order, percentages with a warning", () => {
    expect(readPlainCounts("1 0 3\n0 1 0\n0 0 0\n1 1 1\n", "SRF.pfm")[0].id).toBe("SRF");
    expect([...readPlainCounts("T A G C\n1 2 3 4\n5 6 7 8\n", "x")[0].counts!]).toEqual([2, 4, 3, 1, 6, 8, 7, 5]);
    expect(parsed("30 0\n10 0\n50 0\n10 100\n").warnings).toEqual([
      "made-up.txt, line 1, motif made-up: columns sum to 100 (percentages?); read as counts of 100 sites",
    ]);
  });
});

describe("four by four", () => {
  const square = (rows: string) => `>X\n${rows}`;
  const equalRows = square("4 16 0 0\n19 0 1 0\n0 20 0 0\n0 0 19 1\n");

  it("follows the other motifs of the file", () => {
    expect(parsed(`${equalRows}>Y\n1 2 3 4\n5 6 7 8\n`).format).toBe("Cluster-Buster");
    expect(parsed(`${equalRows}>Y\n1 2 3\n1 2 3\n1 2 3\n1 2 3\n`).format).toBe("JASPAR");
  });

  it("follows the file's name, then equal totals, else warns", () => {
    expect(parsed(equalRows, "x.cb").format).toBe("Cluster-Buster");
    expect(parsed(equalRows, "x.jaspar").format).toBe("JASPAR");
    expect(parsed(equalRows)).toMatchObject({ format: "Cluster-Buster", warnings: [] });
    const undecided = parsed(square("1 2 3 4\n5 6 7 8\n9 1 2 3\n4 5 6 7\n"));
    expect(undecided.format).toBe("JASPAR");
    expect(undecided.warnings[0]).toContain("four rows of four numbers are read as the rows A C G T (JASPAR)");
  });

  it("takes rows of probabilities for HOMER's", () => {
    expect(parsed(square("0.5 0.5 0 0\n0 0 0 1\n1 0 0 0\n0.25 0.25 0.25 0.25\n")).format).toBe("HOMER");
  });
});

describe("readMotifFile", () => {
  it("opens plain and gzip by content and names the source by its base name", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tatabox-motifs-"));
    try {
      const [plain, packed] = [join(folder, "a.txt"), join(folder, "b.txt")];
      writeFileSync(plain, EXAMPLES.MEME);
      writeFileSync(packed, gzipSync(EXAMPLES.MEME));
      expect(await readMotifFile(plain, silent)).toEqual(parseMotifs(EXAMPLES.MEME, "a.txt", silent));
      expect(await readMotifFile(packed, silent)).toEqual(parseMotifs(EXAMPLES.MEME, "b.txt", silent));
      await expect(readMotifFile(join(folder, "none"), silent)).rejects.toThrow("no such file");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
