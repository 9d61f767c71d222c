import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { tatabox } from "./tatabox.ts";

/** What other programs were seen to do wrong, with their versions; each case is one of theirs. */
const folder = mkdtempSync(join(tmpdir(), "peers-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows of a scan of `fasta` without the header, as cells. */
function rows(fasta: string, ...words: string[]): string[][] {
  const { status, out } = tatabox(["scan", "-", ...words], fasta);
  expect(status).toBe(0);
  return out
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((row) => row.split("\t"));
}

const places = (found: string[][]) =>
  found.map(([, , name, start, stop, strand]) => `${name}:${start}-${stop}${strand}`);

describe("what peers get wrong", () => {
  it("MOODS 1.9.4.1: narrow motifs at the end of a record, before N, in a record of their own width (it finds 1 of 6)", () => {
    const fasta = ">a\nGCGCTATAANNNNNNTATAANNTATAANNN\n>b\nTATAA\n>c\nTATAAGGGGGGGGTATAA\n";
    expect(places(rows(fasta, "--consensus", "TATAA", "--strand", "forward"))).toEqual([
      "a:5-9+",
      "a:16-20+",
      "a:23-27+",
      "b:1-5+",
      "c:1-5+",
      "c:14-18+",
    ]);
  });

  it("lightmotif 0.10.1: p = 0 for the best word, 9.8e-4 for words one letter off", () => {
    writeFileSync(
      join(folder, "tataa.jaspar"),
      ">T T\nA [ 0 9 0 9 9 ]\nC [ 0 0 0 0 0 ]\nG [ 0 0 0 0 0 ]\nT [ 9 0 9 0 0 ]\n",
    );
    const words = ["-m", join(folder, "tataa.jaspar"), "--strand", "forward"];
    const both = ">x\nTATAACTATAC\n";
    expect(rows(both, ...words, "-p", "1e-3").map((row) => [row[3], row[7]])).toEqual([["1", "0.0009766"]]);
    // 1 + 5 · 3 of 1,024 words.
    expect(rows(both, ...words, "-p", "0.02").map((row) => [row[3], row[7]])).toEqual([
      ["1", "0.0009766"],
      ["7", "0.01562"],
    ]);
    expect(rows(">x\ntataa\n", ...words, "-p", "1e-3").length).toBe(1);
    expect(places(rows(">x\nTTATA\n", ...words.slice(0, 2), "-p", "1e-3"))).toEqual(["x:1-5-"]);
  });

  it("PWMScan 1.1.10: a gap moves what follows it (start 4 instead of 6)", () => {
    expect(places(rows(">x\nGG--GGTATAAGG\n", "--consensus", "TATAA", "--strand", "forward"))).toEqual(["x:7-11+"]);
    expect(places(rows(">x\nGG--GTATAAGG\n", "--consensus", "TATAA", "--strand", "forward"))).toEqual(["x:6-10+"]);
  });

  it("MOODS, PWMScan, lightmotif: hits above the p that was asked for, where a motif cannot reach it", () => {
    writeFileSync(
      join(folder, "ebox.jaspar"),
      ">E E\nA [ 0 9 0 0 0 0 ]\nC [ 9 0 9 0 0 0 ]\nG [ 0 0 0 9 0 9 ]\nT [ 0 0 0 0 9 0 ]\n",
    );
    const words = ["-m", join(folder, "ebox.jaspar")];
    expect(rows(">x\nAACACGTGAA\n", ...words, "-p", "1e-4")).toEqual([]);
    expect(rows(">x\nAACACGTGAA\n", ...words, "-p", "2.5e-4").map((row) => row[7])).toEqual(["0.0002441", "0.0002441"]);
  });

  it("FIMO 5.5.8: gzip read as nothing, narrowPeak a base late, coordinates taken out of a description", () => {
    const fasta = ">gene1 copy of chr9:501-513\nGCGCTATAAGCGC\n";
    const zipped = join(folder, "gene.fa.gz");
    writeFileSync(zipped, gzipSync(fasta));
    const { out } = tatabox(["scan", zipped, "--consensus", "TATAA", "--strand", "forward", "-f", "narrowpeak"]);
    expect(out.split("\t").slice(0, 3)).toEqual(["gene1", "4", "9"]);
    // 5 · log2(4 · 20.025 / 20.1) bits, −log10(4^−5), no q, the middle.
    expect(out.trimEnd().split("\t").slice(6)).toEqual(["9.9730", "3.0103", "-1", "2"]);
  });

  it("yamtk 2.3.1: JASPAR columns of different totals refused", () => {
    writeFileSync(join(folder, "uneven.jaspar"), ">U U\nA [ 9 0 ]\nC [ 0 3 ]\nG [ 0 0 ]\nT [ 0 0 ]\n");
    expect(
      places(rows(">x\nGGACGG\n", "-m", join(folder, "uneven.jaspar"), "-p", "0.1", "--strand", "forward")),
    ).toEqual(["x:3-4+"]);
  });

  it("memesuite-lite, pymemesuite 0.1.0a4: the last window of a sequence lost, N scored as 0", () => {
    expect(places(rows(">x\nGGGGGTATAA\n", "--consensus", "TATAA", "--strand", "forward"))).toEqual(["x:6-10+"]);
    expect(rows(">x\nGGGGGTATNA\n", "--consensus", "TATAA", "--score", "-1000", "--strand", "forward")).toEqual([]);
  });

  it("Biopython 1.80, TFBS.pm 0.7: failure at records shorter than the motif by two, and longer than 1 Mb", () => {
    const long = `${"ACGTTGCACC".repeat(105_000)}TATAAAAGGC`;
    const words = ["--consensus", "TATAAAAGGC", "--strand", "forward"];
    expect(places(rows(`>short\nTATAAAAG\n>none\n>long\n${long}\n`, ...words))).toEqual(["long:1050001-1050010+"]);
  });
});
