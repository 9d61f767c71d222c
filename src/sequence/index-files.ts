import { dataError, oneLine, type Place } from "../errors.ts";
import type { BlockStart } from "./bgzf-blocks.ts";

const COLUMNS = 5;
const ENTRY_BYTES = 16;
const COUNT_BYTES = 8;
/** What a BGZF block holds at most (SAM specification, section 4.1). */
export const BLOCK_BYTES = 1 << 16;

/** A record as .fai knows it: its bases, where the first of them lies, bases and bytes of a line. */
export interface IndexedRecord {
  readonly name: string;
  readonly length: number;
  readonly offset: number;
  readonly lineBases: number;
  readonly lineBytes: number;
}

/**
 * The rows of a .fai of sequence text of at most `textBytes`. Throws a data error that names file and line for rows that cannot
 * be true of such a text.
 */
export function readFai(text: string, file: string, textBytes: number): IndexedRecord[] {
  return text
    .split(/\r?\n/)
    .flatMap((line, i) => (line === "" ? [] : [faiRow(line, textBytes, { file, line: i + 1 })]));
}

function faiRow(row: string, textBytes: number, place: Place): IndexedRecord {
  const [name, ...cells] = row.split("\t");
  const [length, offset, lineBases, lineBytes] = cells.map(wholeNumber);
  const isRow = cells.length === COLUMNS - 1 && /^[^>\s]\S*$/.test(name);
  // NaN is above and below nothing.
  if (!isRow || !(length >= 0 && lineBases >= 1 && lineBytes >= lineBases)) throw misfit("is no row of a .fai", place);
  const record = { name: oneLine(name), length, offset, lineBases, lineBytes };
  if (!(length === 0 || placeOfBase(record, length - 1) < textBytes)) {
    throw misfit("lies beyond the end of the FASTA", place);
  }
  return record;
}

function wholeNumber(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : Number.NaN;
}

/** Where a base (from 0) lies in the text. */
export function placeOfBase({ offset, lineBases, lineBytes }: IndexedRecord, base: number): number {
  return offset + Math.floor(base / lineBases) * lineBytes + (base % lineBases);
}

/**
 * The blocks of a BGZF file of `fileBytes` by its .gzi: a count, then the start of every block but the first, in the file and in
 * the text, 64 bits each. Throws a data error that names the file for what cannot be true.
 */
export function readGzi(bytes: Uint8Array, file: string, fileBytes: number): BlockStart[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = (bytes.length - COUNT_BYTES) / ENTRY_BYTES;
  if (!(count >= 0) || view.getBigUint64(0, true) !== BigInt(Math.floor(count)) || !Number.isInteger(count))
    throw misfit("is no .gzi", { file });
  const blocks: BlockStart[] = [{ compressed: 0, uncompressed: 0 }];
  for (let at = COUNT_BYTES; at < bytes.length; at += ENTRY_BYTES) {
    const before = blocks[blocks.length - 1];
    const compressed = Number(view.getBigUint64(at, true));
    const uncompressed = Number(view.getBigUint64(at + COUNT_BYTES, true));
    const held = uncompressed - before.uncompressed;
    if (!(compressed > before.compressed && compressed < fileBytes && held > 0 && held <= BLOCK_BYTES)) {
      throw misfit("does not fit its FASTA", { file });
    }
    blocks.push({ compressed, uncompressed });
  }
  return blocks;
}

function misfit(what: string, place: Place): Error {
  return dataError(`${what}; run tatabox index to make it anew`, place);
}
