import { basename } from "node:path";
import { expect, it } from "vitest";
import { writeMeme } from "../../../src/motif/formats/meme.ts";
import type { Motif } from "../../../src/motif/motif.ts";
import { type MotifFile, parseMotifs } from "../../../src/motif/read-motifs.ts";
import { formatFixed } from "../../../src/printf.ts";
import { describeShared, sharedText } from "../../shared.ts";

function read(path: string): MotifFile & { warnings: string[] } {
  const warnings: string[] = [];
  const file = parseMotifs(sharedText(`data/motifs/${path}`), basename(path), (message) => warnings.push(message));
  return { ...file, warnings };
}

/** File, format, motifs, warnings. */
const COLLECTIONS: readonly [string, string, number, number][] = [
  ["jaspar2026_vertebrates.jaspar", "JASPAR", 1019, 0],
  ["jaspar2026_vertebrates.meme", "MEME", 1019, 0],
  ["jaspar_polii_2009.jaspar", "JASPAR", 13, 0],
  ["encode_first60.txt", "ENCODE", 60, 0],
  ["homer_first60.motif", "HOMER", 60, 0],
  ["hocomoco12_first60.transfac", "TRANSFAC", 60, 0],
  ["oracle4.jaspar", "JASPAR", 4, 0],
  ["oracle4.meme", "MEME", 4, 0],
  ["oracle40.jaspar", "JASPAR", 40, 0],
  ["oracle40.meme", "MEME", 40, 0],
  ["core-library.cb", "Cluster-Buster", 54, 0],
  ["core-library.jaspar", "JASPAR", 54, 0],
  ["alternates.jaspar", "JASPAR", 23, 0],
  // GAGA and Motif1 hold columns that sum to 1.001 and 1.0002 in six and four decimals.
  ["element2023.jaspar", "JASPAR", 17, 2],
];

/** File, format, motifs, widths of the first two, warnings. */
const SAMPLES: readonly [string, string, number, number[], number][] = [
  ["Arnt.sites", "JASPAR sites", 1, [6], 0],
  ["Cha4.uniprobe", "UniPROBE", 1, [21], 0],
  ["DNA.meme", "MEME", 2, [19, 18], 0],
  ["DREME.meme", "MEME", 16, [8, 6], 0],
  ["Gal4.uniprobe", "UniPROBE", 1, [19], 0],
  ["MA0001.2.transfac", "TRANSFAC", 1, [18], 0],
  ["MA0001.3.pfm", "JASPAR", 1, [10], 0],
  ["MA0017.3.pfm", "JASPAR", 1, [12], 0],
  ["MA0056.1.transfac", "TRANSFAC", 1, [6], 0],
  ["MEME.meme", "MEME", 3, [18, 45], 0],
  ["MX000001.transfac", "TRANSFAC", 1, [15], 0],
  // Columns sum to 100: percentages or counts, nobody knows.
  ["REB1.pfm", "plain counts", 1, [9], 1],
  ["SRF.pfm", "plain counts", 1, [12], 0],
  ["STREME.meme", "MEME", 7, [15, 10], 0],
  ["abdb.xms", "XMS", 1, [14], 0],
  ["clusterbuster.pfm", "Cluster-Buster", 3, [6, 6], 0],
  ["demo.uniprobe", "UniPROBE", 2, [17, 14], 0],
  ["fourcolumns.pfm", "plain counts", 8, [8, 20], 0],
  // One matrix of sums 100, and MA0001.1 twice.
  ["fourrows.pfm", "plain counts", 9, [6, 15], 2],
  ["init-dpe_matrix.transfac", "TRANSFAC", 1, [32], 0],
  ["minimal_test.meme", "MEME", 3, [19, 18], 0],
  ["minimal_test_rna.meme", "MEME", 3, [19, 18], 0],
  ["transfac.dat", "TRANSFAC", 2, [12, 10], 0],
  ["yamtk_motif.homer", "HOMER", 1, [5], 0],
];

const column = (motif: Motif, position: number): number[] => [...motif.counts!].slice(4 * position, 4 * position + 4);

