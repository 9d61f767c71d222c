import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "../../src/sequence/alphabet.ts";
import type { FastaRecord } from "../../src/sequence/fasta.ts";
import { movedBy } from "../../src/sequence/interval.ts";
import { cutRegions, parseBedRegions, parseRegion, type Region } from "../../src/sequence/regions.ts";
import { bySequence, sitesOnRecord } from "../../src/sequence/tss.ts";

function record(name: string, text: string): FastaRecord {
  const letters = new TextEncoder().encode(text);
  return { name, description: "", letters, codes: encode(letters) };
}

async function* stream(records: readonly FastaRecord[]): AsyncGenerator<FastaRecord> {
  yield* records;
}

async function cuts(records: readonly FastaRecord[], regions: readonly Region[]): Promise<FastaRecord[]> {
  const out: FastaRecord[] = [];
  for await (const piece of cutRegions(stream(records), regions)) out.push(piece);
  return out;
}

const shown = ({ name, offset, region, letters }: FastaRecord) => [
  name,
  offset,
  region,
  new TextDecoder().decode(letters),
];

const GENOME = [record("chr1", "ACGTACGTAC"), record("chr2", "ttttgggg"), record("HLA:01", "CCCCC")];

describe("parseRegion", () => {
  for (const [word, sequence, start, end] of [
    ["chr1", "chr1", 0, undefined],
    ["chr1:3-7", "chr1", 2, 7],
    ["chr1:1,000-2,000,000", "chr1", 999, 2_000_000],
    ["chr1:3", "chr1", 2, undefined],
    ["chr1:3-", "chr1", 2, undefined],
    ["chr1:-7", "chr1", 0, 7],
    ["HLA:01:2-4", "HLA:01", 1, 4],
    ["chr1:a-b", "chr1:a-b", 0, undefined],
  ] as const) {
    it(`reads ${word}`, () => expect(parseRegion(word)).toEqual({ word, sequence, start, end }));
  }

  it("refuses position 0 and reversed stretches", () => {
    expect(() => parseRegion("chr1:0-5")).toThrow(/positions count from 1/);
    expect(() => parseRegion("chr1:9-5")).toThrow(/ends before it starts/);
  });
});

describe("cutRegions", () => {
  it("yields parts in the order of the records, then as given, each with its place and its name", async () => {
    const bed = parseBedRegions("track x\nchr1\t4\t6\tpeak1\nchr2\t0\t8\n", "p.bed");
    const pieces = await cuts(GENOME, [parseRegion("chr2:5-8"), parseRegion("chr1:3-5"), ...bed]);
    expect(pieces.map(shown)).toEqual([
      ["chr1", 2, "chr1:3-5", "GTA"],
      ["chr1", 4, "peak1", "AC"],
      ["chr2", 4, "chr2:5-8", "gggg"],
      ["chr2", 0, "chr2:1-8", "ttttgggg"],
    ]);
    expect(Array.from(pieces[0].codes)).toEqual([2, 3, 0]);
  });

  it("takes a record's exact name before a stretch of another, and BED's first column as it is", async () => {
    expect((await cuts(GENOME, [parseRegion("HLA:01")])).map(shown)).toEqual([["HLA:01", 0, "HLA:01", "CCCCC"]]);
    expect((await cuts(GENOME, [parseRegion("HLA:01:2-3")])).map(shown)).toEqual([["HLA:01", 1, "HLA:01:2-3", "CC"]]);
    const named = [record("chr1:1-2", "GG"), record("chr1", "ACGT")];
    expect((await cuts(named, [parseRegion("chr1:1-2")])).map(shown)).toEqual([["chr1:1-2", 0, "chr1:1-2", "GG"]]);
    const bed = parseBedRegions("chr1 0 2\n", "p.bed");
    expect((await cuts(named, bed)).map(shown)).toEqual([["chr1", 0, "chr1:1-2", "AC"]]);
    await expect(cuts([...named].reverse(), [parseRegion("chr1:1-2")])).rejects.toThrow(
      /record chr1:1-2: 'chr1:1-2' is both a record and a stretch of record chr1/,
    );
  });

  it("cuts every record of a repeated name, and yields empty records whole", async () => {
    expect(await cuts([record("a", "AC"), record("a", "GT")], [parseRegion("a:2-2")])).toHaveLength(2);
    expect((await cuts([record("e", "")], [parseRegion("e")])).map(shown)).toEqual([["e", 0, "e", ""]]);
  });

  it("names what lies outside a record or on none", async () => {
    await expect(cuts(GENOME, [parseRegion("chr2:5-9")])).rejects.toThrow(
      /region chr2:5-9 lies outside record chr2, which has 8 bases/,
    );
    await expect(cuts(GENOME, [parseRegion("chr2:9")])).rejects.toThrow(/outside record chr2/);
    await expect(cuts(GENOME, [parseRegion("chr3:1-2")])).rejects.toThrow(
      /region chr3:1-2: no record 'chr3' in the FASTA; did you mean 'chr1'\?/,
    );
    await expect(cuts(GENOME, [parseRegion("chromosome")])).rejects.toThrow(/no record 'chromosome' in the FASTA$/);
    const bed = parseBedRegions("chr1\t0\t5\nchr2\t0\t9\n", "p.bed");
    await expect(cuts(GENOME, bed)).rejects.toThrow(/^p\.bed, line 2: region chr2:1-9 lies outside record chr2/);
    expect(() => parseBedRegions("# nothing\n", "p.bed")).toThrow(/p\.bed: holds no regions/);
  });

  it("keeps its letters apart from the record's", async () => {
    const source = record("a", "ACGT");
    const [piece] = await cuts([source], [parseRegion("a:2-3")]);
    source.codes.fill(0);
    expect(Array.from(piece.codes)).toEqual([1, 2]);
  });
});

describe("movedBy", () => {
  it("moves every start, end and tss, however deep, and nothing else", () => {
    const found = {
      tss: 5,
      length: 3,
      name: "x",
      island: null,
      window: { column: 1, from: -3, to: 4 },
      elements: [{ start: 1, end: 4, offset: -4, site: { start: 0, end: 6 } }],
    };
    expect(movedBy(found, 100)).toEqual({
      ...found,
      tss: 105,
      elements: [{ start: 101, end: 104, offset: -4, site: { start: 100, end: 106 } }],
    });
    expect(movedBy(found, 0)).toBe(found);
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        expect(movedBy(movedBy(found, a), b)).toEqual(movedBy(found, a + b));
      }),
    );
  });
});

describe("sitesOnRecord", () => {
  const site = (sequence: string, position: number) =>
    ({ sequence, position, strand: "+", strandGiven: true, name: "" }) as const;

  it("maps start sites into a region and leaves out those beyond it", () => {
    const sites = bySequence([site("chr1", 1), site("chr1", 2), site("chr1", 4), site("chr1", 5), site("chr2", 3)]);
    const region = { ...record("chr1", "GTA"), offset: 2 };
    expect(sitesOnRecord(sites, region).map(({ position }) => position)).toEqual([0, 2]);
    expect(sitesOnRecord(sites, record("chr1", "ACG")).map(({ position }) => position)).toEqual([1, 2, 4, 5]);
  });
});
