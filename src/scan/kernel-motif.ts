import type { DistributionTables } from "../motif/score-distribution.ts";
import { SCORE_TOLERANCE } from "../motif/word-list.ts";
import type { Kernel } from "./kernel.ts";
import type { Strands } from "./plain.ts";
import type { Search } from "./search.ts";
import { chooseSieve } from "./sieve.ts";

/** What the kernel counts down from; a window is alive while something is left. */
const FULL = 255;

/** Widens the slack against rounding, in bits and relative to the best score. */
const SLACK_BITS = 1e-6;
const SLACK_SHARE = 1e-12;

/** A search in the kernel's terms: losses in the window's frame (flat, [4·base of the window + base code]) for two lanes. */
export interface KernelMotif {
  readonly search: Search;
  readonly lossesA: Float64Array;
  readonly lossesB: Float64Array;
  /** Bits that a hit may lose. */
  readonly slack: number;
  /** What the kernel looks p-values up in; left out where the caller finds them. */
  readonly tables: DistributionTables | undefined;
  /** Strand of each lane, 1 reverse. */
  readonly strandA: number;
  readonly strandB: number;
}

/** Undefined when no window can reach the search's lowest score. */
export function kernelMotif(search: Search, strands: Strands): KernelMotif | undefined {
  const { maxScore, scores } = search.matrix;
  const room = maxScore - search.scoreFloor;
  const rounding = SLACK_BITS + SLACK_SHARE * Math.abs(maxScore);
  if (room < -rounding) return undefined;
  const forward = columnLosses(scores);
  const reverse = forward.slice().reverse();
  return {
    search,
    lossesA: strands === "reverse" ? reverse : forward,
    lossesB: strands === "forward" ? forward : reverse,
    slack: room + rounding,
    // Whether a word matches, the kernel cannot tell.
    tables: search.matchWord ? undefined : search.distribution.tables,
    strandA: strands === "reverse" ? 1 : 0,
    strandB: strands === "forward" ? 0 : 1,
  };
}

/** How far each cell lies below the best one of its column. */
export function columnLosses(scores: Float64Array): Float64Array {
  const losses = new Float64Array(scores.length);
  for (let column = 0; column < scores.length; column += 4) {
    const best = Math.max(scores[column], scores[column + 1], scores[column + 2], scores[column + 3]);
    for (let cell = column; cell < column + 4; cell++) losses[cell] = best - scores[cell];
  }
  return losses;
}

/** Bytes that a motif takes in the kernel's memory at most; a multiple of 16. */
export function kernelMotifSize({ search, tables }: KernelMotif, { layout }: Kernel): number {
  const { width } = search.matrix;
  return layout.MOTIF_SIZE + 32 * (6 + ((width + 1) >> 1) + width) + 16 * Math.ceil(tableBytes(tables) / 16);
}

function tableBytes(tables: DistributionTables | undefined): number {
  if (tables === undefined) return 0;
  if ("scores" in tables) return 8 * (tables.scores.length + tables.p.length) + 4 * (tables.scores.length + 1);
  return 8 * tables.lossTail.length + 4 * tables.losses.length;
}

/** Writes a motif at `address` (a multiple of 16). Returns where its p-values lie now, if they come from tables. */
export function writeKernelMotif(motif: KernelMotif, kernel: Kernel, address: number): DistributionTables | undefined {
  const { layout, memory } = kernel;
  const { scores, width } = motif.search.matrix;
  const sieve = chooseSieve(motif.lossesA, motif.slack, motif.strandA !== motif.strandB);
  const steps = (width + 1) >> 1;
  const sieveTables = address + layout.MOTIF_SIZE;
  const tables = sieveTables + 32 * sieve.steps;
  const scoresAt = tables + 32 * steps;
  const view = new DataView(memory.buffer);
  const set = (field: number, value: number) => view.setInt32(address + field, value, true);
  set(layout.WIDTH, width);
  set(layout.STRIDE, motif.strandA === motif.strandB ? 32 : 16);
  set(layout.STRAND_A, motif.strandA);
  set(layout.STRAND_B, motif.strandB);
  view.setFloat64(address + layout.SCORE_FLOOR, motif.search.scoreFloor, true);
  set(layout.SCORES, scoresAt);
  set(layout.SIEVE_STEPS, sieve.steps);
  set(layout.SIEVE_START, sieve.start);
  set(layout.SIEVE_TABLES, sieveTables);
  set(layout.STEPS, steps);
  set(layout.TABLES, tables);
  writeTables(motif, sieve.start, new Uint8Array(memory.buffer, sieveTables, 32 * sieve.steps));
  writeTables(motif, 0, new Uint8Array(memory.buffer, tables, 32 * steps));
  for (let i = 0; i < 32; i++) view.setUint8(sieveTables + i, FULL - view.getUint8(sieveTables + i));
  new Float64Array(memory.buffer, scoresAt, scores.length).set(scores);
  return writePValues(motif, kernel, address, scoresAt + 8 * scores.length);
}

