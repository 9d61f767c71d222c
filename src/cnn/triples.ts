import { reverseComplement, UNKNOWN_BASE } from "../sequence/alphabet.ts";

/** Letters of the fast engine: base codes, {@link UNKNOWN_BASE}, and nothing (padding). */
const PADDING = 5;
const LETTERS = 6;
/** Triples of known bases come first, in their order: 16·a + 4·b + c. */
export const KNOWN_TRIPLES = 64;
export const ALL_TRIPLES = LETTERS * LETTERS * LETTERS;

/** Number of each triple, by 36·a + 6·b + c. */
const TRIPLE_OF = new Uint8Array(ALL_TRIPLES);
/** The three letters of each triple. */
export const TRIPLE_LETTERS = new Uint8Array(3 * ALL_TRIPLES);

{
  let next = KNOWN_TRIPLES;
  for (let code = 0; code < ALL_TRIPLES; code++) {
    const letters = [Math.floor(code / 36), Math.floor(code / 6) % 6, code % 6];
    const [a, b, c] = letters;
    const triple = letters.every((letter) => letter < UNKNOWN_BASE) ? 16 * a + 4 * b + c : next++;
    TRIPLE_OF[code] = triple;
    TRIPLE_LETTERS.set(letters, 3 * triple);
  }
}

/** Sequences as the first layer reads them: a row each, on one or both strands, made when it is asked for. */
export interface EncodedSequences {
  /** Base codes, a byte each: all that is kept. None is longer than a row without its padding. */
  readonly records: readonly Uint8Array[];
  /** Positions of nothing at both ends of a row. */
  readonly padding: number;
  /** Positions of a row, padding included. */
  readonly rowLength: number;
  readonly strands: 1 | 2;
  /** {@link KNOWN_TRIPLES} when there is nothing but known bases. */
  readonly triples: number;
}

/** Records (base codes, up to `length`) with `padding` positions of nothing at both ends, on one or both strands. */
export function encodeSequences(
  records: readonly Uint8Array[],
  length: number,
  padding: number,
  bothStrands: boolean,
): EncodedSequences {
  const known = padding === 0 && records.every((codes) => codes.length === length && isKnown(codes));
  return {
    records,
    padding,
    rowLength: length + 2 * padding,
    strands: bothStrands ? 2 : 1,
    triples: known ? KNOWN_TRIPLES : ALL_TRIPLES,
  };
}

function isKnown(codes: Uint8Array): boolean {
  return codes.every((code) => code < UNKNOWN_BASE);
}

/** The row of a record in out[at …]: each position's letter with the two behind it, a byte each. */
export function writeRow(data: EncodedSequences, record: number, reverse: boolean, out: Uint8Array, at: number): void {
  const codes = reverse ? reverseComplement(data.records[record]) : data.records[record];
  if (data.triples === KNOWN_TRIPLES) writeKnown(codes, out, at);
  else writeLetters(codes, data, out, at);
}

/** What lies behind the end meets no weight; base 0 there keeps rows of known bases among the known triples. */
function writeKnown(codes: Uint8Array, out: Uint8Array, at: number): void {
  const last = codes.length - 1;
  let triple = (codes[0] << 2) | (last > 0 ? codes[1] : 0);
  for (let i = 0; i <= last; i++) {
    triple = ((triple << 2) & (KNOWN_TRIPLES - 1)) | (i + 2 <= last ? codes[i + 2] : 0);
    out[at + i] = triple;
  }
}

function writeLetters(codes: Uint8Array, { padding, rowLength }: EncodedSequences, out: Uint8Array, at: number): void {
  const letter = (i: number) => {
    if (i >= rowLength) return 0;
    const place = i - padding;
    return place >= 0 && place < codes.length ? Math.min(codes[place], UNKNOWN_BASE) : PADDING;
  };
  let triple = 6 * letter(0) + letter(1);
  for (let i = 0; i < rowLength; i++) {
    triple = 6 * (triple % 36) + letter(i + 2);
    out[at + i] = TRIPLE_OF[triple];
  }
}
