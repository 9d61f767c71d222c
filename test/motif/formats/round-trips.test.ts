import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readClusterBuster, writeClusterBuster } from "../../../src/motif/formats/cluster-buster.ts";
import { readHomer, writeHomer } from "../../../src/motif/formats/homer.ts";
import { readJaspar, writeJaspar } from "../../../src/motif/formats/jaspar.ts";
import { readMeme, writeMeme } from "../../../src/motif/formats/meme.ts";
import { readTransfac, writeTransfac } from "../../../src/motif/formats/transfac.ts";
import { type Motif, motifFromCounts, motifFromProbabilities } from "../../../src/motif/motif.ts";
import { parseMotifs } from "../../../src/motif/read-motifs.ts";
import { formatFixed } from "../../../src/printf.ts";

const silent = () => {};
const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9.:()$_-]{0,11}$/);
const word = fc.oneof(fc.constant(""), fc.stringMatching(/^[A-Za-z][A-Za-z0-9.:()-]{0,8}$/));
const words = fc.array(word, { maxLength: 3 }).map((parts) => parts.filter((part) => part !== "").join(" "));

/** Columns of counts of at least two sites: one site a column would read back as probabilities. */
const column = fc
  .array(
    fc.oneof(
      fc.nat(30_000),
      fc.constant(0),
      fc.nat(64).map((n) => n / 8),
    ),
    { minLength: 4, maxLength: 4 },
  )
  .filter((cells) => cells.reduce((sum, x) => sum + x, 0) >= 2);
const columns = fc.array(column, { minLength: 1, maxLength: 12 });

const counted = (name: fc.Arbitrary<string>) =>
  fc
    .record({ id, name, columns })
    .filter((motif) => motif.id !== motif.name)
    .map(({ columns, ...names }) => motifFromCounts({ ...names, source: "f" }, Float64Array.from(columns.flat())));

const probable = (name: fc.Arbitrary<string>) =>
  fc
    .record({ motif: counted(name), sites: fc.integer({ min: 1, max: 5000 }) })
    .map(({ motif: { id, name, probabilities }, sites }) =>
      motifFromProbabilities({ id, name, source: "f" }, probabilities, sites),
    );

const printed = (motif: Motif): number[] => [...motif.probabilities].map((p) => Number(formatFixed(p, 6)));
const names = (motifs: readonly Motif[]): string[][] => motifs.map(({ id, name }) => [id, name]);

const WITH_COUNTS = [
  ["JASPAR", writeJaspar, readJaspar, "f"],
  ["TRANSFAC", writeTransfac, readTransfac, "f"],
  ["Cluster-Buster", writeClusterBuster, readClusterBuster, "f.cb"],
] as const;

describe.each(WITH_COUNTS)("%s", (format, write, read, source) => {
  it("gives counts and names back", () => {
    fc.assert(
      fc.property(fc.array(counted(words), { minLength: 1, maxLength: 4 }), (motifs) => {
        expect(read(write(motifs), "f")).toEqual(motifs);
        expect(parseMotifs(write(motifs), source, silent).format).toBe(format);
      }),
    );
  });

  it("gives probabilities back to six decimals", () => {
    fc.assert(
      fc.property(fc.array(probable(words), { minLength: 1, maxLength: 4 }), (motifs) => {
        const back = read(write(motifs), "f");
        expect(names(back)).toEqual(names(motifs));
        expect(back.map((motif) => [...motif.probabilities])).toEqual(motifs.map(printed));
        expect(back.map((motif) => motif.counts)).toEqual(motifs.map(() => undefined));
      }),
    );
  });
});

describe.each([
  ["MEME", writeMeme, readMeme, word],
  ["HOMER", writeHomer, readHomer, words],
] as const)("%s", (format, write, read, name) => {
  it("gives names and probabilities back, to six decimals", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(probable(name), counted(name)), { minLength: 1, maxLength: 4 }), (motifs) => {
        const back = read(write(motifs), "f");
        expect(names(back)).toEqual(names(motifs));
        expect(back.map((motif) => [...motif.probabilities])).toEqual(motifs.map(printed));
        if (format === "MEME") expect(back.map(({ sites }) => sites)).toEqual(motifs.map(({ sites }) => sites));
        expect(parseMotifs(write(motifs), "f", silent).format).toBe(format);
      }),
      { numRuns: 60 },
    );
  });
});

describe("what formats can say beside the matrix", () => {
  const [motif] = readJaspar(">X a name\n9 0 0 0 9 0 0 9\n0 9 0 0 0 9 0 0\n0 0 9 0 0 0 9 0\n0 0 0 9 0 0 0 0\n", "f");

  it("HOMER: a threshold that was read comes back; else that of p ≤ 1e-4 in natural logs", () => {
    expect(readHomer(writeHomer([{ ...motif, homerThreshold: 5.25 }]), "f")[0].homerThreshold).toBe(5.25);
    // Nine sites of one word and 0.1 pseudocounts: the best word scores 8·ln((9 + 0.025)/9.1/0.25) = 11.024, and it alone
    // has p = 4^-8 = 1.5e-5; one mismatch makes 25 words, 3.8e-4.
    expect(readHomer(writeHomer([motif]), "f")[0].homerThreshold).toBeCloseTo(8 * Math.log(9.025 / 9.1 / 0.25), 2);
  });

  it("MEME: URL and background, blanks in a name as _", () => {
    const text = writeMeme([{ ...motif, url: "http://example.org/X" }], [0.3, 0.2, 0.2, 0.3]);
    const { motifs, background } = parseMotifs(text, "f", silent);
    expect(motifs[0]).toMatchObject({ name: "a_name", url: "http://example.org/X", sites: 9 });
    expect(background).toEqual([0.3, 0.2, 0.2, 0.3]);
  });

  it("Cluster-Buster: the weight", () => {
    expect(readClusterBuster(writeClusterBuster([{ ...motif, weight: 2.5 }]), "f")[0].weight).toBe(2.5);
  });

  it("names cannot break the layout", () => {
    const hostile = { ...motif, id: "a b\n>c", name: "d\n//\n>e" };
    for (const [, write, read] of WITH_COUNTS) expect(read(write([hostile]), "f")).toHaveLength(1);
    expect(readMeme(writeMeme([hostile]), "f")).toHaveLength(1);
    expect(readHomer(writeHomer([hostile]), "f")).toHaveLength(1);
  });
});
