/**
 * Where things lie in a thread's part of the memory (bytes from its beginning), for one block of sequence at a time, and the
 * fields of a motif. Exported by the kernel as globals, so that the caller has no second copy of these numbers. Threads share
 * one memory: the motifs and their tables lie behind the first thread's part.
 */

/** Where this thread's part begins; set by the caller. */
export let base: usize = 0;

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
/** Hits: f64 score, f64 p-value (NaN: the caller must find it), i32 position in the block, i32 strand (1: reverse). */
export const HITS: i32 = SURVIVORS + BLOCK / 16 / 8;
export const HIT_SIZE: i32 = 24;
/** Bytes of a thread's part. */
export const PART: i32 = HITS + HIT_SIZE * 2 * BLOCK;

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
/** Where p-values come from: words by their scores, losses in whole steps, or (0) the caller. */
export const P_SOURCE: i32 = 48;
export const BY_WORDS: i32 = 1;
export const BY_LOSSES: i32 = 2;
/** Entries of the p-values, and their address: f64. */
export const P_COUNT: i32 = 52;
export const P_VALUES: i32 = 56;
/** Words: address of their scores, f64, descending; of the places, u32 and one more than there are words. */
export const WORDS: i32 = 60;
export const PLACES: i32 = 64;
/** Losses: address of a motif's cells in steps, i32 [4·position + base]. */
export const LOSSES: i32 = 68;
/** f64: the largest p-value of a hit. */
export const P_LIMIT: i32 = 72;
/** f64, words: scores nearer than this are one; stretches of the scale a bit. */
export const TOLERANCE: i32 = 80;
export const PER_BIT: i32 = 88;
/** f64, losses: p-values up to this one, and those no farther from another than so much, are the caller's. */
export const ASK_TO: i32 = 80;
export const ASK_AROUND: i32 = 88;
export const ASK_WITHIN: i32 = 96;
/** Bytes of these fields. */
export const MOTIF_SIZE: i32 = 112;
