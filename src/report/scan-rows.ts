import type { Hits } from "../scan/hits.ts";
import type { Search } from "../scan/search.ts";
import { lettersText } from "../sequence/alphabet.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
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

/** The hits of one record in output order. */
export function* hitRows(
  record: FastaRecord,
  hits: Hits,
  searches: readonly Search[],
  { qValueOf, largestQ = 1, ranked = false }: RowExtras = {},
): Generator<HitRow> {
  const offset = record.offset ?? 0;
  const ranks = ranked ? pValueRanks(hits, searches) : undefined;
  for (const i of hits.sorted(searches)) {
    const { motif, shownScore } = searches[hits.motif[i]];
    const qValue = qValueOf?.(hits.motif[i], hits.p[i]);
    if (qValue !== undefined && qValue > largestQ) continue;
    const start = hits.start[i];
    const end = start + motif.width;
    const reverse = hits.reverse[i];
    yield {
      motif: motif.id,
      name: motif.name,
      sequence: record.name,
      start: start + offset,
      end: end + offset,
      strand: reverse ? "-" : "+",
      score: shownScore?.(hits.score[i]) ?? hits.score[i],
      pValue: hits.p[i],
      ...(qValue === undefined ? {} : { qValue }),
      matched: lettersText(record.letters, start, end, reverse),
      ...(ranks === undefined ? {} : { rank: ranks[i] }),
    };
  }
}

/** FIMO's numbering: within a motif by p-value, then by the 5' end of the site. */
function pValueRanks(hits: Hits, searches: readonly Search[]): number[] {
  const fivePrime = (i: number) => hits.start[i] + (hits.reverse[i] ? searches[hits.motif[i]].matrix.width - 1 : 0);
  const order = Array.from(hits.start.keys()).sort(
    (a, b) => hits.motif[a] - hits.motif[b] || hits.p[a] - hits.p[b] || fivePrime(a) - fivePrime(b),
  );
  const ranks = new Array<number>(order.length);
  for (const [place, i] of order.entries()) {
    const before = order[place - 1];
    ranks[i] = before !== undefined && hits.motif[before] === hits.motif[i] ? ranks[before] + 1 : 1;
  }
  return ranks;
}
