import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { bySequence, readTss, sitesOnRecord, type Tss } from "../../src/sequence/tss.ts";

const folder = mkdtempSync(join(tmpdir(), "tatabox-tss-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const rows = (...lines: readonly (readonly (string | number)[])[]) => lines.map((line) => line.join("\t")).join("\n");
const short = (sites: readonly Tss[]) =>
  sites.map(({ sequence, position, strand, name, strandGiven }) => [
    sequence,
    position,
    strandGiven ? strand : `${strand}?`,
    name,
  ]);

const GFF3 = `##gff-version 3
##sequence-region chr1 1 10000
${rows(
  ["chr1", "x", "gene", 1001, 2000, ".", "+", ".", "ID=gene:G1;Name=FOS"],
  ["chr1", "x", "mRNA", 1001, 2000, ".", "+", ".", "ID=t1;Parent=gene:G1;Name=FOS-201"],
  ["chr1", "x", "mRNA", 1101, 2000, ".", "+", ".", "ID=t2;Parent=gene:G1"],
  ["chr1", "x", "exon", 1101, 2000, ".", "+", ".", "Parent=t2"],
  ["chr1", "x", "gene", 5001, 6000, ".", "-", ".", "ID=G2;Name=a%2Cb"],
  ["chr%201", "x", "TSS", 7, 7, ".", "-", ".", "ID=start"],
  ["chr1", "x", "lnc_RNA", 8001, 8100, ".", "?", ".", "."],
)}
###
##FASTA
>chr1
ACGT
`;

const GTF = `#!genome-build GRCh38
${rows(
  ["chr1", "havana", "gene", 1001, 2000, ".", "+", ".", 'gene_id "ENSG1"; gene_name "FOS; c-fos";'],
  [
    "chr1",
    "havana",
    "transcript",
    1001,
    2000,
    ".",
    "+",
    ".",
    'gene_id "ENSG1"; transcript_id "ENST1"; gene_name "FOS";',
  ],
  ["chr1", "havana", "exon", 1001, 1200, ".", "+", ".", 'gene_id "ENSG1"; transcript_id "ENST1";'],
  ["chr2", "havana", "transcript", 11, 50, ".", "-", ".", "gene_id 12; transcript_id 345;"],
)}
`;

describe("readTss", () => {
  const expected = [
    ["chr1", 1000, "+", "FOS,FOS-201"],
    ["chr1", 1100, "+", "t2"],
    ["chr1", 5999, "-", "a,b"],
    ["chr 1", 6, "-", "start"],
    ["chr1", 8000, "+?", ""],
    ["chr1", 8099, "-?", ""],
  ];

  it("takes the 5' ends of GFF3's genes, transcripts and TSS features, once each, with all names", async () => {
    expect(short(await readTss(file("a.txt", GFF3)))).toEqual(expected);
  });

  it("does not mind CRLF, gzip, a missing header or a byte-order mark", async () => {
    expect(short(await readTss(file("b.txt", GFF3.replaceAll("\n", "\r\n"))))).toEqual(expected);
    expect(short(await readTss(file("c.txt", gzipSync(GFF3))))).toEqual(expected);
    expect(short(await readTss(file("d.txt", GFF3.split("\n").slice(2).join("\n"))))).toEqual(expected);
    expect(short(await readTss(file("e.txt", `\ufeff${GFF3}`)))).toEqual(expected);
  });

  it("reads GTF's genes and transcripts, quotes and plain numbers", async () => {
    expect(short(await readTss(file("f.txt", GTF)))).toEqual([
      ["chr1", 1000, "+", "FOS; c-fos,ENST1"],
      ["chr2", 49, "-", "345"],
    ]);
  });

  it("still knows BED of any number of columns", async () => {
    const bed = rows(["chr1", 5, 6, "x", 0, "-", 5, 6, "0,0,0", 1], ["chr1", 9, 10, "y", 0, "+", 9, 10, "0,0,0", 1]);
    expect(short(await readTss(file("g.txt", bed)))).toEqual([
      ["chr1", 5, "-", "x"],
      ["chr1", 9, "+", "y"],
    ]);
  });

  it.each([
    [["chr1", "x", "gene", 0, 20, ".", "+", ".", "ID=a"], "start 0 is below 1"],
    [["chr1", "x", "gene", "1e3", 20, ".", "+", ".", "ID=a"], "start '1e3' is not a whole number"],
    [["chr1", "x", "gene", 30, 20, ".", "+", ".", "ID=a"], "start 30 is above end 20"],
    [["chr1", "x", "gene", 10, 20, ".", "forward", ".", "ID=a"], "strand 'forward' is not +, - or ."],
    [["chr1", "x", "gene", 10, 20, ".", "+", ".", "ID=100%"], "a % that starts no escape"],
    [[".", "x", "gene", 10, 20, ".", "+", ".", "ID=a"], "a row without a sequence name"],
    [["chr1", "x", "gene", 10, 20], "expected 9 columns with tabs"],
    [["chr1 x gene 10 20 . + . ID=a"], "expected 9 columns with tabs"],
  ])("names file and line of %j", async (row, what) => {
    const good = ["chr1", "x", "gene", 10, 20, ".", "+", ".", "ID=a"];
    const path = file("bad.gff3", `##gff-version 3\n${rows(good, row)}\n`);
    await expect(readTss(path)).rejects.toThrow(`${path}, line 3: `);
    await expect(readTss(path)).rejects.toThrow(what);
  });

  it("refuses an annotation without a feature that starts", async () => {
    const path = file("exons.gtf", rows(["chr1", "x", "exon", 10, 20, ".", "+", ".", 'gene_id "a";']));
    await expect(readTss(path)).rejects.toThrow("holds no gene, transcript, mRNA or TSS feature");
  });
});

describe("bySequence", () => {
  it("hands every record its own sites, in the file's order", async () => {
    const sites = bySequence(await readTss(file("h.bed", "b 5 6 x 0 +\na 7 8 y 0 -\nb 1 2 z 0 -\n")));
    const at = (name: string) => sitesOnRecord(sites, { name, codes: new Uint8Array(9) }).map(({ name }) => name);
    expect([at("a"), at("b"), at("c")]).toEqual([["y"], ["x", "z"], []]);
  });
});
