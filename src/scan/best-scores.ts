import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Interval } from "../sequence/interval.ts";
import { knownRuns, type Strands, scanPlain } from "./plain.ts";
import type { Search } from "./search.ts";

/** What is kept of a sequence: a number and a mark for each motif, whatever its length. */
export interface BestScores {
  /** Score of the best window by motif (bits, rounded to single precision); −Infinity where no window fits. */
  readonly best: Float32Array;
  /** 1 by motif where the sequence holds at least one hit, as scanPlain finds them. */
  readonly hasHit: Uint8Array;
}

/** Columns that one look-up adds: 2.6 times as fast as one by one, and the tables of 1,000 motifs stay at 5 MB. */
const STEP = 3;
const WORDS = 4 ** STEP;
/** Sums of three differ from sums of one in their last bits; what is this near to the floor goes to the scanner. */
const ROUNDING_BITS = 1e-6;

/**
 * Ready to find the best window of every motif in sequences, over the strands asked for, and whether there is a hit.
 * Scores equal the scanner's to single precision.
 */
export function bestScorer(searches: readonly Search[], strands: Strands): (codes: Uint8Array) => BestScores {
  const tables = searches.map(({ matrix }) => stepTables(matrix.scores, strands));
  return (codes) => {
    const runs = knownRuns(codes);
    const words = wordCodes(codes);
    const best = new Float32Array(searches.length);
    const hasHit = new Uint8Array(searches.length);
    for (let motif = 0; motif < searches.length; motif++) {
      const search = searches[motif];
      const highest = bestWindow(words, runs, search.matrix.width, tables[motif]);
      best[motif] = highest;
      // Few sequences come this far, and only the scanner knows what else makes a hit.
      const near = highest >= search.scoreFloor - ROUNDING_BITS;
      if (near && scanPlain(codes, [search], strands).length > 0) hasHit[motif] = 1;
    }
    return { best, hasHit };
  };
}

/** Number of the word of STEP bases that starts at each position, the first base counting most; unknown bases as A. */
function wordCodes(codes: Uint8Array): Uint8Array {
  const words = new Uint8Array(codes.length);
  let word = 0;
  for (let i = codes.length + STEP - 2; i >= 0; i--) {
    const code = i < codes.length && codes[i] < UNKNOWN_BASE ? codes[i] : 0;
    word = (word >> 2) + code * (WORDS / 4);
    if (i < codes.length) words[i] = word;
  }
  return words;
}

/**
 * What the words at each step add to the score, [2·(WORDS·step + word) + strand], forward and reverse side by side. Columns
 * behind the last one add nothing. A strand that is not asked for can never be the best.
 */
function stepTables(scores: Float64Array, strands: Strands): Float64Array {
  const width = scores.length / 4;
  const steps = Math.ceil(width / STEP);
  const tables = new Float64Array(2 * WORDS * steps);
  for (let at = 0; at < WORDS * steps; at++) {
    const first = Math.floor(at / WORDS) * STEP;
    for (let i = 0; i < STEP && first + i < width; i++) {
      const base = (at >> (2 * (STEP - 1 - i))) & 3;
      tables[2 * at] += scores[4 * (first + i) + base];
      tables[2 * at + 1] += scores[4 * (width - 1 - first - i) + 3 - base];
    }
    if (at < WORDS && strands === "reverse") tables[2 * at] = Number.NEGATIVE_INFINITY;
    if (at < WORDS && strands === "forward") tables[2 * at + 1] = Number.NEGATIVE_INFINITY;
  }
  return tables;
}

function bestWindow(words: Uint8Array, runs: readonly Interval[], width: number, tables: Float64Array): number {
  const cells = tables.length;
  let best = Number.NEGATIVE_INFINITY;
  for (const run of runs) {
    const last = run.end - width;
    for (let start = run.start; start <= last; start++) {
      let forward = 0;
      let reverse = 0;
      for (let table = 0, at = start; table < cells; table += 2 * WORDS, at += STEP) {
        const cell = table + 2 * words[at];
        forward += tables[cell];
        reverse += tables[cell + 1];
      }
      if (forward > best) best = forward;
      if (reverse > best) best = reverse;
    }
  }
  return best;
}
