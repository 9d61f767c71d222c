/**
 * The scanner's inner loops (AssemblyScript). One block of bases at a time: `load` turns base codes into dinucleotide
 * codes, `scan` finds one motif's hits among them. Three stages, each on what the one before left over:
 *
 * 1. `sieve`: groups of 16 windows, a few dinucleotide columns each, chosen for what they rule out;
 * 2. `rescore`: all columns of the surviving groups, in saturating bytes;
 * 3. `exactScore`: the surviving windows in double precision, added in motif order.
 *
 * Scores are kept as loss against the best score, scaled so that 255 is used up just below the threshold: stages 1 and
 * 2 never lose a hit, stage 3 decides.
 */

/** Windows that a block owns (those that start in it), and what may follow them: a block overlaps the next by this. */
export const BLOCK: i32 = 32768;
export const OVERLAP: i32 = 512;

const CAPACITY: i32 = BLOCK + OVERLAP + 64;

/** Base codes as they come: 0–3, anything above breaks the sequence. */
export const CODES: i32 = 1024;
/** 4·base + next base of the known bases, unknown ones left out. */
const PAIRS: i32 = CODES + CAPACITY;
/** Runs of known bases: i32 end among the pairs, i32 what to add for the position in the block. */
const RUNS: i32 = PAIRS + CAPACITY;
/** Groups that the sieve let through: i32 addresses. */
const SURVIVORS: i32 = RUNS + 8 * (CAPACITY / 2 + 1);
/** Hits: f64 score, i32 position in the block, i32 strand (1 reverse). */
export const HITS: i32 = SURVIVORS + 4 * (BLOCK / 16 + 4);
/** First byte that the caller may use for motifs. */
export const MOTIFS: i32 = HITS + 16 * 2 * (BLOCK + 32);

/** A motif, at a multiple of 16; offsets in bytes. Two lanes of windows (strands, or neighbouring groups) go abreast. */
export const WIDTH: i32 = 0;
/** Dinucleotide columns of the sieve (1–6) and of the whole motif. */
export const SIEVE_STEPS: i32 = 4;
export const STEPS: i32 = 8;
/** Windows from one group to the next: 16, or 32 when the second lane holds the windows 16 further on. */
export const STRIDE: i32 = 12;
/** Distance of the second lane's windows from the first's: 0 or 16. */
export const SHIFT: i32 = 16;
/** Strand of each lane's windows, 1 reverse. */
export const STRAND_A: i32 = 20;
export const STRAND_B: i32 = 24;
/** f64: the lowest score of a hit. */
export const SCORE_FLOOR: i32 = 32;
/** i32 addresses of the lanes' score matrices, f64 [4·position + base], positions along the forward strand. */
export const MATRIX_A: i32 = 40;
export const MATRIX_B: i32 = 44;
/** i32 offsets of the sieve's columns from the window's start, lane A and B by turns. */
export const SIEVE_OFFSETS: i32 = 48;
/** 16-byte loss tables of the sieve, A and B by turns, then of all columns, A and B by turns. */
export const TABLES: i32 = 96;

const FULL = i8x16.splat(-1);

let owned: i32 = 0;

@inline
function lookUp(table: v128, pairs: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i8x16.relaxed_swizzle(table, pairs);
  return i8x16.swizzle(table, pairs);
}

/** Takes `length` codes of which windows may start at the first `own`; returns the number of known bases among those. */
export function load(length: i32, own: i32): i32 {
  return 0;
}

@inline
function sieveSteps(steps: i32, motif: usize, end: usize): usize {
  const stride = load<usize>(motif, STRIDE);
  const tables = motif + TABLES;
  return 0;
}
