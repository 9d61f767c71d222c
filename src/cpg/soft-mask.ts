import { BASE_CODES, UNKNOWN_BASE } from "../sequence/alphabet.ts";

const LOWER_A = 97;

/**
 * Base codes in which lower-case letters (repeats, as RepeatMasker and Tandem Repeats Finder mark them) are unknown.
 * They keep their place. UCSC's table cpgIslandExt is made from sequence masked like this. `codes` is filled, as long as the
 * letters are.
 */
export function codesSoftMasked(letters: Uint8Array, codes = new Uint8Array(letters.length)): Uint8Array {
  for (let i = 0; i < letters.length; i++) {
    codes[i] = letters[i] >= LOWER_A ? UNKNOWN_BASE : BASE_CODES[letters[i]];
  }
  return codes;
}
