import { type RandomStream, randomStream } from "../../src/random.ts";
import type { Interval } from "../../src/sequence/interval.ts";

/** 0-based half-open, as everywhere inside. */
export interface PlacedRow extends Interval {
  readonly sequence: string;
}

/** How rows are written in the formats that can be indexed; `about` fills a row up. */
export const WRITTEN = {
  bed: {
    head: "",
    line: ({ sequence, start, end }: PlacedRow, about: string) => `${sequence}\t${start}\t${end}\t${about}\n`,
  },
  gff3: {
    head: "##gff-version 3\n",
    line: ({ sequence, start, end }: PlacedRow, about: string) =>
      `${sequence}\ttatabox\tregion\t${start + 1}\t${end}\t.\t+\t.\tNote=${about}\n`,
  },
  narrowpeak: {
    head: "",
    line: ({ sequence, start, end }: PlacedRow, about: string) =>
      `${sequence}\t${start}\t${end}\t${about}\t0\t+\t1\t-1\t-1\t0\n`,
  },
  tsv: {
    head: "motif_id\tmotif_alt_id\tsequence_name\tstart\tstop\tstrand\tscore\tp-value\tq-value\tmatched_sequence\n",
    line: ({ sequence, start, end }: PlacedRow, about: string) =>
      `M1\t\t${sequence}\t${start + 1}\t${end}\t+\t1.0000\t0.001\t\t${about}\n`,
  },
} as const;

export type IndexedFormat = keyof typeof WRITTEN;

/** Sorted rows on sequences of these lengths, a few bases to 2^23 bases wide, so that every level of bins has some. */
export function placedRows(seed: number, lengths: Readonly<Record<string, number>>, each: number): PlacedRow[] {
  return Object.entries(lengths).flatMap(([sequence, length]) => {
    const random = randomStream(seed, sequence);
    const rows = Array.from({ length: each }, () => ({ sequence, ...interval(random, length) }));
    return rows.sort((a, b) => a.start - b.start || a.end - b.end);
  });
}

/** Nine in ten are as short as a site. */
export function interval(random: RandomStream, length: number): Interval {
  const widest = random.below(10) > 0 ? 30 : 2 ** random.below(24);
  const start = random.below(length);
  return { start, end: Math.min(length, start + 1 + random.below(widest)) };
}

/** The lines of a whole file, numbered so that no two are equal. */
export function writtenLines(format: IndexedFormat, rows: readonly PlacedRow[], filling = 0): string[] {
  return rows.map((row, i) => WRITTEN[format].line(row, `${i}${"x".repeat(filling)}`));
}
