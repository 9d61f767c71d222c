import { UNKNOWN_BASE } from "../sequence/alphabet.ts";

/** Letters of a word: a table of doubles for all of them (8 kB) stays in the fastest cache. */
export const WORD = 5;
/** Number of the words that hold an unknown letter. */
const UNKNOWN_WORD = 4 ** WORD;
const WORD_MASK = UNKNOWN_WORD - 1;

/**
 * words[i] = number of the word of {@link WORD} letters that starts at i (first letter highest), one number for all that
 * hold an unknown letter or leave `codes`. Looking up words instead of letters makes a matrix five times as fast.
 */
export function fillWords(codes: Uint8Array, words: Uint16Array): void {
  if (codes.indexOf(UNKNOWN_BASE) < 0) fillKnownWords(codes, words);
  else fillWordsCarefully(codes, words);
  words.fill(UNKNOWN_WORD, Math.max(0, codes.length - WORD + 1), codes.length);
}

function fillKnownWords(codes: Uint8Array, words: Uint16Array): void {
  let word = 0;
  for (let i = 0; i < Math.min(WORD - 1, codes.length); i++) word = (word << 2) | codes[i];
  for (let i = WORD - 1; i < codes.length; i++) {
    word = ((word << 2) | codes[i]) & WORD_MASK;
    words[i - WORD + 1] = word;
  }
}

function fillWordsCarefully(codes: Uint8Array, words: Uint16Array): void {
  let word = 0;
  let known = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    known = code === UNKNOWN_BASE ? 0 : known + 1;
    word = ((word << 2) | (code & 3)) & WORD_MASK;
    if (i >= WORD - 1) words[i - WORD + 1] = known >= WORD ? word : UNKNOWN_WORD;
  }
}

/** A matrix cut into words: what the letters of each add up to (or multiply to), by the word's number. */
export interface WordTables {
  readonly width: number;
  /** Where each word starts in the matrix; the last one may overlap the one before, whose letters then count there alone. */
  readonly offsets: readonly number[];
  readonly tables: readonly Float64Array[];
}

/**
 * Tables of a matrix that is at least a word wide. `value(position, code)` are its cells; words are joined by `combine`,
 * which has the neutral element `neutral`; words with an unknown letter count as `unknown`.
 */
export function wordTables(
  width: number,
  value: (position: number, code: number) => number,
  { combine, neutral, unknown }: WordAlgebra,
): WordTables {
  const offsets = Array.from({ length: Math.ceil(width / WORD) }, (_, i) => Math.min(i * WORD, width - WORD));
  const tables = offsets.map((offset, i) => {
    const table = new Float64Array(UNKNOWN_WORD + 1).fill(neutral);
    for (let position = i * WORD; position < offset + WORD; position++) {
      const letters = Float64Array.from({ length: 4 }, (_, code) => value(position, code));
      const shift = 2 * (WORD - 1 - (position - offset));
      for (let word = 0; word < UNKNOWN_WORD; word++) table[word] = combine(table[word], letters[(word >> shift) & 3]);
    }
    table[UNKNOWN_WORD] = unknown;
    return table;
  });
  return { width, offsets, tables };
}

interface WordAlgebra {
  readonly combine: (a: number, b: number) => number;
  readonly neutral: number;
  readonly unknown: number;
}

export const SUMS: WordAlgebra = { combine: (a, b) => a + b, neutral: 0, unknown: Number.NEGATIVE_INFINITY };
