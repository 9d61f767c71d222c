/** Base codes: A 0, C 1, G 2, T (or U) 3, anything else 4. Letters are ASCII bytes. */
export const UNKNOWN_BASE = 4;

/** A base's letter by its code. */
export const BASES = "ACGT";

/** IUPAC nucleotide codes (NC-IUB 1985) as bit sets: A 1, C 2, G 4, T 8. */
export const IUPAC_BITS: Readonly<Record<string, number>> = {
  A: 1,
  C: 2,
  G: 4,
  T: 8,
  U: 8,
  R: 5,
  Y: 10,
  S: 6,
  W: 9,
  K: 12,
  M: 3,
  B: 14,
  D: 13,
  H: 11,
  V: 7,
  N: 15,
};

/** ASCII letter → base code. */
export const BASE_CODES: Readonly<Uint8Array> = byteTable((letter) => {
  const code = BASES.indexOf(letter === "U" ? "T" : letter);
  return code < 0 ? UNKNOWN_BASE : code;
});

/** ASCII letter → the letter of the opposite strand, case kept; other bytes are left as they are. */
export const COMPLEMENTS: Readonly<Uint8Array> = complementTable();

/** Letters → base codes, into `codes` (same length). */
export function encode(letters: Uint8Array, codes = new Uint8Array(letters.length)): Uint8Array {
  for (let i = 0; i < letters.length; i++) codes[i] = BASE_CODES[letters[i]];
  return codes;
}

/** Base codes of a text, for words and tests. */
export function encodeText(text: string): Uint8Array {
  return encode(new TextEncoder().encode(text));
}

/** The letters [start, end) as text; for the reverse strand reversed and complemented, letter case kept. */
export function lettersText(letters: Uint8Array, start: number, end: number, reverse = false): string {
  const out = new Array<number>(end - start);
  for (let i = start; i < end; i++) out[i - start] = reverse ? COMPLEMENTS[letters[end - 1 - (i - start)]] : letters[i];
  return String.fromCharCode(...out);
}

/** Base codes of the opposite strand, 5' to 3'. */
export function reverseComplement(codes: Uint8Array): Uint8Array {
  const out = new Uint8Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[codes.length - 1 - i];
    out[i] = code < UNKNOWN_BASE ? 3 - code : UNKNOWN_BASE;
  }
  return out;
}

/** A table over all bytes, filled by upper-case letter. */
export function byteTable(value: (letter: string) => number): Uint8Array {
  const table = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) table[byte] = value(String.fromCharCode(byte).toUpperCase());
  return table;
}

function complementTable(): Uint8Array {
  const table = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const from = "ACGTURYSWKMBDHVN";
  const to = "TGCAAYRSWMKVHDBN";
  for (let i = 0; i < from.length; i++) {
    table[from.charCodeAt(i)] = to.charCodeAt(i);
    table[from.toLowerCase().charCodeAt(i)] = to.toLowerCase().charCodeAt(i);
  }
  return table;
}
