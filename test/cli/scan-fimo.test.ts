import { expect, it } from "vitest";
import { describeShared, sharedPath, sharedText } from "../shared.ts";
import { tatabox } from "./tatabox.ts";

const scan = (motifs: string, input: string, ...words: string[]) => {
  const paths = ["-m", sharedPath(`data/motifs/${motifs}`), sharedPath(`oracle/scan/input/${input}.fa`)];
  return tatabox(["scan", "--fimo", ...paths, ...words]).out;
};

/** FIMO's rows without header, trailer and order. */
const sorted = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .sort();

describeShared("scan --fimo prints the rows of FIMO 5.5.8", () => {
  it.each([
    ["globin", "m4", "oracle4.meme", "nrdb", "1e-4", ""],
    ["synthetic", "m4", "oracle4.meme", "uniform", "1e-4", ""],
    ["fos", "m40", "oracle40.meme", "uniform", "1e-3", ".gz"],
    ["synthetic", "m40", "oracle40.meme", "nrdb", "1e-3", ".gz"],
  ])("TSV and GFF3 with q-values: %s %s %s", (input, set, file, background, p, suffix) => {
    const words = ["-p", p, "--q-values", "--background", background];
    const name = `oracle/scan/fimo/${input}.${set}.${background}`;
    expect(sorted(scan(file, input, ...words))).toEqual(sorted(sharedText(`${name}.tsv${suffix}`)));
    expect(sorted(scan(file, input, ...words, "-f", "gff3"))).toEqual(sorted(sharedText(`${name}.gff${suffix}`)));
  });

  it("without q-values: as fimo --text, nrdb is the default background, forward strand as --norc", () => {
    const text = sharedText("oracle/scan/fimo/globin.m4.uniform.text.tsv");
    expect(sorted(scan("oracle4.meme", "globin", "--background", "uniform"))).toEqual(sorted(text));
    const norc = scan("oracle40.meme", "globin", "--strand", "forward", "-p", "1e-3", "--q-values");
    expect(sorted(norc)).toEqual(sorted(sharedText("oracle/scan/fimo/globin.m40.nrdb.norc.tsv.gz")));
  });

  it("reads coordinates from header lines, unless --no-pgc", () => {
    const words = ["--background", "uniform", "--q-values"];
    expect(sorted(scan("oracle4.meme", "coords", ...words))).toEqual(
      sorted(sharedText("oracle/scan/fimo/coords.m4.uniform.tsv")),
    );
    expect(sorted(scan("oracle4.meme", "coords", ...words, "--no-pgc"))).toEqual(
      sorted(sharedText("oracle/scan/fimo/coords.m4.uniform.nopgc.tsv")),
    );
  });
});
