import { bestScorer } from "./best-scores.ts";
import type { Hits } from "./hits.ts";
import type { Strands } from "./plain.ts";
import type { Search } from "./search.ts";

/** What a cell of a sequence × motif matrix says: number of hits, score of the best window, or whether there is a hit. */
export const MATRIX_VALUES = ["count", "best", "presence"] as const;
export type MatrixValue = (typeof MATRIX_VALUES)[number];

/** One row of the matrix: a value by motif. `best` needs no hits: −Infinity where no window fits. */
export type MatrixRow = (codes: Uint8Array, hits: () => Hits) => Float64Array | Float32Array;

/** Ready to make rows; `best` scores are in bits, to single precision, whatever the threshold. */
export function matrixRows(value: MatrixValue, searches: readonly Search[], strands: Strands): MatrixRow {
  if (value === "best") {
    const score = bestScorer(searches, strands);
    const shown = (bits: number, motif: number) => searches[motif].shownScore?.(bits) ?? bits;
    return (codes) => score(codes).best.map(shown);
  }
  const count = (_codes: Uint8Array, hits: () => Hits) => hitCounts(hits(), searches.length);
  return value === "count" ? count : (codes, hits) => count(codes, hits).map((n) => Math.min(n, 1));
}

function hitCounts({ motif, length }: Hits, count: number): Float64Array {
  const counts = new Float64Array(count);
  for (let i = 0; i < length; i++) counts[motif[i]]++;
  return counts;
}
