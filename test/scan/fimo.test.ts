import { expect, it } from "vitest";
import { NRDB, strandSymmetric, UNIFORM } from "../../src/motif/background.ts";
import { readMeme } from "../../src/motif/formats/meme.ts";
import { formatGeneral } from "../../src/printf.ts";
import { hitRows } from "../../src/report/scan-rows.ts";
import { genomicName } from "../../src/scan/fimo/header.ts";
import { fimoQValues } from "../../src/scan/fimo/scan.ts";
import { fimoBackground, fimoSearch } from "../../src/scan/fimo/search.ts";
import { scanPlain } from "../../src/scan/plain.ts";
import { encode } from "../../src/sequence/alphabet.ts";
import { describeShared, sharedText } from "../shared.ts";

function records(fasta: string) {
  return fasta
    .split(">")
    .slice(1)
    .map((part) => {
      const [header, ...lines] = part.split(/\r?\n/);
      const letters = new TextEncoder().encode(lines.join(""));
      return { name: header.split(/\s/)[0], description: "", letters, codes: encode(letters) };
    });
}

const dataLines = (text: string) =>
  text.split("\n").filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("motif_id"));

function fimoRows(
  set: string,
  motifFile: string,
  limit: number,
  nrdb: boolean,
  strands: "both" | "forward",
  keep = /./,
): string[] {
  const background = nrdb ? (strands === "both" ? strandSymmetric(NRDB) : NRDB) : UNIFORM;
  const motifs = readMeme(sharedText(`data/motifs/${motifFile}`), motifFile, () => {}).filter(({ id }) =>
    keep.test(id),
  );
  const searches = motifs.map((motif) => fimoSearch(motif, fimoBackground(background), limit));
  const input = records(sharedText(`oracle/scan/input/${set}.fa`));
  const q = fimoQValues(
    input.map(({ codes }) => codes),
    searches,
    strands,
  );
  return input.flatMap((record) => {
    const hits = scanPlain(record.codes, searches, strands);
    return [...hitRows(record, hits, searches)].map((row) => {
      const motif = motifs.findIndex(({ id }) => id === row.motif);
      const matched = row.strand === "-" ? row.matched.toUpperCase() : row.matched;
      const numbers = [
        formatGeneral(row.score, 6),
        formatGeneral(row.pValue, 3),
        formatGeneral(q[motif].get(row.pValue)!, 3),
      ];
      return [row.motif, row.name, row.sequence, row.start + 1, row.end, row.strand, ...numbers, matched].join("\t");
    });
  });
}

describeShared("FIMO 5.5.8, rows byte for byte with q-values", () => {
  it.each([
    ["globin", "m4", "uniform", 1e-4, ""],
    ["globin", "m4", "nrdb", 1e-4, ""],
    ["fos", "m4", "uniform", 1e-4, ""],
    ["fos", "m4", "nrdb", 1e-4, ""],
    ["synthetic", "m4", "uniform", 1e-4, ""],
    ["synthetic", "m4", "nrdb", 1e-4, ""],
    ["fos", "m40", "uniform", 1e-3, ".gz"],
    ["fos", "m40", "nrdb", 1e-3, ".gz"],
    ["synthetic", "m40", "uniform", 1e-3, ".gz"],
    ["synthetic", "m40", "nrdb", 1e-3, ".gz"],
    ["globin", "m40", "uniform", 1e-3, ".gz"],
    ["globin", "m40", "nrdb", 1e-3, ".gz"],
  ] as const)("%s, %s, %s", (set, motifs, background, limit, suffix) => {
    const ours = fimoRows(
      set,
      motifs === "m4" ? "oracle4.meme" : "oracle40.meme",
      limit,
      background === "nrdb",
      "both",
    );
    const theirs = dataLines(sharedText(`oracle/scan/fimo/${set}.${motifs}.${background}.tsv${suffix}`));
    expect(ours.length).toBeGreaterThan(5);
    expect(ours.sort()).toEqual(theirs.sort());
  });

  it("forward strand only (--norc)", () => {
    const theirs = dataLines(sharedText("oracle/scan/fimo/globin.m40.nrdb.norc.tsv.gz"));
    expect(fimoRows("globin", "oracle40.meme", 1e-3, true, "forward").sort()).toEqual(theirs.sort());
  });

  it("exact ties of %g go to the even digit (MA1978.2)", () => {
    const theirs = dataLines(sharedText("oracle/scan/fimo/globin.MA1978.2.uniform.p1e-3.tsv"));
    const ours = fimoRows("globin", "jaspar2026_vertebrates.meme", 1e-3, false, "both", /^MA1978\.2$/);
    expect(ours.sort()).toEqual(theirs.sort());
  });
});

it("a header of a million letters, which pairs of places in it would keep busy for hours", () => {
  for (const word of ["a".repeat(1e6), "a_1".repeat(3e5), "1".repeat(1e6)]) {
    expect(genomicName(word, "")).toEqual({ name: word, shift: 0 });
  }
});
