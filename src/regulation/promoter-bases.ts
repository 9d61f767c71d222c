import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Interval, Strand } from "../sequence/interval.ts";

/**
 * The bases round a start site, read 5' to 3' along the promoter's strand: `codes[i]` lies at offset `from + i`, the start
 * site's base at offset 0. What lies beyond the record is unknown, so a record's end and an N are met in the same way.
 */
export interface PromoterBases {
  readonly tss: number;
  readonly strand: Strand;
  readonly from: number;
  readonly codes: Uint8Array;
}

/** Offsets `from` … `to` (both included) of the promoter at `tss` (0-based, forward) on `strand`. */
export function promoterBases(
  record: Uint8Array,
  tss: number,
  strand: Strand,
  from: number,
  to: number,
): PromoterBases {
  const codes = new Uint8Array(to - from + 1).fill(UNKNOWN_BASE);
  for (let i = 0; i < codes.length; i++) {
    const at = strand === "+" ? tss + from + i : tss - from - i;
    const code = at >= 0 && at < record.length ? record[at] : UNKNOWN_BASE;
    codes[i] = strand === "+" || code >= UNKNOWN_BASE ? code : 3 - code;
  }
  return { tss, strand, from, codes };
}

/** `length` bases from `offset` on, as forward coordinates of the record. */
export function forwardInterval({ tss, strand }: PromoterBases, offset: number, length: number): Interval {
  return strand === "+"
    ? { start: tss + offset, end: tss + offset + length }
    : { start: tss - offset - length + 1, end: tss - offset + 1 };
}

/** The record's strand of something that lies on `strand` as seen from the promoter. */
export function forwardStrand(promoter: PromoterBases, strand: Strand): Strand {
  return promoter.strand === strand ? "+" : "-";
}
