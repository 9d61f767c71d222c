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

/** `NAME:START-END`, 1-based closed. */
export function regionWord(name: string, interval: Interval): string {
  const { start, stop } = oneBasedClosed(interval);
  return `${name}:${start}-${stop}`;
}

/**
 * The same result `by` bases further on: what was found in a part of a sequence gets the coordinates of the whole. Every
 * `start`, `end` and `tss` in it is a coordinate, however deep it lies; offsets and lengths have other names.
 */
export function movedBy<T>(found: T, by: number): T {
  return by === 0 ? found : (moved(found, by) as T);
}

function moved(value: unknown, by: number): unknown {
  if (Array.isArray(value)) return value.map((item) => moved(item, by));
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => {
    const isCoordinate = typeof item === "number" && (name === "start" || name === "end" || name === "tss");
    return [name, isCoordinate ? item + by : moved(item, by)];
  });
  return Object.fromEntries(entries);
}
