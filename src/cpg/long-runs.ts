import type { Interval } from "../sequence/interval.ts";

/**
 * Maximal runs of at least `least` positions in [0, count) at which `holds`. Every such run covers one of every `least`
 * positions, so most positions are never asked: after a miss, the next question is `least` further on, and only around a
 * hit every position is looked at, first backwards, then forwards.
 */
export function longRuns(count: number, least: number, holds: (position: number) => boolean): Interval[] {
  const runs: Interval[] = [];
  let from = 0;
  for (let probe = least - 1; probe < count; probe = from + least - 1) {
    if (!holds(probe)) {
      from = probe + 1;
      continue;
    }
    let start = probe;
    while (start > from && holds(start - 1)) start--;
    let end = probe + 1;
    while (end < count && holds(end)) end++;
    if (end - start >= least) runs.push({ start, end });
    from = end + 1;
  }
  return runs;
}
