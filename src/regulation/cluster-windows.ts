import { columnTotal, type Motif } from "../motif/motif.ts";
import { UNKNOWN_BASE } from "../sequence/alphabet.ts";

/** A motif of a cluster search with its share of the chance that a site starts. */
export interface ClusterMotif {
  readonly motif: Motif;
  /** Relative; Cluster-Buster's `# WEIGHT`. */
  readonly weight: number;
}

/** One strand of a motif, ready for the inner loop. */
export interface StrandMatrix {
  /** Index of its motif. */
  readonly motif: number;
  readonly reverse: boolean;
  readonly width: number;
  /** Probabilities, five a position: A C G T and 0 for any other letter. */
  readonly probabilities: Float64Array;
  /** Their natural logarithms. */
  readonly lnProbabilities: Float64Array;
  /** Chance that this matrix is the one that starts, among all motifs and strands. */
  readonly share: number;
}

/** Row of a letter in {@link StrandMatrix.probabilities}. */
const LETTERS = 5;

/** Both strands of every motif, forward first: p = (n + pseudocount)/Σ, rounded to 32 bits in its logarithm as Cluster-Buster does. */
export function strandMatrices(motifs: readonly ClusterMotif[], pseudocountPerLetter: number): StrandMatrix[] {
  const total = 2 * motifs.reduce((sum, { weight }) => sum + weight, 0);
  return motifs.flatMap(({ motif, weight }, index) =>
    [false, true].map((reverse) => ({
      motif: index,
      reverse,
      width: motif.width,
      share: weight / total,
      ...letterProbabilities(motif, pseudocountPerLetter, reverse),
    })),
  );
}

type LetterProbabilities = Pick<StrandMatrix, "probabilities" | "lnProbabilities">;

/** By motif, then pseudocount and strand: the same motifs come with every record. */
const known = new WeakMap<Motif, Map<string, LetterProbabilities>>();

function letterProbabilities(motif: Motif, pseudocount: number, reverse: boolean): LetterProbabilities {
  const ofMotif = known.get(motif) ?? new Map<string, LetterProbabilities>();
  known.set(motif, ofMotif);
  const key = `${pseudocount}${reverse}`;
  const made = ofMotif.get(key);
  if (made !== undefined) return made;
  const lnProbabilities = lnLetterProbabilities(motif, pseudocount, reverse);
  const probabilities = { lnProbabilities, probabilities: lnProbabilities.map(Math.exp) };
  ofMotif.set(key, probabilities);
  return probabilities;
}

function lnLetterProbabilities(motif: Motif, pseudocount: number, reverse: boolean): Float64Array {
  const { width } = motif;
  const counts = motif.counts ?? motif.probabilities.map((p) => p * motif.sites);
  const out = new Float64Array(LETTERS * width).fill(Number.NEGATIVE_INFINITY);
  for (let position = 0; position < width; position++) {
    const total = columnTotal(counts, position) + 4 * pseudocount;
    for (let base = 0; base < 4; base++) {
      const cell = reverse ? LETTERS * (width - 1 - position) + 3 - base : LETTERS * position + base;
      out[cell] = Math.fround(Math.log((counts[4 * position + base] + pseudocount) / total));
    }
  }
  return out;
}

/**
 * For each base of [from, to) its share b = (c + 1)/(C + 4) among the C known letters within `range` bases on either side,
 * itself included, inside `codes`. 1 at unknown letters.
 */
export function localShares(codes: Uint8Array, from: number, to: number, range: number): Float64Array {
  const counts = new Float64Array(LETTERS);
  for (let i = Math.max(0, from - range); i < Math.min(codes.length, from + range); i++) counts[codes[i]]++;
  let known = counts[0] + counts[1] + counts[2] + counts[3];
  // The number of known letters seldom changes: no division a base.
  let total = known;
  let perLetter = 1 / (total + 4);
  const out = new Float64Array(to - from);
  for (let i = from; i < to; i++) {
    if (i + range < codes.length) {
      const code = codes[i + range];
      counts[code]++;
      known += code < UNKNOWN_BASE ? 1 : 0;
    }
    if (i - range > 0 && i > from) {
      const code = codes[i - range - 1];
      counts[code]--;
      known -= code < UNKNOWN_BASE ? 1 : 0;
    }
    if (known !== total) {
      total = known;
      perLetter = 1 / (total + 4);
    }
    const code = codes[i];
    out[i - from] = code < UNKNOWN_BASE ? (counts[code] + 1) * perLetter : 1;
  }
  return out;
}

/** Logarithm of 1/b for each base, see {@link localShares}. */
export function localLogOdds(codes: Uint8Array, from: number, to: number, range: number): Float64Array {
  return localShares(codes, from, to, range).map((share) => -Math.log(share));
}

/** Likelihood ratios of all windows that start in a stretch, by width. */
export interface WindowRatios {
  /** Distinct widths of the matrices. */
  readonly widths: readonly number[];
  /** [width][start − from]: Σ over the matrices of that width of share · Π p/b; 0 where the window leaves `codes`. */
  readonly sums: readonly Float64Array[];
}

/**
 * Ratios of the windows that start in [from, to); `logOdds` are those of the bases from `from` on, as many as the windows
 * have. Time: bases × total width of the matrices.
 */
export function windowRatios(
  codes: Uint8Array,
  from: number,
  to: number,
  matrices: readonly StrandMatrix[],
  logOdds: Float64Array,
): WindowRatios {
  const widths = [...new Set(matrices.map(({ width }) => width))].sort((a, b) => a - b);
  const background = cumulated(logOdds);
  const sums = widths.map((width) => {
    const sum = new Float64Array(to - from);
    for (const matrix of matrices) if (matrix.width === width) addProducts(codes, from, to, matrix, sum);
    divideByBackground(sum, background, width);
    return sum;
  });
  return { widths, sums };
}

/** The inner loop of the cluster search: share · Π p of every window of one matrix. */
function addProducts(codes: Uint8Array, from: number, to: number, matrix: StrandMatrix, sum: Float64Array): void {
  const { width, probabilities, share } = matrix;
  const last = Math.min(to, codes.length - width + 1);
  for (let start = from; start < last; start++) {
    let product = share;
    for (let position = 0, cell = 0; position < width; position++, cell += LETTERS) {
      product *= probabilities[cell + codes[start + position]];
    }
    sum[start - from] += product;
  }
}

function divideByBackground(sum: Float64Array, background: Float64Array, width: number): void {
  const last = Math.min(sum.length, background.length - width);
  for (let i = 0; i < last; i++) sum[i] *= Math.exp(background[i + width] - background[i]);
}

/** Running sums with a leading 0. */
function cumulated(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) out[i + 1] = out[i] + values[i];
  return out;
}
