import type { Interval } from "../sequence/interval.ts";
import type { ResultItem } from "./diff-items.ts";

export interface Pairs {
  /** What is taken for the same thing, in the order of the base. */
  readonly pairs: readonly (readonly [base: ResultItem, now: ResultItem])[];
  readonly lost: readonly ResultItem[];
  readonly gained: readonly ResultItem[];
}

/**
 * Pairs things of one kind, record and identity: those at the same place first, in their order, then what is left to the
 * nearest within `nearBp` (both ends) or with half of the bases in common, the closest pairs first; 0 pairs no others.
 */
export function pairItems(base: readonly ResultItem[], now: readonly ResultItem[], nearBp: number): Pairs {
  const partners = new Map<ResultItem, ResultItem>();
  const left = new Set(now);
  const join = (a: ResultItem, b: ResultItem) => {
    partners.set(a, b);
    left.delete(b);
  };
  const places = byPlace(now);
  for (const item of base) {
    const same = places.get(placeKey(item))?.shift();
    if (same !== undefined) join(item, same);
  }
  const unpaired = base.filter((item) => !partners.has(item));
  for (const [a, b] of neighbours(unpaired, [...left], nearBp)) {
    if (!partners.has(a) && left.has(b)) join(a, b);
  }
  return {
    pairs: base.flatMap((item) => (partners.has(item) ? [[item, partners.get(item)!] as const] : [])),
    lost: base.filter((item) => !partners.has(item)),
    gained: now.filter((item) => left.has(item)),
  };
}

function placeKey({ place }: ResultItem): string {
  return place === undefined ? "" : `${place.start}-${place.end}`;
}

function byPlace(items: readonly ResultItem[]): Map<string, ResultItem[]> {
  const places = new Map<string, ResultItem[]>();
  for (const item of items) {
    const key = placeKey(item);
    if (!places.has(key)) places.set(key, []);
    places.get(key)!.push(item);
  }
  return places;
}

/** Pairs that are near or share most of their bases, the nearest first; what starts too far away is never looked at. */
function neighbours(
  base: readonly ResultItem[],
  now: readonly ResultItem[],
  nearBp: number,
): [ResultItem, ResultItem][] {
  if (nearBp === 0) return [];
  const found: { a: ResultItem; b: ResultItem; distance: number }[] = [];
  const [before, after] = [placed(base), placed(now)];
  const reach = Math.max(nearBp, widest(before), widest(after));
  let first = 0;
  for (const [a, from] of before) {
    while (first < after.length && after[first][1].start < from.start - reach) first++;
    for (let i = first; i < after.length && after[i][1].start <= from.start + reach; i++) {
      const [b, to] = after[i];
      const distance = Math.max(Math.abs(from.start - to.start), Math.abs(from.end - to.end));
      if (distance <= nearBp || isMostlyShared(from, to)) found.push({ a, b, distance });
    }
  }
  return found.sort((x, y) => x.distance - y.distance).map(({ a, b }) => [a, b]);
}

function widest(items: readonly [ResultItem, Interval][]): number {
  return items.reduce((most, [, { start, end }]) => Math.max(most, end - start), 0);
}

/** Do two spans share at least half of the longer one? An island that grew is still that island. */
function isMostlyShared(a: Interval, b: Interval): boolean {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared > 0 && 2 * shared >= Math.max(a.end - a.start, b.end - b.start);
}

function placed(items: readonly ResultItem[]): [ResultItem, Interval][] {
  const withPlace = items.flatMap((item): [ResultItem, Interval][] =>
    item.place === undefined ? [] : [[item, item.place]],
  );
  return withPlace.sort(([, a], [, b]) => a.start - b.start || a.end - b.end);
}
