import { dataError, oneLine } from "../errors.ts";
import { UNKNOWN_BASE } from "./alphabet.ts";
import { fastestLetterReader } from "./letter-kernel.ts";
import { isBlank, type LetterReader } from "./letter-reader.ts";

/** How records are cut: a piece owns `pieceBases` bases (Infinity: the whole record) and sees `overlap` more behind them. */
export interface PieceCut {
  readonly pieceBases: number;
  readonly overlap: number;
  /** Where full pieces get their memory; without it each gets new memory. */
  readonly spares?: SpareBuffers;
}

/**
 * Buffers of full pieces that have been worked through and wait for the pieces to come, so that memory does not depend on
 * when the engine collects garbage.
 */
export class SpareBuffers {
  readonly #bytes: number;
  readonly #free: Uint8Array[] = [];

  constructor({ pieceBases, overlap }: Omit<PieceCut, "spares">) {
    this.#bytes = pieceBases + overlap;
  }

  take(): Uint8Array {
    return this.#free.pop() ?? new Uint8Array(this.#bytes);
  }

  /** Takes a piece's memory back; nobody may look at the piece any more. */
  give({ letters, codes, isShared }: Pick<FastaPiece, "letters" | "codes" | "isShared">): void {
    if (isShared) return;
    for (const { buffer } of [letters, codes]) {
      if (buffer.byteLength === this.#bytes) this.#free.push(new Uint8Array(buffer));
    }
  }
}

/**
 * A stretch of a record, in its own memory unless it says otherwise. Windows that start at its first `own` bases belong to it; what follows them is
 * the beginning of the next piece. Every base of a record is owned by one piece; an empty record is one piece without bases.
 */
export interface FastaPiece {
  /** Header up to the first white space. */
  readonly name: string;
  /** The rest of the header line. */
  readonly description: string;
  readonly letters: Uint8Array;
  readonly codes: Uint8Array;
  /** Is its memory that of the record or of other pieces? */
  readonly isShared?: boolean;
  /** Where the letters begin in the record (0-based). */
  readonly offset: number;
  readonly own: number;
  /** Does the record end here? */
  readonly last: boolean;
  /** Bases of the record up to the end of this piece's own ones: the record's length in its last piece. */
  readonly length: number;
}

/** Letters over which a file is judged to be DNA, and the share of foreign letters that it may hold there. */
const JUDGED_LETTERS = 10_000;
const FOREIGN_LIMIT = 0.05;

const NEWLINE = 10;
const HEADER_START = 62; // >
const N = 78;
const FIRST_CAPACITY = 1 << 12;

/** A push parser: bytes in, pieces of records out. They are held back until the file has been judged to be DNA. */
export class FastaParser {
  readonly #path: string;
  readonly #cut: PieceCut;
  readonly #reader: LetterReader;
  /** Bases that are gathered before a piece is handed over. */
  readonly #full: number;
  #line = 1;
  /** Is nothing but blanks between the last line end and here? */
  #lineStart = true;
  #header: Uint8Array[] | undefined;
  #name: string | undefined;
  #description = "";
  #letters: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  #codes: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  #length = 0;
  /** Where the gathered letters begin in their record. */
  #offset = 0;
  #total = 0;
  #ready: FastaPiece[] = [];
  #judged = false;
  #foreignJudged = 0;
  gaps = 0;
  foreign = 0;

  constructor(path: string, cut: PieceCut, reader = fastestLetterReader()) {
    this.#path = path;
    this.#cut = cut;
    this.#reader = reader;
    this.#full = cut.pieceBases + cut.overlap;
  }

  /** Has nothing but blanks of the first line come yet? */
  get isEmpty(): boolean {
    return this.#line === 1 && this.#lineStart && this.#name === undefined;
  }

