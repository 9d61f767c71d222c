/**
 * The FASTA reader's inner loop: sequence lines in, letters and base codes out. 16 bytes are looked at in one step and
 * stored before it is known how many of them are letters; the next step overwrites the others.
 */

/** Bytes that are taken at a time. */
export const WINDOW: i32 = 65536;
/** Where they lie, where the letters go, and where their codes go. A step may reach 16 bytes beyond. */
export const BYTES: i32 = 1024;
export const LETTERS: i32 = BYTES + WINDOW + 64;
export const CODES: i32 = LETTERS + WINDOW + 64;

/** Of the last `take`: where among the bytes it ended, and how many line ends and gap letters it met. */
export let end: i32 = 0;
export let lines: i32 = 0;
export let gaps: i32 = 0;

/** Codes of @ A B … O and of P Q … DEL; −1 is no nucleotide code. Indexed by the low four bits, the same for lower case. */
const CODES_A_TO_O = i8x16(-1, 0, 4, 1, 4, -1, -1, 2, 4, -1, -1, 4, -1, 4, 4, -1);
const CODES_P_TO_Z = i8x16(-1, -1, 4, 4, 3, 3, 4, 4, 4, 4, -1, -1, -1, -1, -1, -1);

const LOW_BITS = i8x16.splat(0x0f);
const UPPER_HALF = i8x16.splat(0x10);
const BLOCK_BITS = i8x16.splat(<i8>0xc0);
const LETTER_BLOCK = i8x16.splat(0x40);

const NEWLINE: u8 = 10;
const N: u8 = 78;
const UNKNOWN_BASE: u8 = 4;

/** Takes the bytes from `from` to `to` up to the first that is foreign to sequence lines; returns the number of letters. */
export function take(from: i32, to: i32): i32 {
  let at: usize = BYTES + from;
  const stop: usize = BYTES + to;
  let out: usize = 0;
  lines = 0;
  gaps = 0;
  while (at < stop) {
    const letters = storeStep(at, out);
    if (at + letters >= stop) {
      out += stop - at;
      at = stop;
      break;
    }
    at += letters;
    out += letters;
    if (letters === 16) continue;
    const kind = kindOf(load<u8>(at));
    if (kind === FOREIGN) break;
    at++;
    if (kind === GAP) {
      store<u8>(LETTERS + out, N);
      store<u8>(CODES + out, UNKNOWN_BASE);
      out++;
      gaps++;
    }
  }
  end = <i32>(at - BYTES);
  return <i32>out;
}

/** Stores 16 letters and their codes; returns how many of them are letters, up to the first that is none. */
@inline
function storeStep(at: usize, out: usize): usize {
  const bytes = v128.load(at);
  const low = v128.and(bytes, LOW_BITS);
  const isUpper = i8x16.eq(v128.and(bytes, UPPER_HALF), UPPER_HALF);
  const codes = v128.bitselect(i8x16.swizzle(CODES_P_TO_Z, low), i8x16.swizzle(CODES_A_TO_O, low), isUpper);
  const isOutside = i8x16.ne(v128.and(bytes, BLOCK_BITS), LETTER_BLOCK);
  v128.store(LETTERS + out, bytes);
  v128.store(CODES + out, codes);
  return ctz(i8x16.bitmask(v128.or(codes, isOutside)) | 0x10000);
}

const SKIP: i32 = 0;
const GAP: i32 = 1;
const FOREIGN: i32 = 2;

@inline
function kindOf(byte: u8): i32 {
  if (byte === NEWLINE) {
    lines++;
    return SKIP;
  }
  // CR, tab, blank; then * - .
  if (byte === 13 || byte === 9 || byte === 32) return SKIP;
  return byte === 42 || byte === 45 || byte === 46 ? GAP : FOREIGN;
}
