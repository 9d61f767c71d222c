/** 0-based half-open: the only convention inside tatabox, in JSON and in BED. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

export type Strand = "+" | "-";

/** 1-based closed, as GFF3, FIMO's TSV and region words write it. */
export function oneBasedClosed({ start, end }: Interval): { start: number; stop: number } {
  return { start: start + 1, stop: end };
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end;
}
