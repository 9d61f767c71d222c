import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { BgzfEncoder } from "../../src/report/bgzf.ts";
import { encodeText, lettersText } from "../../src/sequence/alphabet.ts";
import { type FastaRecord, readFasta } from "../../src/sequence/fasta.ts";

const folder = mkdtempSync(join(tmpdir(), "fasta-"));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function file(content: string | Uint8Array): string {
  const path = join(folder, `input${count++}.fa`);
  writeFileSync(path, content);
  return path;
}

async function read(...paths: string[]): Promise<{ records: FastaRecord[]; warnings: string[] }> {
  const warnings: string[] = [];
  const records: FastaRecord[] = [];
  for await (const record of readFasta(paths, (message) => warnings.push(message))) records.push(record);
  return { records, warnings };
}

const text = ({ letters }: FastaRecord) => lettersText(letters, 0, letters.length);

async function failure(content: string | Uint8Array): Promise<string> {
  const path = file(content);
  return read(path).then(
    () => "no error",
    (error: Error) => error.message.replaceAll(path, "FILE"),
  );
}

describe("readFasta", () => {
  it("reads names, descriptions and letters of any case and line width", async () => {
    const { records } = await read(file(">a first one\nACGT\nac\n\n>b\tsecond\r\nNNuU\r\n>c"));
    expect(records.map((r) => [r.name, r.description, text(r)])).toEqual([
      ["a", "first one", "ACGTac"],
      ["b", "second", "NNuU"],
      ["c", "", ""],
    ]);
    expect([...records[1].codes]).toEqual([4, 4, 3, 3]);
  });

  it("takes a byte-order mark, leading blank lines and one very long line", async () => {
    const { records } = await read(file(`\ufeff\n\n>x\n${"ACGTN".repeat(30_000)}`));
    expect(records[0].letters.length).toBe(150_000);
  });

  it("counts gaps and foreign letters as N, keeps their place and says so once", async () => {
    const { records, warnings } = await read(file(`>x\nAC-GT*${"ACGT".repeat(20)}!\n`));
    expect(text(records[0]).slice(0, 6)).toBe("ACNGTN");
    expect(records[0].letters.length).toBe(87);
    expect(warnings).toEqual([
      "input2.fa: 2 gap letters (- * .) count as N",
      "input2.fa: 1 letters outside IUPAC count as N",
    ]);
  });

  it("warns of empty records and repeated names, and keeps both", async () => {
    const { records, warnings } = await read(file(">x\n>x\nA\n"));
    expect(records.length).toBe(2);
    expect(warnings).toEqual(["record x is empty", expect.stringContaining("the name x occurs more than once")]);
  });

  it("reads gzip, multi-member gzip and BGZF by content", async () => {
    const plain = `>x one\n${"ACGTACGTTT\n".repeat(20_000)}>y\nCCC\n`;
    const half = plain.length >> 1;
    const encoder = new BgzfEncoder();
    const versions = [
      gzipSync(plain),
      Buffer.concat([gzipSync(plain.slice(0, half)), gzipSync(plain.slice(half))]),
      Buffer.concat([...encoder.push(Buffer.from(plain)), ...encoder.finish()]),
    ];
    const { records } = await read(file(plain));
    for (const version of versions) expect((await read(file(version))).records).toEqual(records);
  });

  it("gives the same records however the bytes are wrapped", async () => {
    const letters = fc.stringMatching(/^[ACGTNacgtnRYu]{0,200}$/);
    await fc.assert(
      fc.asyncProperty(
        letters,
        fc.integer({ min: 1, max: 80 }),
        fc.constantFrom("\n", "\r\n"),
        async (dna, width, end) => {
          const lines = dna.match(new RegExp(`.{1,${width}}`, "g")) ?? [];
          const { records } = await read(file(`>x${end}${lines.join(end)}${end}`));
          expect(text(records[0])).toBe(dna);
          expect(records[0].codes).toEqual(encodeText(dna));
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("bad FASTA", () => {
  it.each([
    ["", "FILE: is empty"],
    ["ACGT\n", "FILE, line 1: text before the first '>'; FASTA starts with a line '>name'"],
    ["\n\n", "FILE: holds no record; FASTA starts with a line '>name'"],
    [">\nACGT\n", "FILE, line 1: a record without a name"],
    [">a\nACGT\n>  \nAC\n", "FILE, line 3: a record without a name"],
    [
      "LOCUS       X 10 bp\n",
      "FILE, line 1: not FASTA: this is GenBank format; convert it (EMBOSS seqret, or any converter) first",
    ],
    ["@r1\nACGT\n+\nIIII\n", "FILE, line 1: not FASTA: this looks like FASTQ or SAM; convert it (seqtk seq -A) first"],
    ["\u0000\u0001\u0002binary", "FILE: not FASTA: this is a binary file"],
    [
      `>p\n${"MKLLFFEEQP".repeat(20)}`,
      "FILE: not DNA: 160 of the first 200 letters are no nucleotide codes (a protein file?)",
    ],
  ])("%.30j is refused with one clear line", async (content, message) => {
    expect(await failure(content)).toBe(message);
  });

  it("names truncated and corrupt gzip", async () => {
    const gz = gzipSync(`>x\n${"ACGTTGCA".repeat(5000)}`);
    expect(await failure(gz.subarray(0, gz.length - 20))).toContain("end early (truncated file?)");
    const broken = Buffer.from(gz);
    broken[30] ^= 0xff;
    expect(await failure(broken)).toMatch(/corrupt gzip data|end early/);
    expect(await failure(Buffer.concat([gz.subarray(0, -8), Buffer.alloc(8)]))).toContain("corrupt gzip data");
  });

  it("sees a BGZF file that was cut between two blocks", async () => {
    const encoder = new BgzfEncoder();
    const blocks = [...encoder.push(Buffer.from(`>x\n${"ACGT".repeat(60_000)}`)), ...encoder.finish()];
    expect(blocks.length).toBeGreaterThan(3);
    expect(await failure(Buffer.concat(blocks.slice(0, 2)))).toContain("end early (truncated file?)");
  });

  it("names a missing file and a folder", async () => {
    await expect(read(join(folder, "none.fa"))).rejects.toThrow("none.fa: no such file");
    await expect(read(folder)).rejects.toThrow("is a folder, not a file");
  });
});
