/**
 * Where things lie in the kernel's memory (byte addresses), for one block of sequence at a time, and the fields of a
 * motif. Exported by the kernel as globals, so that the caller has no second copy of these numbers.
 */

/** Windows that one block may own. A multiple of 64 groups of 32. */
export const BLOCK: i32 = 32768;
/** Bases that may follow them: windows belong to the block where they start. The widest motif is one wider. */
export const OVERLAP: i32 = 255;

/** A block, its overlap and what a 16-byte load may reach beyond. */
const CAPACITY: i32 = BLOCK + 512;

/** Base codes as they come, 0–3; anything above breaks the sequence. */
export const CODES: i32 = 1024;
/** One byte a known base, 4·base + next base; unknown bases are left out. */
export const PAIRS: i32 = CODES + CAPACITY;
/** Runs of known bases, 8 bytes each: i32 end among the pairs, i32 what to add to get the position in the block. */
export const RUNS: i32 = PAIRS + CAPACITY;
/** What the sieve let through, a bit for each group of windows. */
export const SURVIVORS: i32 = RUNS + 8 * (CAPACITY / 2 + 2);
/** Hits, 16 bytes each: f64 score, i32 position in the block, i32 strand (1: reverse). */
export const HITS: i32 = SURVIVORS + BLOCK / 16 / 8;
/** First address that the caller may use for motifs. */
export const MOTIFS: i32 = HITS + 16 * 2 * BLOCK;

/*
 * Offsets in a motif. Two lanes go abreast: the two strands of 16 windows, or one strand of 32 windows, of which lane B
 * holds the second 16.
 */
export const WIDTH: i32 = 0;
/** Windows that two lanes cover together, 16 or 32. */
export const STRIDE: i32 = 4;
/** Strand of each lane, 1 for reverse. */
export const STRAND_A: i32 = 8;
export const STRAND_B: i32 = 12;
/** f64: the lowest score of a hit. */
export const SCORE_FLOOR: i32 = 16;
/** Address of the scores, f64 [4·position + base]. */
export const SCORES: i32 = 24;
/** The sieve: dinucleotide steps (1–6), first base, address of the loss tables (16 bytes, lanes A and B by turns). */
export const SIEVE_STEPS: i32 = 28;
export const SIEVE_START: i32 = 32;
export const SIEVE_TABLES: i32 = 36;
/** The same for all columns, from base 0. */
export const STEPS: i32 = 40;
export const TABLES: i32 = 44;
/** Bytes of these fields. */
export const MOTIF_SIZE: i32 = 48;
