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

/** Sequences of one length as the first layer reads them: one byte a position and strand. */
export interface EncodedSequences {
  readonly records: number;
  /** Positions of a row, padding included. */
  readonly rowLength: number;
  /** Row after row: each position's letter with the two behind it. One array a strand. */
  readonly strands: readonly Uint8Array[];
  /** {@link KNOWN_TRIPLES} when there is nothing but known bases. */
  readonly triples: number;
}

/** Encodes records (base codes, all of `length`) with `padding` positions of nothing at both ends, on one or both strands. */
export function encodeSequences(
  records: readonly Uint8Array[],
  length: number,
  padding: number,
  bothStrands: boolean,
): EncodedSequences {
  const rowLength = length + 2 * padding;
  const forward = encodeStrand(records, rowLength, padding);
  const strands = bothStrands ? [forward, encodeStrand(records.map(reverseComplement), rowLength, padding)] : [forward];
  const known = strands.every((strand) => strand.every((triple) => triple < KNOWN_TRIPLES));
  return { records: records.length, rowLength, strands, triples: known ? KNOWN_TRIPLES : ALL_TRIPLES };
}

function encodeStrand(records: readonly Uint8Array[], rowLength: number, padding: number): Uint8Array {
  const out = new Uint8Array(records.length * rowLength);
  const letters = new Uint8Array(rowLength + 2);
  records.forEach((codes, record) => {
    letters.fill(PADDING, 0, rowLength);
    for (let i = 0; i < codes.length; i++) letters[padding + i] = Math.min(codes[i], UNKNOWN_BASE);
    // What lies behind the end meets no weight; base 0 there keeps rows of known bases among the known triples.
    const row = record * rowLength;
    for (let i = 0; i < rowLength; i++) out[row + i] = TRIPLE_OF[36 * letters[i] + 6 * letters[i + 1] + letters[i + 2]];
  });
  return out;
}
