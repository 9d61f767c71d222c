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
}

/** The hits of one record in output order. */
export function* hitRows(record: FastaRecord, hits: Hits, searches: readonly Search[]): Generator<HitRow> {
  for (const i of hits.sorted(searches)) {
    const { motif, shownScore } = searches[hits.motif[i]];
    const start = hits.start[i];
    const end = start + motif.width;
    const reverse = hits.reverse[i];
    yield {
      motif: motif.id,
      name: motif.name,
      sequence: record.name,
      start,
      end,
      strand: reverse ? "-" : "+",
      score: shownScore?.(hits.score[i]) ?? hits.score[i],
      pValue: hits.p[i],
      matched: lettersText(record.letters, start, end, reverse),
    };
  }
}
