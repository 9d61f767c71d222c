import type { StrandMatrix } from "./cluster-windows.ts";
import { fillWords, PRODUCTS, WORD, type WordTables, wordTables } from "./word-tables.ts";

/** Rows of a letter in a strand matrix. */
const LETTERS = 5;

/** A record shorter than this is done with sooner letter by letter than tables are made. */
const SHORT = 4096;

/** Both strands of one motif, by words. */
interface Pair {
  readonly share: number;
  readonly forward: WordTables;
  readonly reverse: WordTables;
}

/** Tables by the probabilities that they are made from: motifs come back with every record. */
const known = new WeakMap<Float64Array, WordTables>();

/** The likelihoods of windows under a set of motifs, many windows at a time. */
export class WindowProducts {
  /** Distinct widths of the matrices, ascending. */
  readonly widths: readonly number[];
  /**
   * [stride · width index + start − from] after {@link fill}: Σ over the matrices of that width of share · Π p; 0 beyond
   * the sequence.
   */
  readonly sums: Float64Array;
  /** Windows that there is room for. */
  readonly stride: number;
  readonly #words: Uint16Array;
  /** By width. */
  readonly #pairs: readonly (readonly Pair[])[];
  /** Those that are left to the letters. */
  readonly #single: readonly (readonly StrandMatrix[])[];
  readonly #longest: number;

  /** `size`: most windows of one call; `length`: of the whole sequence. */
  constructor(matrices: readonly StrandMatrix[], size: number, length: number) {
    this.widths = [...new Set(matrices.map(({ width }) => width))].sort((a, b) => a - b);
    this.#longest = this.widths[this.widths.length - 1];
    const ofWidth = (width: number) => matrices.filter((matrix) => matrix.width === width);
    const byWords = (width: number) => length >= SHORT && width >= WORD;
    this.#pairs = this.widths.map((width) => (byWords(width) ? pairsOf(ofWidth(width)) : []));
    this.#single = this.widths.map((width) => (byWords(width) ? [] : ofWidth(width)));
    this.stride = size;
    this.sums = new Float64Array(size * this.widths.length);
    this.#words = new Uint16Array(size + this.#longest + WORD);
  }

  /** The windows that start in [from, to) of `codes`. */
  fill(codes: Uint8Array, from: number, to: number): void {
    const piece = codes.subarray(from, Math.min(codes.length, to + this.#longest));
    fillWords(piece, this.#words);
    for (const [i, width] of this.widths.entries()) {
      const sum = this.sums.subarray(i * this.stride, (i + 1) * this.stride).fill(0);
      const count = Math.min(to - from, piece.length - width + 1);
      for (const pair of this.#pairs[i]) addPair(this.#words, count, pair, sum);
      for (const matrix of this.#single[i]) addLetters(piece, count, matrix, sum);
    }
  }
}

function pairsOf(matrices: readonly StrandMatrix[]): Pair[] {
  return matrices
    .filter(({ reverse }) => !reverse)
    .map((forward) => {
      const reverse = matrices.find((other) => other.reverse && other.motif === forward.motif)!;
      return { share: forward.share, forward: tablesOf(forward), reverse: tablesOf(reverse) };
    });
}

function tablesOf({ width, probabilities }: StrandMatrix): WordTables {
  const made = known.get(probabilities);
  if (made !== undefined) return made;
  const tables = wordTables(width, (position, code) => probabilities[LETTERS * position + code], PRODUCTS);
  known.set(probabilities, tables);
  return tables;
}

/** Two and three words are common enough to be written out. */
function addPair(words: Uint16Array, count: number, pair: Pair, sum: Float64Array): void {
  const { length } = pair.forward.offsets;
  if (length === 2) addTwo(words, count, pair, sum);
  else if (length === 3) addThree(words, count, pair, sum);
  else for (const one of [pair.forward, pair.reverse]) addMany(words, count, pair.share, one, sum);
}

function addTwo(words: Uint16Array, count: number, { share, forward, reverse }: Pair, sum: Float64Array): void {
  const [, second] = forward.offsets;
  const [a0, a1] = forward.tables;
  const [b0, b1] = reverse.tables;
  for (let i = 0; i < count; i++) {
    const w0 = words[i];
    const w1 = words[i + second];
    sum[i] += share * (a0[w0] * a1[w1] + b0[w0] * b1[w1]);
  }
}

function addThree(words: Uint16Array, count: number, { share, forward, reverse }: Pair, sum: Float64Array): void {
  const [, second, third] = forward.offsets;
  const [a0, a1, a2] = forward.tables;
  const [b0, b1, b2] = reverse.tables;
  for (let i = 0; i < count; i++) {
    const w0 = words[i];
    const w1 = words[i + second];
    const w2 = words[i + third];
    sum[i] += share * (a0[w0] * a1[w1] * a2[w2] + b0[w0] * b1[w1] * b2[w2]);
  }
}

function addMany(words: Uint16Array, count: number, share: number, matrix: WordTables, sum: Float64Array): void {
  const { offsets, tables } = matrix;
  for (let i = 0; i < count; i++) {
    let product = share;
    for (let word = 0; word < offsets.length; word++) product *= tables[word][words[i + offsets[word]]];
    sum[i] += product;
  }
}

function addLetters(codes: Uint8Array, count: number, matrix: StrandMatrix, sum: Float64Array): void {
  const { width, probabilities, share } = matrix;
  for (let start = 0; start < count; start++) {
    let product = share;
    for (let position = 0; position < width; position++) {
      product *= probabilities[LETTERS * position + codes[start + position]];
    }
    sum[start] += product;
  }
}