/** Where the kernel finds p-values: in tables at `at`, or nowhere. */
function writePValues(motif: KernelMotif, kernel: Kernel, address: number, at: number): DistributionTables | undefined {
  const { layout, memory } = kernel;
  const { distribution, pLimit } = motif.search;
  const view = new DataView(memory.buffer);
  view.setFloat64(address + layout.P_LIMIT, pLimit, true);
  const { tables } = motif;
  if (tables === undefined) return undefined;
  const set = (field: number, value: number) => view.setUint32(address + field, value, true);
  const setFloat = (field: number, value: number) => view.setFloat64(address + field, value, true);
  if ("scores" in tables) {
    const { scores } = tables;
    const count = scores.length;
    set(layout.P_SOURCE, layout.BY_WORDS);
    set(layout.P_COUNT, count);
    setFloat(layout.TOLERANCE, SCORE_TOLERANCE);
    setFloat(layout.PER_BIT, count / (scores[0] - scores[count - 1] + 1));
    set(layout.WORDS, at);
    set(layout.P_VALUES, at + 8 * count);
    set(layout.PLACES, at + 16 * count);
    const placed = { scores: copied(scores, memory, at), p: copied(tables.p, memory, at + 8 * count) };
    kernel.makePlaces(address);
    return placed;
  }
  const { lossTail, losses, askTo, askWithin } = tables;
  set(layout.P_SOURCE, layout.BY_LOSSES);
  set(layout.P_COUNT, lossTail.length);
  set(layout.P_VALUES, at);
  set(layout.LOSSES, at + 8 * lossTail.length);
  setFloat(layout.ASK_TO, askTo);
  setFloat(layout.ASK_AROUND, distribution.limit);
  setFloat(layout.ASK_WITHIN, askWithin);
  new Int32Array(memory.buffer, at + 8 * lossTail.length, losses.length).set(losses);
  return { lossTail: copied(lossTail, memory, at), losses, askTo, askWithin };
}

function copied(values: Float64Array, { buffer }: WebAssembly.Memory, at: number): Float64Array {
  const copy = new Float64Array(buffer, at, values.length);
  copy.set(values);
  return copy;
}

/** Loss tables of 16 bytes, lanes A and B by turns, for the dinucleotides from base `start` on. */
function writeTables({ lossesA, lossesB, slack }: KernelMotif, start: number, tables: Uint8Array): void {
  const unit = (FULL - 1) / slack;
  for (let at = 0; at < tables.length; at += 32) {
    const base = 4 * (start + at / 16);
    writeTable(lossesA, base, unit, tables, at);
    writeTable(lossesB, base, unit, tables, at + 16);
  }
}

/**
 * The losses of 16 dinucleotides in bytes, `unit` a bit, from `cell` of the losses on. Rounded down: losses that add up to no
 * more than the slack never add up to 255. Bases beyond the motif lose nothing.
 */
export function writeTable(losses: Float64Array, cell: number, unit: number, tables: Uint8Array, at: number): void {
  for (let first = 0; first < 4; first++) {
    for (let second = 0; second < 4; second++) {
      const loss = losses[cell + first] + (cell + 4 < losses.length ? losses[cell + 4 + second] : 0);
      tables[at + 4 * first + second] = Math.min(FULL, Math.floor(loss * unit));
    }
  }
}
