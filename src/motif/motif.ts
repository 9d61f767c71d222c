/**
 * A motif: `width` columns of base probabilities. Matrices are flat, one row of four (A C G T) a position:
 * element [4·position + base].
 */
export interface Motif {
  readonly id: string;
  /** Alternate name ('' when the source gives none). */
  readonly name: string;
  readonly width: number;
  /** As the source gives them, each row divided by its sum; no pseudocount. */
  readonly probabilities: Float64Array;
  /** As in the source, where it gives counts; column totals may differ. */
  readonly counts?: Float64Array;
  /** Number of sites behind the motif: the first column's total, or the file's word; 20 when nothing is known (as FIMO). */
  readonly sites: number;
  /** Base name of the file, or the name of the library. */
  readonly source: string;
  /** The sum furthest from 1 among the file's columns of probabilities, where they had to be normalised. */
  readonly sumAsRead?: number;
  /** Where to read about the motif (MEME's URL line). */
  readonly url?: string;
  /** HOMER's detection threshold as its file gives it: natural log of the odds against a uniform background. */
  readonly homerThreshold?: number;
  /** Cluster-Buster's `# WEIGHT`: how often the motif is used, relative to the others (1 when the file is silent). */
  readonly weight?: number;
}

/** FIMO's assumption for a motif whose file gives no number of sites. */
export const ASSUMED_SITES = 20;

export interface MotifNames {
  readonly id: string;
  readonly name: string;
  readonly source: string;
}

/** A motif from counts (flat, see {@link Motif}). Every column must hold something. */
export function motifFromCounts(names: MotifNames, counts: Float64Array): Motif {
  const width = counts.length / 4;
  return { ...names, width, counts, probabilities: normalizedRows(counts), sites: columnTotal(counts, 0) };
}

/** A motif from probabilities; rows are used as printed unless their sum is off 1 by more than 1e-5. */
export function motifFromProbabilities(names: MotifNames, probabilities: Float64Array, sites = ASSUMED_SITES): Motif {
  return { ...names, width: probabilities.length / 4, probabilities: normalizedRows(probabilities, 1e-5), sites };
}

/** The motif of the opposite strand. */
export function reverseComplementMotif(motif: Motif): Motif {
  const turned = { ...motif, probabilities: turnedRows(motif.probabilities) };
  return motif.counts === undefined ? turned : { ...turned, counts: turnedRows(motif.counts) };
}

export function columnTotal(matrix: Float64Array, position: number): number {
  const at = 4 * position;
  return matrix[at] + matrix[at + 1] + matrix[at + 2] + matrix[at + 3];
}

function normalizedRows(matrix: Float64Array, tolerance = 0): Float64Array {
  const out = matrix.slice();
  for (let position = 0; position < out.length / 4; position++) {
    const total = columnTotal(matrix, position);
    if (Math.abs(total - 1) <= tolerance) continue;
    for (let base = 0; base < 4; base++) out[4 * position + base] /= total;
  }
  return out;
}

/** Turning a flat A C G T matrix round complements it too: the whole array simply runs backwards. */
function turnedRows(matrix: Float64Array): Float64Array {
  return matrix.slice().reverse();
}
