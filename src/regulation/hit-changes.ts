import type { Hits } from "../scan/hits.ts";
import { scanPlain } from "../scan/plain.ts";
import type { Search } from "../scan/search.ts";
import { type Edit, touches, withEdits } from "../sequence/edit.ts";
import type { Interval, Strand } from "../sequence/interval.ts";

/** A hit that only one of two sequences has, in that sequence's own coordinates. */
export interface ChangedHit extends Interval {
  readonly motif: string;
  readonly factor: string;
  readonly strand: Strand;
  /** Bits. */
  readonly score: number;
  readonly pValue: number;
}

export interface HitChanges {
  readonly gained: readonly ChangedHit[];
  readonly lost: readonly ChangedHit[];
}

/**
 * Hits that an edit makes and destroys, by start, as scanning both whole sequences would find them; only windows over
 * changed bases are looked at. Two of them are the same hit when motif and strand agree and they start at the same place, at
 * or left of the edit, or end at the same place, at or right of it: a site that an indel in a repeat merely moves is not lost.
 */
export function hitChanges(codes: Uint8Array, edit: Edit, searches: readonly Search[]): HitChanges {
  const reach = Math.max(...searches.map(({ matrix }) => matrix.width)) - 1;
  const from = Math.max(0, edit.start - reach);
  const before = codes.subarray(from, Math.min(codes.length, edit.end + reach));
  const old = { start: edit.start - from, end: edit.end - from };
  const fresh = { start: old.start, end: old.start + edit.bases.length };
  const oldHits = hitsOver(before, old, searches);
  const freshHits = hitsOver(withEdits(before, [{ ...edit, ...old }]), fresh, searches);
  return {
    gained: unmatched(freshHits, oldHits).map((hit) => shown(hit, from)),
    lost: unmatched(oldHits, freshHits).map((hit) => shown(hit, from)),
  };
}

interface AnchoredHit extends ChangedHit {
  /** What makes it the same hit in the other sequence: its place counted from the left, from the right, or both. */
  readonly anchors: readonly string[];
}

function hitsOver(codes: Uint8Array, changed: Interval, searches: readonly Search[]): AnchoredHit[] {
  const hits = scanPlain(codes, searches, "both");
  return hits
    .sorted(searches)
    .map((i) => anchored(hits, i, searches[hits.motif[i]], changed, codes.length))
    .filter((hit) => touches({ ...changed, bases: codes }, hit));
}

function anchored(hits: Hits, i: number, { motif }: Search, changed: Interval, length: number): AnchoredHit {
  const start = hits.start[i];
  const end = start + motif.width;
  const strand = hits.reverse[i] ? "-" : "+";
  const anchors = [
    ...(start <= changed.start ? [`${hits.motif[i]}${strand} from left ${start}`] : []),
    ...(end >= changed.end ? [`${hits.motif[i]}${strand} from right ${length - end}`] : []),
  ];
  return { motif: motif.id, factor: motif.name, start, end, strand, score: hits.score[i], pValue: hits.p[i], anchors };
}

function unmatched(hits: readonly AnchoredHit[], others: readonly AnchoredHit[]): AnchoredHit[] {
  const known = new Set(others.flatMap(({ anchors }) => anchors));
  return hits.filter(({ anchors }) => !anchors.some((anchor) => known.has(anchor)));
}

function shown({ anchors, start, end, ...hit }: AnchoredHit, from: number): ChangedHit {
  return { ...hit, start: start + from, end: end + from };
}