describeShared("collections", () => {
  it.each(COLLECTIONS)("%s: %s, %i motifs", (path, format, motifs, warnings) => {
    const file = read(path);
    expect([file.format, file.motifs.length, file.warnings.length]).toEqual([format, motifs, warnings]);
  });

  it.each(["jaspar2026_vertebrates", "oracle4", "oracle40"])("%s says the same in JASPAR and MEME", (stem) => {
    const counted = read(`${stem}.jaspar`).motifs;
    const printed = read(`${stem}.meme`).motifs;
    for (const [i, motif] of counted.entries()) {
      expect([printed[i].id, printed[i].name, printed[i].sites]).toEqual([motif.id, motif.name, motif.sites]);
      expect([...printed[i].probabilities].map((p) => formatFixed(p, 6))).toEqual(
        [...motif.probabilities].map((p) => formatFixed(p, 6)),
      );
    }
  });

  it("core-library says the same in JASPAR and Cluster-Buster", () => {
    const [jaspar, clusterBuster] = [read("core-library.jaspar").motifs, read("core-library.cb").motifs];
    expect(clusterBuster.map(({ id, counts }) => [id, counts])).toEqual(jaspar.map(({ id, counts }) => [id, counts]));
  });

  it("JASPAR 2026 written as MEME is the MEME file", () => {
    const motifs = read("jaspar2026_vertebrates.jaspar").motifs;
    const lines = (text: string) => text.split("\n").filter((line) => line !== "");
    expect(lines(writeMeme(motifs))).toEqual(lines(sharedText("data/motifs/jaspar2026_vertebrates.meme")));
  });
});

describeShared("samples", () => {
  it.each(SAMPLES)("%s: %s, %i motifs", (path, format, motifs, widths, warnings) => {
    const file = read(`samples/${path}`);
    expect([file.format, file.motifs.length, file.warnings.length]).toEqual([format, motifs, warnings]);
    expect(file.motifs.slice(0, 2).map(({ width }) => width)).toEqual(widths);
  });

  it("autoclust_streme.txt is refused as protein", () => {
    expect(() => read("samples/autoclust_streme.txt")).toThrow("autoclust_streme.txt, line 23: protein motifs");
  });

  it("columns follow the letters of the file", () => {
    // PRODORIC's A T G C; first row `0 0 2 0 G`, eighth `0 1 0 1 y`.
    const [prodoric] = read("samples/MX000001.transfac").motifs;
    expect([column(prodoric, 0), column(prodoric, 7)]).toEqual([
      [0, 0, 2, 0],
      [0, 1, 0, 1],
    ]);
    // Tiffin's T A G C (`30 0 28 40`), YeTFaSCo's rows A T G C.
    const tiffin = read("samples/fourcolumns.pfm").motifs[7];
    expect(column(tiffin, 0)).toEqual([0, 40, 28, 30]);
    const yetfasco = read("samples/fourrows.pfm").motifs[1];
    expect([...yetfasco.probabilities.subarray(0, 8)]).toEqual([0.5, 0.5, 0, 0, 0, 0, 1, 0]);
  });

  it("JASPAR's sites of Arnt count to 4 16 0 0 at the first position, as matrix MA0004.1 says", () => {
    const [arnt] = read("samples/Arnt.sites").motifs;
    const published = read("jaspar2026_vertebrates.jaspar").motifs.find(({ id }) => id === "MA0004.1")!;
    expect(arnt.counts).toEqual(published.counts);
  });

  it("names come from the right place", () => {
    const names = (path: string) => read(`samples/${path}`).motifs.map(({ id, name }) => [id, name]);
    expect(names("Gal4.uniprobe")).toEqual([["Gal4-primary", ""]]);
    expect(names("MA0001.2.transfac")).toEqual([["MA0001.2", "AGL3"]]);
    expect(names("yamtk_motif.homer")).toEqual([["1-motif123", ""]]);
    expect(names("MEME.meme")[0]).toEqual(["TACTGTATATAHAHMCAG", "MEME-1"]);
    expect(names("fourcolumns.pfm")[2]).toEqual(["M1734_0.90", "FBgn0000210"]);
    expect(names("SRF.pfm")).toEqual([["SRF", ""]]);
  });
});
