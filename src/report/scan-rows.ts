import type { Hits } from "../scan/hits.ts";
import type { Search } from "../scan/search.ts";
import { lettersText } from "../sequence/alphabet.ts";
import type { Strand } from "../sequence/interval.ts";

/** One hit as the writers see it: 0-based half-open on the forward strand. */
export interface HitRow {
  readonly motif: string;
  readonly name: string;
  readonly sequence: string;
  readonly start: number;
  readonly end: number;
  readonly strand: Strand;
  /** Bits. */
  readonly score: number;
  readonly pValue: number;
  readonly qValue?: number;
  /** Letters as in the file; on the reverse strand reversed and complemented. */
  readonly matched: string;
  /** Place among the hits of the same motif and record by p-value, from 1; only where a writer numbers by it. */
  readonly rank?: number;
}

export interface RowExtras {
  /** q of a p-value of a motif (by index). */
  readonly qValueOf?: ((motif: number, p: number) => number) | undefined;
  /** Leaves out hits with a larger q. */
  readonly largestQ?: number | undefined;
  readonly ranked?: boolean;
}

/** Letters that were scanned, and where they begin in the sequence that `name` means. */
export interface ScannedLetters {
  readonly name: string;
  readonly letters: Uint8Array;
  readonly offset?: number;
}

/** The hits of one record, or a piece of it, in output order. */
export function* hitRows(
  { name, letters, offset = 0 }: ScannedLetters,
  hits: Hits,
  searches: readonly Search[],
  { qValueOf, largestQ = 1, ranked = false }: RowExtras = {},
): Generator<HitRow> {
  const ranks = ranked ? pValueRanks(hits, searches) : undefined;
  for (const i of hits.sorted(searches)) {
    const start = hits.start[i];
    const end = start + searches[hits.motif[i]].motif.width;
    const qValue = qValueOf?.(hits.motif[i], hits.p[i]);
    if (qValue !== undefined && qValue > largestQ) continue;
    const matched = lettersText(letters, start, end, hits.reverse[i] === 1);
    const row = hitRow(hits, i, searches, { sequence: name, offset, matched, qValue });
    yield ranks === undefined ? row : { ...row, rank: ranks[i] };
  }
}

interface RowParts {
  readonly sequence: string;
  readonly offset: number;
  readonly matched: string;
  readonly qValue: number | undefined;
}

export function hitRow(
  hits: Hits,
  i: number,
  searches: readonly Search[],
  { sequence, offset, matched, qValue }: RowParts,
): HitRow {
  const { motif, shownScore } = searches[hits.motif[i]];
  const start = hits.start[i] + offset;
  return {
    motif: motif.id,
    name: motif.name,
    sequence,
    start,
    end: start + motif.width,
    strand: hits.reverse[i] ? "-" : "+",
    score: shownScore?.(hits.score[i]) ?? hits.score[i],
    pValue: hits.p[i],
    ...(qValue === undefined ? {} : { qValue }),
    matched,
  };
}

/** FIMO's numbering: within a motif by p-value, then by the 5' end of the site. */
function pValueRanks(hits: Hits, searches: readonly Search[]): number[] {
  const fivePrime = (i: number) => hits.start[i] + (hits.reverse[i] ? searches[hits.motif[i]].matrix.width - 1 : 0);
  const order = hits
    .indices()
    .sort((a, b) => hits.motif[a] - hits.motif[b] || hits.p[a] - hits.p[b] || fivePrime(a) - fivePrime(b));
  const ranks = new Array<number>(order.length);
  for (const [place, i] of order.entries()) {
    const before = order[place - 1];
    ranks[i] = before !== undefined && hits.motif[before] === hits.motif[i] ? ranks[before] + 1 : 1;
  }
  return ranks;
}
