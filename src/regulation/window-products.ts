import type { StrandMatrix } from "./cluster-windows.ts";
import { fillWords, PRODUCTS, WORD, type WordTables, wordTables } from "./word-tables.ts";

/** Rows of a letter in a strand matrix. */
const LETTERS = 5;

/** Before a matrix has seen so many bases, in however many records, letters take less time than to make tables. */
const BASES_BY_LETTERS = 16_384;

/** Both strands of one motif. */
interface Pair {
  readonly share: number;
  readonly forward: Strand;
  readonly reverse: Strand;
}

/** One strand of a motif, and its tables once they pay. The products are the same bits with and without. */
interface Strand {
  readonly matrix: StrandMatrix;
  readonly words: WordTables | undefined;
}

/** By the probabilities of the matrix: motifs come back with every record. */
const known = new WeakMap<Float64Array, { bases: number; words?: WordTables }>();

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
  /** Those narrower than a word. */
  readonly #single: readonly (readonly StrandMatrix[])[];
  readonly #longest: number;

  /** `size`: most windows of one call; `length`: of the whole sequence. */
  constructor(matrices: readonly StrandMatrix[], size: number, length: number) {
    this.widths = [...new Set(matrices.map(({ width }) => width))].sort((a, b) => a - b);
    this.#longest = this.widths[this.widths.length - 1];
    const ofWidth = (width: number) => matrices.filter((matrix) => matrix.width === width);
    this.#pairs = this.widths.map((width) => (width >= WORD ? pairsOf(ofWidth(width), length) : []));
    this.#single = this.widths.map((width) => (width >= WORD ? [] : ofWidth(width)));
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
      for (const pair of this.#pairs[i]) addPair(piece, this.#words, count, pair, sum);
      for (const matrix of this.#single[i]) addLetters(piece, count, matrix, sum);
    }
  }
}

function pairsOf(matrices: readonly StrandMatrix[], length: number): Pair[] {
  return matrices
    .filter(({ reverse }) => !reverse)
    .map((forward) => {
      const reverse = matrices.find((other) => other.reverse && other.motif === forward.motif)!;
      return { share: forward.share, forward: strandOf(forward, length), reverse: strandOf(reverse, length) };
    });
}

function strandOf(matrix: StrandMatrix, length: number): Strand {
  const { width, probabilities } = matrix;
  const seen = known.get(probabilities) ?? { bases: 0 };
  known.set(probabilities, seen);
  seen.bases += length;
  if (seen.bases >= BASES_BY_LETTERS) {
    seen.words ??= wordTables(width, (position, code) => probabilities[LETTERS * position + code], PRODUCTS);
  }
  return { matrix, words: seen.words };
}

/** Two and three words are common enough to be written out. */
function addPair(codes: Uint8Array, words: Uint16Array, count: number, pair: Pair, sum: Float64Array): void {
  const { share, forward, reverse } = pair;
  if (forward.words === undefined || reverse.words === undefined) {
    addPairByLetters(codes, count, pair, sum);
    return;
  }
  const { length } = forward.words.offsets;
  if (length === 2) addTwo(words, count, share, forward.words, reverse.words, sum);
  else if (length === 3) addThree(words, count, share, forward.words, reverse.words, sum);
  else for (const strand of [forward.words, reverse.words]) addMany(words, count, share, strand, sum);
}

/** In the order of the words' products and sums. */
function addPairByLetters(
  codes: Uint8Array,
  count: number,
  { share, forward, reverse }: Pair,
  sum: Float64Array,
): void {
  const { width, probabilities } = forward.matrix;
  const words = Math.ceil(width / WORD);
  const together = words === 2 || words === 3;
  for (let start = 0; start < count; start++) {
    const a = productByWords(codes, start, width, probabilities, together ? 1 : share);
    const b = productByWords(codes, start, width, reverse.matrix.probabilities, together ? 1 : share);
    if (together) sum[start] += share * (a + b);
    else {
      sum[start] += a;
      sum[start] += b;
    }
  }
}

function productByWords(
  codes: Uint8Array,
  start: number,
  width: number,
  probabilities: Float64Array,
  first: number,
): number {
  let product = first;
  for (let position = 0; position < width; ) {
    const end = Math.min(position + WORD, width);
    let word = 1;
    for (; position < end; position++) word *= probabilities[LETTERS * position + codes[start + position]];
    product *= word;
  }
  return product;
}

function addTwo(
  words: Uint16Array,
  count: number,
  share: number,
  forward: WordTables,
  reverse: WordTables,
  sum: Float64Array,
): void {
  const [, second] = forward.offsets;
  const [a0, a1] = forward.tables;
  const [b0, b1] = reverse.tables;
  for (let i = 0; i < count; i++) {
    const w0 = words[i];
    const w1 = words[i + second];
    sum[i] += share * (a0[w0] * a1[w1] + b0[w0] * b1[w1]);
  }
}

function addThree(
  words: Uint16Array,
  count: number,
  share: number,
  forward: WordTables,
  reverse: WordTables,
  sum: Float64Array,
): void {
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
