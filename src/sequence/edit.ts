import type { Interval } from "./interval.ts";

/** A change of a sequence: `bases` (codes) in place of [start, end), 0-based half-open. */
export interface Edit extends Interval {
  readonly bases: Uint8Array;
}

/** The sequence with all edits made. They must lie inside it and not overlap each other. */
export function withEdits(codes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const { start, end, bases } of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(codes.subarray(from, start), bases);
    from = end;
  }
  return joined([...parts, codes.subarray(from)]);
}

/** Where a base lies after the edits. One that was taken out has the place of what follows it. */
export function placeAfter(position: number, edits: readonly Edit[]): number {
  let shift = 0;
  for (const { start, end, bases } of edits) {
    if (position >= end) shift += bases.length - (end - start);
    else if (position > start) shift += Math.min(0, start + bases.length - position);
  }
  return position + shift;
}

/** The interval after the edits: what was put in right before or right behind it is no part of it. */
export function intervalAfter<T extends Interval>(interval: T, edits: readonly Edit[]): T {
  const before = edits.filter(({ start }) => start < interval.end);
  return { ...interval, start: placeAfter(interval.start, edits), end: placeAfter(interval.end, before) };
}

/** Does the edit change a base of the interval, or put some between two of its bases? */
export function touches({ start, end }: Edit, interval: Interval): boolean {
  return start === end ? start > interval.start && start < interval.end : start < interval.end && end > interval.start;
}

/**
 * The same edit without the bases that it leaves as they are: first those shared at its end, then those at its start (VCF
 * anchors an indel by the base before it).
 */
export function trimmed(edit: Edit, codes: Uint8Array): Edit {
  let { start, end } = edit;
  let from = 0;
  let to = edit.bases.length;
  while (end > start && to > from && codes[end - 1] === edit.bases[to - 1]) {
    end--;
    to--;
  }
  while (end > start && to > from && codes[start] === edit.bases[from]) {
    start++;
    from++;
  }
  return { start, end, bases: edit.bases.subarray(from, to) };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
