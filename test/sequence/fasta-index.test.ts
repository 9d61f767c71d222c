import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { bgzfBlocks, gziBytes } from "../../src/sequence/bgzf-blocks.ts";
import { FastaIndexer } from "../../src/sequence/fasta-index.ts";
import { openRaw } from "../../src/sequence/open.ts";

const folder = mkdtempSync(join(tmpdir(), "index-"));
afterAll(() => rmSync(folder, { recursive: true }));

const isInstalled = (tool: string) => spawnSync(tool, ["--version"]).status === 0;
const itSamtools = isInstalled("samtools") && isInstalled("bgzip") ? it : it.skip;

function index(fasta: string, chunkBytes = 1 << 16): string {
  const indexer = new FastaIndexer("x.fa", () => {});
  const bytes = Buffer.from(fasta);
  for (let i = 0; i < bytes.length; i += chunkBytes) indexer.push(bytes.subarray(i, i + chunkBytes));
  return indexer.finish();
}

/** What samtools makes of it; undefined when it refuses. */
function samtoolsIndex(fasta: string): string | undefined {
  const path = join(folder, "s.fa");
  writeFileSync(path, fasta);
  rmSync(`${path}.fai`, { force: true });
  return spawnSync("samtools", ["faidx", path]).status === 0 ? readFileSync(`${path}.fai`, "utf8") : undefined;
}

function indexOrRefusal(fasta: string): string | undefined {
  try {
    return index(fasta);
  } catch {
    return undefined;
  }
}

const files = fc
  .record({
    records: fc.array(fc.stringMatching(/^[ACGTNacgt]{0,50}$/), { minLength: 1, maxLength: 4 }),
    width: fc.integer({ min: 1, max: 25 }),
    end: fc.constantFrom("\n", "\r\n"),
    description: fc.constantFrom("", " some words", "\ttab"),
    lastEnd: fc.constantFrom("", "\n", "\n\n"),
  })
  .map(({ records, width, end, description, lastEnd }) => {
    const texts = records.map((letters, i) => {
      const lines = letters.match(new RegExp(`.{1,${width}}`, "g")) ?? [];
      return [`>r${i}${description}`, ...lines].join(end);
    });
    return texts.join(end) + lastEnd;
  });

describe("FASTA index", () => {
  it("has a row a record: name, length, offset, bases and bytes of a line", () => {
    const fasta = ">a first\nACGT\nACGT\nAC\n>b\r\nACGTACGT\r\nACG\r\n>c\n>d\nA";
    for (const chunk of [1, 7, 100]) {
      expect(index(fasta, chunk)).toBe("a\t10\t9\t4\t5\nb\t11\t26\t8\t10\nd\t1\t47\t1\t2\n");
    }
  });

  it.each([
    [
      ">x\nACG\nACGT\n",
      "x.fa, line 3: lines of record x differ in length, so it cannot be indexed; rewrap it (seqkit seq)",
    ],
    [">x\nACGT\nAC\nACGT\n", "x.fa, line 4: lines of record x differ in length"],
    [">x\nACGT\n\nACGT\n", "x.fa, line 4: lines of record x differ in length"],
    ["ACGT\n", "x.fa, line 1: text before the first '>'"],
    ["", "x.fa: holds no record"],
  ])("%j is refused", (fasta, message) => {
    expect(() => index(fasta)).toThrow(message);
  });

  itSamtools("is samtools faidx's", () => {
    let accepted = 0;
    fc.assert(
      fc.property(files, (fasta) => {
        // samtools refuses some files with empty records.
        const theirs = samtoolsIndex(fasta);
        if (theirs === undefined) return;
        accepted++;
        expect(index(fasta)).toBe(theirs);
      }),
      { numRuns: 60 },
    );
    expect(accepted).toBeGreaterThan(20);
    for (const odd of [
      ">x\nACG\nACGT\n",
      ">x\nACGT\nAC\nAC\n",
      ">x\nAC\n>x\nACGT\n>y\nA\n",
      ">x\nACGT\n\n\n>y\nACG\n",
    ]) {
      expect([odd, indexOrRefusal(odd)]).toEqual([odd, samtoolsIndex(odd)]);
    }
  });

  itSamtools("of BGZF blocks is bgzip's", async () => {
    for (const bases of [10, 200_000, 5_000_000]) {
      const path = join(folder, `b${bases}.fa`);
      writeFileSync(path, `>x\n${"ACGTTGCATA\n".repeat(bases / 10)}`);
      execFileSync("bgzip", ["-f", path]);
      execFileSync("bgzip", ["-r", `${path}.gz`]);
      const ours = gziBytes(await bgzfBlocks(`${path}.gz`, openRaw(`${path}.gz`)));
      expect(Buffer.from(ours).equals(readFileSync(`${path}.gz.gzi`))).toBe(true);
    }
  });
});
