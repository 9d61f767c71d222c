import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BgzipIndexedFasta, IndexedFasta } from "@gmod/indexedfasta";
import { TwoBitFile } from "@gmod/twobit";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { BgzfEncoder } from "../../src/report/bgzf.ts";
import { bgzfBlocks, gziBytes } from "../../src/sequence/bgzf-blocks.ts";
import { FastaIndexer } from "../../src/sequence/fasta-index.ts";
import { openRandomAccess, type RandomAccess } from "../../src/sequence/random-access.ts";
import { openTwoBit } from "../../src/sequence/two-bit.ts";
import { twoBit } from "../cli/two-bit.ts";

const folder = mkdtempSync(join(tmpdir(), "random-access-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const silent = () => {};

const records = fc
  .array(fc.string({ unit: fc.constantFrom(..."ACGTacgtNn"), minLength: 1, maxLength: 90 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((all) => all.map((letters, i) => ({ name: `s${4 - i}`, letters })));

/** Any stretch of any record, by both readers. */
async function sameEverywhere(
  access: RandomAccess,
  other: { getSequence(name: string, start: number, end: number): Promise<string | undefined> },
  all: readonly { readonly name: string; readonly letters: string }[],
): Promise<void> {
  expect(await access.sequences()).toMatchObject(all.map(({ name, letters }) => ({ name, length: letters.length })));
  for (const { name, letters } of all) {
    for (let start = 0; start < letters.length; start += 7) {
      const end = Math.min(letters.length, start + 1 + ((start * 5) % 40));
      const found = new TextDecoder().decode(await access.letters(name, start, end));
      expect(found).toBe(letters.slice(start, end));
      // The package gives all of a stretch of N the case of its first one.
      expect(upperN(found)).toBe(upperN((await other.getSequence(name, start, end)) ?? ""));
    }
  }
}

const upperN = (text: string) => text.replaceAll("n", "N");

function faiOf(fasta: string): string {
  const indexer = new FastaIndexer("f", silent);
  indexer.push(Buffer.from(fasta));
  return indexer.finish();
}

/** BGZF in blocks of so many bytes. */
function bgzf(text: string, blockBytes: number): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < text.length; at += blockBytes) {
    const encoder = new BgzfEncoder();
    encoder.push(Buffer.from(text.slice(at, at + blockBytes)));
    blocks.push(encoder.finish()[0]);
  }
  return Buffer.concat([...blocks, ...new BgzfEncoder().finish()]);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

it("of two rows of one name in a .fai the first counts, however large the second", async () => {
  const file = path("twice.fa.gz");
  const compressed = bgzf(">a\nACGT\n>b\nGG\n", 8);
  writeFileSync(file, compressed);
  writeFileSync(`${file}.fai`, "a\t4\t3\t4\t5\na\t2\t3\t1\t60000\n");
  writeFileSync(`${file}.gzi`, gziBytes(await bgzfBlocks("f", once(compressed))));
  const access = await openRandomAccess(file, silent);
  expect(new TextDecoder().decode(await access!.letters("a", 0, 4))).toBe("ACGT");
  await expect(access!.letters("a", 0, 5)).rejects.toThrow("does not fit its index at record a");
});

describe("parts of sequences, as @gmod/indexedfasta and @gmod/twobit read them", () => {
  it(".2bit", async () => {
    await fc.assert(
      fc.asyncProperty(records, async (all) => {
        writeFileSync(path("x.2bit"), twoBit(all));
        await sameEverywhere(openTwoBit(path("x.2bit")), new TwoBitFile({ path: path("x.2bit") }), all);
      }),
      { numRuns: 30 },
    );
  });

  it("FASTA, plain and as BGZF", async () => {
    await fc.assert(
      fc.asyncProperty(records, fc.integer({ min: 1, max: 30 }), async (all, width) => {
        const lines = (letters: string) => letters.replace(new RegExp(`.{${width}}(?=.)`, "g"), "$&\n");
        const fasta = all.map(({ name, letters }) => `>${name} x\n${lines(letters)}\n`).join("");
        const compressed = bgzf(fasta, 23);
        writeFileSync(path("x.fa"), fasta);
        writeFileSync(path("x.fa.gz"), compressed);
        for (const name of ["x.fa.fai", "x.fa.gz.fai"]) writeFileSync(path(name), faiOf(fasta));
        writeFileSync(path("x.fa.gz.gzi"), gziBytes(await bgzfBlocks("f", once(compressed))));
        const open = async (name: string) => (await openRandomAccess(path(name), silent))!;
        await sameEverywhere(await open("x.fa"), new IndexedFasta({ path: path("x.fa") }), all);
        const gz = path("x.fa.gz");
        const other = new BgzipIndexedFasta({ path: gz, faiPath: `${gz}.fai`, gziPath: `${gz}.gzi` });
        await sameEverywhere(await open("x.fa.gz"), other, all);
      }),
      { numRuns: 30 },
    );
  });

  it(".2bit in the other byte order, names in the file's order", async () => {
    const all = [
      { name: "10", letters: "ACGTNNac" },
      { name: "9", letters: "TTG" },
    ];
    const bytes = twoBit(all);
    writeFileSync(path("numbers.2bit"), bytes);
    expect((await openTwoBit(path("numbers.2bit")).sequences()).map(({ name }) => name)).toEqual(["10", "9"]);
    writeFileSync(path("swapped.2bit"), swapped(bytes, all));
    const access = openTwoBit(path("swapped.2bit"));
    expect(await access.sequences()).toEqual([
      { name: "10", length: 8 },
      { name: "9", length: 3 },
    ]);
    expect(new TextDecoder().decode(await access.letters("10", 0, 8))).toBe("ACGTNNac");
  });
});

/** Every 32-bit word turned round, names and bases left as they are. */
function swapped(bytes: Buffer, all: readonly { readonly name: string; readonly letters: string }[]): Buffer {
  const out = Buffer.from(bytes);
  const turn = (at: number) => out.subarray(at, at + 4).reverse();
  for (let at = 0; at < 16; at += 4) turn(at);
  let at = 16;
  for (const { name } of all) {
    const offsetAt = at + 1 + name.length;
    const offset = bytes.readUInt32LE(offsetAt);
    turn(offsetAt);
    const blocks = bytes.readUInt32LE(offset + 4);
    const masks = bytes.readUInt32LE(offset + 8 + 8 * blocks);
    for (let i = 0; i < 4 + 2 * (blocks + masks); i++) turn(offset + 4 * i);
    at = offsetAt + 4;
  }
  return out;
}
