import { FastaParser, type FastaPiece, type PieceCut } from "./fasta-parser.ts";
import { type OnRead, openBytes, sourceName } from "./open.ts";
import type { RandomAccess } from "./random-access.ts";
import { isTwoBit, openTwoBit, startsTwoBit } from "./two-bit.ts";

/** One FASTA record. `letters` are the file's own (for output), `codes` what is computed on; both one byte a base. */
export interface FastaRecord {
  /** Header up to the first white space. */
  readonly name: string;
  /** The rest of the header line. */
  readonly description: string;
  readonly letters: Uint8Array;
  readonly codes: Uint8Array;
  /** Where the letters begin in the sequence that `name` means (0-based), when they are only a part of it. */
  readonly offset?: number;
  /** The region that the letters are: its BED name, else `NAME:START-END` (1-based, closed), or `name` when it is all. */
  readonly region?: string;
}

export type Warn = (message: string) => void;

const WHOLE_RECORDS: PieceCut = { pieceBases: Number.POSITIVE_INFINITY, overlap: 0 };

/**
 * Reads the records of FASTA files (`-`: standard input) in order, one at a time. gzip and BGZF by content; CRLF, any
 * line width, any case, IUPAC codes, U as T. `-`, `*`, `.` and foreign letters count as N and keep their place.
 * Throws a data error for anything that is not FASTA; empty records and repeated names are warned about.
 */
export async function* readFasta(paths: readonly string[], warn: Warn, onRead?: OnRead): AsyncGenerator<FastaRecord> {
  for await (const piece of readFastaPieces(paths, warn, WHOLE_RECORDS, onRead)) yield wholeRecord(piece);
}

/** The same records a piece at a time, so that memory does not grow with them. */
export async function* readFastaPieces(
  paths: readonly string[],
  warn: Warn,
  cut: PieceCut,
  onRead?: OnRead,
): AsyncGenerator<FastaPiece> {
  const names = new Set<string>();
  for (const path of paths) {
    for await (const piece of readFile(path, warn, cut, onRead)) {
      if (piece.offset === 0) warnOfName(piece.name, names, warn);
      if (piece.length === 0) warn(`record ${piece.name} is empty`);
      yield piece;
    }
  }
}

/** Whole records cut into pieces, which share their memory. */
export async function* cutIntoPieces<R extends FastaRecord>(
  records: AsyncIterable<R>,
  { pieceBases, overlap }: PieceCut,
): AsyncGenerator<FastaPiece & { readonly record: R }> {
  for await (const record of records) {
    const { name, description, letters, codes } = record;
    for (let offset = 0, last = false; !last; offset += pieceBases) {
      last = letters.length <= offset + pieceBases;
      const length = last ? letters.length : offset + pieceBases;
      const place = { offset, own: length - offset, last, length, isShared: true };
      const [from, to] = [offset, length + overlap];
      yield {
        name,
        description,
        letters: letters.subarray(from, to),
        codes: codes.subarray(from, to),
        ...place,
        record,
      };
    }
  }
}

/** The records of a text, for data that came with the program. */
export async function* parseFasta(text: string, warn: Warn): AsyncGenerator<FastaRecord> {
  const parser = new FastaParser("text", WHOLE_RECORDS);
  parser.push(new TextEncoder().encode(text));
  parser.finish();
  for (const piece of parser.take()) yield wholeRecord(piece);
  warnOfLetters(parser, "text", warn);
}

function wholeRecord({ name, description, letters, codes }: FastaPiece): FastaRecord {
  return { name, description, letters, codes };
}

/** Letters of a record that were read by themselves, as {@link readFasta} would have them; warns of odd ones. */
export function partOfRecord(letters: Uint8Array, path: string, warn: Warn): Pick<FastaRecord, "letters" | "codes"> {
  const parser = new FastaParser(path, WHOLE_RECORDS);
  parser.push(PART_HEADER);
  parser.push(letters);
  parser.finish();
  warnOfLetters(parser, sourceName(path), warn);
  const [part] = parser.take();
  return { letters: part.letters, codes: part.codes };
}

const PART_HEADER = new TextEncoder().encode(">part\n");

/** A .2bit file is read piece by piece. */
async function* readTwoBit(
  file: RandomAccess,
  warn: Warn,
  { pieceBases, overlap }: PieceCut,
): AsyncGenerator<FastaPiece> {
  for (const { name, length: all } of await file.sequences()) {
    for (let offset = 0, last = false; !last; offset += pieceBases) {
      last = all <= offset + pieceBases;
      const length = last ? all : offset + pieceBases;
      const letters = await file.letters(name, offset, Math.min(all, length + overlap));
      const place = { offset, own: length - offset, last, length };
      yield { name, description: "", ...partOfRecord(letters, file.path, warn), ...place };
    }
  }
}

async function* readFile(path: string, warn: Warn, cut: PieceCut, onRead?: OnRead): AsyncGenerator<FastaPiece> {
  if (isTwoBit(path)) return yield* readTwoBit(openTwoBit(path), warn, cut);
  const parser = new FastaParser(path, cut);
  const chunks = openBytes(path, onRead);
  for await (const chunk of chunks) {
    // Standard input, a pipe, or compressed: it has to be held, as its parts lie anywhere.
    if (parser.isEmpty && startsTwoBit(chunk)) {
      return yield* readTwoBit(openTwoBit(path, await joined(chunk, chunks)), warn, cut);
    }
    parser.push(chunk);
    yield* parser.take();
  }
  parser.finish();
  yield* parser.take();
  warnOfLetters(parser, sourceName(path), warn);
}

async function joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts = [first];
  for await (const part of rest) parts.push(part);
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function warnOfName(name: string, names: Set<string>, warn: Warn): void {
  if (names.has(name)) warn(`the name ${name} occurs more than once; its records are kept apart by their order`);
  names.add(name);
}

function warnOfLetters({ gaps, foreign }: FastaParser, source: string, warn: Warn): void {
  if (gaps > 0) warn(`${source}: ${gaps} gap letters (- * .) count as N`);
  if (foreign > 0) warn(`${source}: ${foreign} letters outside IUPAC count as N`);
}
