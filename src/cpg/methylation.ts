import type { Interval } from "../sequence/interval.ts";
import { cpgPositions } from "./statistics.ts";

/**
 * Methylation of one record: a state beside the sequence, which it never changes. A CpG is its own reverse complement;
 * its level is the mean of both strands.
 */
export interface Methylation {
  /** 0-based position of the C of each CpG, ascending. */
  readonly positions: Uint32Array;
  /** Methylated share of each, 0..1. */
  readonly levels: Float32Array;
}

/** Every CpG at level 0. */
export function unmethylated(codes: Uint8Array): Methylation {
  const positions = cpgPositions(codes);
  return { positions, levels: new Float32Array(positions.length) };
}

/** Every CpG at level 1. */
export function fullyMethylated(codes: Uint8Array): Methylation {
  const state = unmethylated(codes);
  state.levels.fill(1);
  return state;
}

/** CpGs inside the islands at level 1, all others at 0: what silences a promoter with an island in tumours. */
export function islandsMethylated(codes: Uint8Array, islands: readonly Interval[]): Methylation {
  const state = unmethylated(codes);
  for (const { start, end } of islands) state.levels.fill(1, ...cpgRange(state, start, end));
  return state;
}

/** Indices [first, last) of the CpGs whose C and G both lie in [start, end). */
export function cpgRange(
  { positions }: Pick<Methylation, "positions">,
  start: number,
  end: number,
): [first: number, last: number] {
  const first = firstAtLeast(positions, start);
  return [first, Math.max(first, firstAtLeast(positions, end - 1))];
}

/** Mean level of the CpGs in [start, end); NaN where there is none (the mean of nothing is not 0). */
export function meanLevel(state: Methylation, start: number, end: number): number {
  const [first, last] = cpgRange(state, start, end);
  return sumOfLevels(state, first, last) / (last - first);
}

/** Density of methylated CpGs in [start, end), the x of exp(−k·x); an empty region has 0. */
export function methylatedCpgsPer100Bp(state: Methylation, start: number, end: number): number {
  if (end <= start) return 0;
  const [first, last] = cpgRange(state, start, end);
  return (100 * sumOfLevels(state, first, last)) / (end - start);
}

function sumOfLevels({ levels }: Methylation, first: number, last: number): number {
  let sum = 0;
  for (let i = first; i < last; i++) sum += levels[i];
  return sum;
}

/** Index of the first position at or above `position`, by bisection. */
function firstAtLeast(positions: Uint32Array, position: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle] < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