  push(bytes: Uint8Array): void {
    const chunk = this.isEmpty ? withoutByteOrderMark(bytes) : bytes;
    this.#reader.begin(chunk);
    let at = 0;
    while (at < chunk.length) {
      if (this.#header !== undefined) at = this.#readHeader(chunk, at);
      else if (chunk[at] === HEADER_START && this.#startsLine(chunk, at)) {
        this.#finishRecord();
        this.#header = [];
        at++;
      } else if (this.#name === undefined) at = this.#skipBlank(chunk, at);
      else at = this.#readLetters(chunk, at);
    }
    if (this.#header === undefined) this.#lineStart = this.#startsLine(chunk, chunk.length);
    this.#judge(false);
  }

  finish(): void {
    if (this.#header !== undefined) this.#startRecord();
    if (this.#name === undefined)
      throw dataError("holds no record; FASTA starts with a line '>name'", { file: this.#path });
    this.#finishRecord();
    this.#judge(true);
  }

  /** Hands over the pieces that are complete (none before the file is known to be DNA). */
  take(): FastaPiece[] {
    if (!this.#judged) return [];
    const pieces = this.#ready;
    this.#ready = [];
    return pieces;
  }

  /** Are there only blanks between the beginning of the line and `at`? */
  #startsLine(chunk: Uint8Array, at: number): boolean {
    for (let i = at - 1; i >= 0; i--) {
      if (chunk[i] === NEWLINE) return true;
      if (!isBlank(chunk[i])) return false;
    }
    return this.#lineStart;
  }

  #readHeader(chunk: Uint8Array, from: number): number {
    const end = chunk.indexOf(NEWLINE, from);
    const stop = end < 0 ? chunk.length : end;
    this.#header!.push(chunk.slice(from, stop));
    if (end < 0) return stop;
    this.#startRecord();
    this.#line++;
    return end + 1;
  }

  #startRecord(): void {
    const text = decoded(this.#header!).trimEnd();
    this.#header = undefined;
    const name = /^\S+/.exec(text)?.[0];
    if (name === undefined) throw dataError("a record without a name", { file: this.#path, line: this.#line });
    this.#name = oneLine(name);
    this.#description = oneLine(text.slice(name.length).trim().replaceAll("\t", " "));
  }

  /** Before the first record only blank lines may stand. */
  #skipBlank(chunk: Uint8Array, from: number): number {
    const byte = chunk[from];
    if (!isBlank(byte)) throw this.#notFasta(chunk.subarray(from, from + 64));
    if (byte === NEWLINE) this.#line++;
    return from + 1;
  }

  /** Sequence up to the next header, the end of the chunk or a full piece. */
  #readLetters(chunk: Uint8Array, from: number): number {
    const stop = Math.min(chunk.length, from + this.#full - this.#length);
    this.#reserve(stop - from);
    const before = this.#length;
    let at = this.#take(from, stop);
    while (at < stop && !(chunk[at] === HEADER_START && this.#startsLine(chunk, at))) {
      this.#countForeign(this.#total + this.#length - before);
      this.#letters[this.#length] = N;
      this.#codes[this.#length++] = UNKNOWN_BASE;
      at = this.#take(at + 1, stop);
    }
    this.#total += this.#length - before;
    if (this.#length === this.#full) this.#finishPiece();
    return at;
  }

  /** Takes what belongs to sequence lines as far as it goes; returns where it ends. */
  #take(from: number, stop: number): number {
    const reader = this.#reader;
    this.#length += reader.take(from, stop, this.#letters, this.#codes, this.#length);
    this.#line += reader.lines;
    this.gaps += reader.gaps;
    return reader.end;
  }

  #countForeign(lettersBefore: number): void {
    this.foreign++;
    if (lettersBefore < JUDGED_LETTERS) this.#foreignJudged++;
  }

  #reserve(more: number): void {
    const need = this.#length + more;
    if (need <= this.#letters.length) return;
    const capacity = Math.max(need, Math.min(this.#full, this.#letters.length * 2));
    this.#letters = grown(this.#letters, capacity, this.#length);
    this.#codes = grown(this.#codes, capacity, this.#length);
  }

  /** The full buffers go with the piece; what the next one owns is copied. */
  #finishPiece(): void {
    const own = this.#cut.pieceBases;
    const [letters, codes, length] = [this.#letters, this.#codes, this.#length];
    this.#letters = this.#newBuffer();
    this.#codes = this.#newBuffer();
    this.#letters.set(letters.subarray(own, length));
    this.#codes.set(codes.subarray(own, length));
    this.#handOver(letters.subarray(0, length), codes.subarray(0, length), own, false);
    this.#length -= own;
    this.#offset += own;
  }

  #newBuffer(): Uint8Array {
    return this.#cut.spares?.take() ?? new Uint8Array(this.#full);
  }

  #finishRecord(): void {
    if (this.#name === undefined) return;
    const [letters, codes] = [this.#letters.slice(0, this.#length), this.#codes.slice(0, this.#length)];
    this.#handOver(letters, codes, this.#length, true);
    this.#name = undefined;
    this.#length = 0;
    this.#offset = 0;
  }

  #handOver(letters: Uint8Array, codes: Uint8Array, own: number, last: boolean): void {
    this.#ready.push({
      name: this.#name!,
      description: this.#description,
      letters,
      codes,
      offset: this.#offset,
      own,
      last,
      length: this.#offset + own,
    });
  }

  #judge(atEnd: boolean): void {
    if (this.#judged || (!atEnd && this.#total < JUDGED_LETTERS)) return;
    const judged = Math.min(this.#total, JUDGED_LETTERS);
    if (this.#foreignJudged > FOREIGN_LIMIT * judged) {
      throw dataError(
        `not DNA: ${this.#foreignJudged} of the first ${judged} letters are no nucleotide codes (a protein file?)`,
        { file: this.#path },
      );
    }
    this.#judged = true;
  }

  #notFasta(head: Uint8Array): Error {
    const text = new TextDecoder("latin1").decode(head);
    const place = { file: this.#path, line: this.#line };
    if (this.#line === 1 && text.startsWith("LOCUS ")) {
      return dataError("not FASTA: this is GenBank format; convert it (EMBOSS seqret, or any converter) first", place);
    }
    if (this.#line === 1 && text.startsWith("ID   ")) {
      return dataError("not FASTA: this is EMBL format; convert it (EMBOSS seqret, or any converter) first", place);
    }
    if (this.#line === 1 && text.startsWith("@")) {
      return dataError("not FASTA: this looks like FASTQ or SAM; convert it (seqtk seq -A) first", place);
    }
    if (/[\u0000-\u0008\u000e-\u001f]/.test(text))
      return dataError("not FASTA: this is a binary file", { file: this.#path });
    return dataError("text before the first '>'; FASTA starts with a line '>name'", place);
  }
}

function decoded(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  if (parts.length === 1) return decoder.decode(parts[0]);
  return parts.map((bytes) => decoder.decode(bytes, { stream: true })).join("") + decoder.decode();
}

function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function grown(from: Uint8Array, capacity: number, used: number): Uint8Array {
  const to = new Uint8Array(capacity);
  to.set(from.subarray(0, used));
  return to;
}
