import { makeRoom } from "../../motif/assembly/memory";

/*
 * Memory of the cluster search, in bytes; the caller writes base codes, widths and probabilities. The promoter scan works
 * in the same places: no call of one rests on what the other left, but for the tables of words behind all else.
 */

/** Bases that are worked through together: their sums stay in the cache. */
export const BLOCK: i32 = 2048;
/** What fits: columns of a matrix, different widths, bases of local background on either side. */
export const MOST_COLUMNS: i32 = 256;
export const MOST_WIDTHS: i32 = 64;
export const MOST_RANGE: i32 = 4096;

/** Windows of a block, and those before it that its sites may have started with. */
export const STRIDE: i32 = BLOCK + MOST_COLUMNS + 2;

/** A base code each, a byte. */
export const CODES: i32 = 1024;
/** Different widths of the matrices, ascending, i32. */
export const WIDTHS: i32 = CODES + BLOCK + 2 * MOST_COLUMNS + 2 * MOST_RANGE;
/** Probabilities of one matrix and of its reverse complement, f64, five a column: A C G T and 0 for any other letter. */
export const FORWARD: i32 = WIDTHS + 4 * MOST_WIDTHS;
export const REVERSE: i32 = FORWARD + 40 * MOST_COLUMNS;
/** Where the word of each base stands in a table, u16. */
export const WORDS: i32 = REVERSE + 40 * MOST_COLUMNS;
/** Local background of each base, f64. */
export const SHARES: i32 = WORDS + 2 * (STRIDE + MOST_COLUMNS + 6);
/** Likelihoods after each base of a block and of as many before it as the longest matrix has columns, f64. */
export const LIKELIHOODS: i32 = SHARES + 8 * STRIDE;
/** Six f64 each, see forward-pass.ts; at most two a base. */
export const EVENTS: i32 = LIKELIHOODS + 8 * STRIDE;
/** What sites add that end with each of the next bases, f64. */
export const SITES: i32 = EVENTS + 96 * BLOCK;
/** [width][window], f64. Before the first row lie zeros, as they do behind each: no window starts before the record. */
export const SUMS: i32 = SITES + 16 * (MOST_COLUMNS + 2);
/** Tables of words, one pair of matrices behind the other. */
export const TABLES: i32 = SUMS + 8 * STRIDE * MOST_WIDTHS;

export { makeRoom };
