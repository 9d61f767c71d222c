import type { StrandMatrix } from "./cluster-windows.ts";

/** Rows of a letter in a strand matrix. */
const LETTERS = 5;

/** Letters whose product is taken by itself: the fast form looks it up. */
const WORD = 5;

/** Both strands of one motif. */
export interface StrandPair {
  readonly share: number;
  readonly width: number;
  readonly forward: StrandMatrix;
  readonly reverse: StrandMatrix;
}

/** Matrices as strandMatrices makes them, forward and reverse by turns, in pairs. */
export function strandPairs(matrices: readonly StrandMatrix[]): StrandPair[] {
  return Array.from({ length: matrices.length >> 1 }, (_, i) => {
    const forward = matrices[2 * i];
    return { share: forward.share, width: forward.width, forward, reverse: matrices[2 * i + 1] };
  });
}

/** Different widths of some matrices, ascending. */
export function distinctWidths(matrices: readonly { readonly width: number }[]): number[] {
  return [...new Set(matrices.map(({ width }) => width))].sort((a, b) => a - b);
}

/**
 * [start − from] for the windows of one width that start in [from, to): Σ over the pairs of share · Π p; 0 where a window
 * leaves `codes`.
 */
export function windowSums(
  codes: Uint8Array,
  from: number,
  to: number,
  pairs: readonly StrandPair[],
  width: number,
): Float64Array {
  const sums = new Float64Array(to - from);
  const last = Math.min(to, codes.length - width + 1);
  for (const pair of pairs) {
    if (pair.width !== width) continue;
    for (let start = from; start < last; start++) sums[start - from] = withPair(sums[start - from], codes, start, pair);
  }
  return sums;
}

/** Of two and three words the strands' products are added before the share comes in. */
function withPair(
  sum: number,
  codes: Uint8Array,
  start: number,
  { share, width, forward, reverse }: StrandPair,
): number {
  const words = Math.ceil(width / WORD);
  const together = words === 2 || words === 3;
  const product = (matrix: StrandMatrix) => productByWords(codes, start, matrix, together ? 1 : share);
  return together ? sum + share * (product(forward) + product(reverse)) : sum + product(forward) + product(reverse);
}

function productByWords(
  codes: Uint8Array,
  start: number,
  { width, probabilities }: StrandMatrix,
  first: number,
): number {
  const step = width < WORD ? 1 : WORD;
  let product = first;
  for (let position = 0; position < width; ) {
    const end = Math.min(position + step, width);
    let word = 1;
    for (; position < end; position++) word *= probabilities[LETTERS * position + codes[start + position]];
    product *= word;
  }
  return product;
}
