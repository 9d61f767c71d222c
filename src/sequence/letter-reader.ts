import { BASE_CODES, byteTable, IUPAC_BITS, UNKNOWN_BASE } from "./alphabet.ts";

/**
 * Turns the bytes of sequence lines into letters and base codes: line ends and blanks are left out; gaps (- * .) become N.
 * Foreign bytes, headers among them, are the caller's.
 */
export interface LetterReader {
  /** The chunk that is taken from next. */
  begin(chunk: Uint8Array): void;
  /**
   * Takes the chunk's bytes [from, to) up to the first foreign one; letters and codes go to `letters` and `codes` from `at`
   * on, where there is room for all of them. Returns their number.
   */
  take(from: number, to: number, letters: Uint8Array, codes: Uint8Array, at: number): number;
  /** Of the last `take`: where it ended, and the line ends and gaps that it met. */
  readonly end: number;
  readonly lines: number;
  readonly gaps: number;
}

const GAP = 5;
const SKIP = 6;
const FOREIGN = 7;
const KIND = byteTable((letter) => {
  if (letter in IUPAC_BITS || letter === "X") return BASE_CODES[letter.charCodeAt(0)];
  if (letter === "*" || letter === "-" || letter === ".") return GAP;
  return letter === " " || letter === "\t" || letter === "\r" || letter === "\n" ? SKIP : FOREIGN;
});

const NEWLINE = 10;
const N = 78;

/** Line ends and blanks. */
export function isBlank(byte: number): boolean {
  return KIND[byte] === SKIP;
}

/** A byte at a time: what faster readers are tested against. */
export class PlainLetterReader implements LetterReader {
  #chunk: Uint8Array = new Uint8Array(0);
  end = 0;
  lines = 0;
  gaps = 0;

  begin(chunk: Uint8Array): void {
    this.#chunk = chunk;
  }

  take(from: number, to: number, letters: Uint8Array, codes: Uint8Array, at: number): number {
    this.lines = 0;
    this.gaps = 0;
    let length = at;
    for (this.end = from; this.end < to; this.end++) {
      const byte = this.#chunk[this.end];
      const kind = KIND[byte];
      if (kind === FOREIGN) break;
      if (byte === NEWLINE) this.lines++;
      if (kind === SKIP) continue;
      if (kind === GAP) this.gaps++;
      letters[length] = kind === GAP ? N : byte;
      codes[length++] = kind === GAP ? UNKNOWN_BASE : kind;
    }
    return length - at;
  }
}
