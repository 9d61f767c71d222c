import { dataError } from "../errors.ts";
import { type BlockStart, isBlock } from "./bgzf-blocks.ts";
import { BLOCK_BYTES, type IndexedRecord, placeOfBase, readFai, readGzi } from "./index-files.ts";
import { fileExists, fileHead, filePart, fileSize, gunzipped, isNewer } from "./open.ts";
import { isTwoBit, openTwoBit } from "./two-bit.ts";

/** A file of sequences of which any part can be read by itself. */
export interface RandomAccess {
  readonly path: string;
  /** Names and lengths in the order of the file. */
  sequences(): Promise<{ readonly name: string; readonly length: number }[]>;
  /** The letters [start, end) as the file has them. */
  letters(name: string, start: number, end: number): Promise<Uint8Array>;
}

/** Bytes of the sequence text, decompressed: at most so many from a place on. */
type TextPart = (position: number, bytes: number) => Promise<Uint8Array>;

const HEAD_BYTES = 18;
const HEADER_START = 62; // >
/** BGZF blocks that are decompressed at a time. */
const BLOCKS_AT_A_TIME = 64;

/**
 * A .2bit file, or FASTA beside which its index lies (.fai, and .gzi for BGZF); undefined for anything else. An index older
 * than its FASTA is warned about and not used. Throws a data error for an index that does not fit.
 */
export async function openRandomAccess(
  path: string,
  warn: (message: string) => void,
): Promise<RandomAccess | undefined> {
  if (isTwoBit(path)) return openTwoBit(path);
  const head = fileHead(path, HEAD_BYTES);
  const isBgzf = isBlock(head);
  const indexes = isBgzf ? [`${path}.fai`, `${path}.gzi`] : [`${path}.fai`];
  const isPlain = head[0] !== 0x1f;
  if (head.length === 0 || !(isBgzf || isPlain) || !indexes.every(fileExists)) return undefined;
  const old = indexes.find((index) => isNewer(path, index));
  if (old !== undefined) {
    warn(`${old} is older than its FASTA and not used; run tatabox index to renew it`);
    return undefined;
  }
  return openIndexed(path, isBgzf);
}

function openIndexed(path: string, isBgzf: boolean): RandomAccess {
  const [fai, gzi] = [`${path}.fai`, `${path}.gzi`];
  const blocks = isBgzf ? readGzi(wholeFile(gzi), gzi, sizeOf(path)) : undefined;
  const textBytes = blocks === undefined ? sizeOf(path) : blocks[blocks.length - 1].uncompressed + BLOCK_BYTES;
  const records = readFai(new TextDecoder().decode(wholeFile(fai)), fai, textBytes);
  // Of rows of one name the first counts: samtools and `tatabox index` write no other.
  const byName = new Map(records.toReversed().map((record) => [record.name, record]));
  const text: TextPart =
    blocks === undefined
      ? async (at, bytes) => filePart(path, at, bytes)
      : (at, bytes) => ofBlocks(path, blocks, at, bytes);
  return {
    path,
    sequences: async () => records,
    letters: (name, start, end) => letters(path, text, byName.get(name)!, start, end),
  };
}

const sizeOf = (path: string) => fileSize(path) ?? 0;
const wholeFile = (path: string) => filePart(path, 0, sizeOf(path));

async function letters(
  path: string,
  text: TextPart,
  record: IndexedRecord,
  start: number,
  end: number,
): Promise<Uint8Array> {
  if (start >= end) return new Uint8Array(0);
  const from = placeOfBase(record, start);
  if (end <= record.length) {
    const found = lettersIn(await text(from, placeOfBase(record, end - 1) + 1 - from));
    if (found.length === end - start) return found;
  }
  throw dataError(`does not fit its index at record ${record.name}; run tatabox index, or copy the file again`, {
    file: path,
  });
}

/** What samtools counts as bases, but for the sign that begins a header; in the memory of `bytes`. */
function lettersIn(bytes: Uint8Array): Uint8Array {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte > 32 && byte < 127 && byte !== HEADER_START) bytes[count++] = byte;
  }
  return bytes.subarray(0, count);
}

/** The blocks are decompressed some at a time: no more than is asked for is held, and signals are heard. */
async function ofBlocks(path: string, blocks: readonly BlockStart[], position: number, bytes: number) {
  const part = new Uint8Array(bytes);
  let filled = 0;
  for (let first = blockAt(blocks, position); first < blocks.length && filled < bytes; first += BLOCKS_AT_A_TIME) {
    const next = blocks[first + BLOCKS_AT_A_TIME]?.compressed ?? sizeOf(path);
    const { compressed, uncompressed } = blocks[first];
    const held = await gunzipped(path, filePart(path, compressed, next - compressed), BLOCKS_AT_A_TIME * BLOCK_BYTES);
    const wanted = held.subarray(Math.max(0, position - uncompressed)).subarray(0, bytes - filled);
    part.set(wanted, filled);
    filled += wanted.length;
  }
  return part.subarray(0, filled);
}

/** The last block that begins at `position` or before. */
function blockAt(blocks: readonly BlockStart[], position: number): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle].uncompressed <= position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
