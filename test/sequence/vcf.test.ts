import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { readVcf } from "../../src/sequence/vcf.ts";

const folder = mkdtempSync(join(tmpdir(), "vcf-"));
afterAll(() => rmSync(folder, { recursive: true }));

const HEAD = "##fileformat=VCFv4.2\n##contig=<ID=c1,length=9>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";

function file(rows: string, content: string | Uint8Array = HEAD + rows): string {
  const path = join(folder, "v.vcf");
  writeFileSync(path, content);
  return path;
}

const shown = async (path: string) =>
  [...(await readVcf(path)).bySequence].flatMap(([name, variants]) =>
    variants.map(
      ({ start, end, id, ref, alt, place }) => `${name} ${start}-${end} ${id} ${ref}>${alt} line ${place.line}`,
    ),
  );

describe("VCF", () => {
  const rows = "c1\t3\trs1;rs2\tA\tc,G\t.\tPASS\t.\nc2\t1\t.\tAT\tA\t9\t.\tDP=3\nc1\t1\t.\tA\tATT\t.\t.\t.\tGT\t0/1\n";
  const expected = [
    "c1 2-3 rs1;rs2 A>C line 4",
    "c1 2-3 rs1;rs2 A>G line 4",
    "c1 0-1  A>ATT line 6",
    "c2 0-2  AT>A line 5",
  ];

  it("gives each allele of each row, 0-based, by sequence; gzip and CRLF too", async () => {
    expect(await shown(file(rows))).toEqual(expected);
    expect(await shown(file(rows, (HEAD + rows).replaceAll("\n", "\r\n")))).toEqual(expected);
    expect(await shown(file(rows, gzipSync(HEAD + rows)))).toEqual(expected);
  });

  it("counts alleles that are not spelled out", async () => {
    const symbolic =
      "c1\t3\t.\tA\t<DEL>,C,*\t.\t.\t.\nc1\t4\t.\tA\t.\t.\t.\t.\nc1\t5\t.\tA\tA[c2:9[,]c2:9]A,.A\t.\t.\t.\n";
    expect(await readVcf(file(symbolic))).toMatchObject({ count: 1, symbolic: 6 });
  });

  it.each([
    ["c1\tx\t.\tA\tC\t.\t.\t.\n", /v\.vcf, line 4: POS is not a whole number from 1: 'x'/],
    ["c1\t0\t.\tA\tC\t.\t.\t.\n", /line 4: POS is not/],
    ["c1\t3\t.\tA!\tC\t.\t.\t.\n", /line 4: REF 'A!' is no sequence/],
    ["c1\t3\t.\tA\tC\t.\t.\t.\nc1\t3\t.\tA\t5\t.\t.\t.\n", /line 5: ALT '5' is neither letters nor/],
  ])("names the line of a bad row: %j", async (rows, message) => {
    await expect(readVcf(file(rows))).rejects.toThrow(message);
  });

  it("is told from other files", async () => {
    await expect(readVcf(file("", "c1\t3\t4\n"))).rejects.toThrow(/line 1: a row before the line '#CHROM/);
    await expect(readVcf(file("", "##fileformat=VCFv4.2\n"))).rejects.toThrow(/is no VCF/);
    await expect(readVcf(file("", "#CHROM POS ID REF ALT\n"))).rejects.toThrow(/line 1: bad VCF header/);
  });
});
