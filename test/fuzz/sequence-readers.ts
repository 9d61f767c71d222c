import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { BgzfEncoder } from "../../src/report/bgzf.ts";
import { bgzfBlocks, gziBytes, isBlock } from "../../src/sequence/bgzf-blocks.ts";
import { type FastaRecord, partOfRecord, readFasta } from "../../src/sequence/fasta.ts";
import { FastaIndexer } from "../../src/sequence/fasta-index.ts";
import { FastaParser, type FastaPiece, type PieceCut } from "../../src/sequence/fasta-parser.ts";
import { openRandomAccess, type RandomAccess } from "../../src/sequence/random-access.ts";
import { openTwoBit } from "../../src/sequence/two-bit.ts";
import { twoBit } from "../cli/two-bit.ts";
import { scratchFolder } from "./files.ts";
import { FILE_NAME, type FuzzFile, type Reader } from "./fuzz.ts";

const silent = () => {};

const FASTA = `>one first record
ACGTTGCATATAAAAGGCGCGCCAATCAGACGTGGGCGGGGCTATATATAAGCTT
acgtnnnnnnnnrykmACGT
>two
ACGU

>empty
>three x
CGCGCGCGCGCGCGCGCGCG
CGCGCG
`;
const FASTA_CRLF = `\ufeff>a\r\nACG-T*\r\nAC.\r\n>b\r\nNNNN`;
const INDEXABLE = `>one\nACGTTGCATA\nTAAAAGGCGC\nGCC\n>two x\nACGTAC\nGT\n>three\nNNNNNNNN\n`;

/** Every letter of a record must have its code. */
function checkedRecord({ name, description, letters, codes }: FastaRecord): object {
  if (letters.length !== codes.length || codes.some((code) => code > 4)) throw new Error(`bad codes in ${name}`);
  return { name, description, length: codes.length };
}

/** The same records, read whole and piece by piece, whatever the pieces that the bytes come in. */
function recordsAndPieces(bytes: Uint8Array): object {
  const records = piecesOf(bytes, { pieceBases: Number.POSITIVE_INFINITY, overlap: 0 }, bytes.length);
  const pieces = piecesOf(bytes, { pieceBases: 7, overlap: 3 }, 11);
  const bases = new Array(records.length).fill(0);
  let at = 0;
  for (const { own, last } of pieces) {
    bases[at] += own;
    if (last) at++;
  }
  const wrong = records.findIndex(({ codes }, i) => codes.length !== bases[i]);
  if (wrong >= 0) throw new Error(`pieces of record ${wrong} have ${bases[wrong]} bases together`);
  return records.map(checkedRecord);
}

function piecesOf(bytes: Uint8Array, cut: PieceCut, chunk: number): FastaPiece[] {
  const parser = new FastaParser(FILE_NAME, cut);
  for (let at = 0; at < bytes.length; at += chunk) parser.push(bytes.subarray(at, at + chunk));
  parser.finish();
  return parser.take();
}

async function recordsOf({ path }: FuzzFile): Promise<object> {
  const records: object[] = [];
  for await (const record of readFasta([path()], silent)) records.push(checkedRecord(record));
  return records;
}

function bgzf(text: string, blockBytes = 40): Buffer {
  const encoder = new BgzfEncoder();
  const end = encoder.finish();
  const blocks: Buffer[] = [];
  for (let at = 0; at < text.length; at += blockBytes) {
    const one = new BgzfEncoder();
    one.push(Buffer.from(text.slice(at, at + blockBytes)));
    blocks.push(one.finish()[0]);
  }
  return Buffer.concat([...blocks, ...end]);
}

/** All that an index promises: every record whole, and its middle. */
async function allOf(access: RandomAccess | undefined): Promise<object> {
  if (access === undefined) return {};
  const found: object[] = [];
  for (const { name, length } of await access.sequences()) {
    const whole = partOfRecord(await access.letters(name, 0, length), access.path, silent);
    const middle = await access.letters(name, length >> 1, Math.min(length, (length >> 1) + 2));
    found.push({ name, length: whole.codes.length, middle: middle.length });
  }
  return found;
}

/** Valid FASTA beside which an index lies; the index comes from the input. */
function indexed(fasta: Uint8Array, other: readonly [string, Uint8Array][], ending: string) {
  const path = join(scratchFolder(), FILE_NAME);
  writeFileSync(path, fasta);
  for (const [name, content] of other) writeFileSync(path + name, content);
  return async ({ bytes }: FuzzFile) => {
    writeFileSync(path + ending, bytes);
    return allOf(await openRandomAccess(path, silent));
  };
}

/** The indexes stay as they are and the FASTA changes: a file that was written over or cut short. */
function changedUnder(indexes: readonly [string, Uint8Array][]) {
  const path = join(scratchFolder(), FILE_NAME);
  return async ({ bytes }: FuzzFile) => {
    writeFileSync(path, bytes);
    for (const [name, content] of indexes) writeFileSync(path + name, content);
    return allOf(await openRandomAccess(path, silent));
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function blocksOf(bytes: Uint8Array): Promise<Uint8Array> {
  return gziBytes(await bgzfBlocks(FILE_NAME, once(bytes)));
}

function faiOf(fasta: string): string {
  const indexer = new FastaIndexer(FILE_NAME, silent);
  indexer.push(Buffer.from(fasta));
  return indexer.finish();
}

const BGZF = bgzf(INDEXABLE);
const FAI = Buffer.from(faiOf(INDEXABLE));
const GZI = await blocksOf(BGZF);
const TWO_BIT = twoBit([
  { name: "one", letters: "ACGTTGCATATAAAAGGCNNNNNNgcgccaatcag" },
  { name: "two", letters: "A" },
  { name: "three", letters: "nnnnACGTacgt" },
]);

export const SEQUENCE_READERS: readonly Reader[] = [
  { name: "FASTA", files: [FASTA, FASTA_CRLF, INDEXABLE], read: ({ bytes }) => recordsAndPieces(bytes) },
  {
    name: "gzip",
    files: [gzipSync(FASTA), Buffer.concat([gzipSync(">a\nACGT\n"), gzipSync(">b\nCC\n")]), BGZF],
    read: recordsOf,
  },
  {
    name: "2bit",
    files: [TWO_BIT],
    read: async (file) => [await recordsOf(file), await allOf(openTwoBit(file.path()))],
  },
  { name: ".fai", files: [FAI], read: indexed(Buffer.from(INDEXABLE), [], ".fai") },
  { name: ".fai of BGZF", files: [FAI], read: indexed(BGZF, [[".gzi", GZI]], ".fai") },
  { name: ".gzi", files: [GZI], read: indexed(BGZF, [[".fai", FAI]], ".gzi") },
  { name: "FASTA changed under its index", files: [INDEXABLE], read: changedUnder([[".fai", FAI]]) },
  {
    name: "BGZF changed under its index",
    files: [BGZF],
    read: changedUnder([
      [".fai", FAI],
      [".gzi", GZI],
    ]),
  },
  {
    name: "FASTA to be indexed",
    files: [INDEXABLE, FASTA_CRLF.replace("\ufeff", "")],
    read: ({ text }) => faiOf(text),
  },
  {
    name: "BGZF to be indexed",
    files: [BGZF],
    read: ({ bytes }) => (isBlock(bytes) ? blocksOf(bytes) : undefined),
  },
];
