import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Interval } from "../sequence/interval.ts";
import { Hits } from "./hits.ts";
import type { Search } from "./search.ts";

export type Strands = "both" | "forward" | "reverse";

/**
 * The plain scanner, the truth that faster ones are tested against: every window of `codes` without an unknown letter,
 * every motif, the strands asked for. Scores are added in motif order on both strands.
 */
export function scanPlain(codes: Uint8Array, searches: readonly Search[], strands: Strands): Hits {
  const hits = new Hits();
  const runs = knownRuns(codes);
  for (let motif = 0; motif < searches.length; motif++) {
    for (const run of runs) scanRun(codes, run, searches[motif], strands, motif, hits);
  }
  return hits.trimmed();
}

/** Stretches of A, C, G, T: windows never cross anything else. */
export function knownRuns(codes: Uint8Array): Interval[] {
  const runs: Interval[] = [];
  let start = -1;
  for (let i = 0; i <= codes.length; i++) {
    const known = i < codes.length && codes[i] < UNKNOWN_BASE;
    if (known && start < 0) start = i;
    else if (!known && start >= 0) {
      runs.push({ start, end: i });
      start = -1;
    }
  }
  return runs;
}

function scanRun(codes: Uint8Array, run: Interval, search: Search, strands: Strands, motif: number, hits: Hits): void {
  const { width, scores } = search.matrix;
  const { scoreFloor } = search;
  const last = run.end - width;
  for (let start = run.start; start <= last; start++) {
    let forward = 0;
    let reverse = 0;
    for (let position = 0, cell = 0; position < width; position++, cell += 4) {
      forward += scores[cell + codes[start + position]];
      reverse += scores[cell + 3 - codes[start + width - 1 - position]];
    }
    if (forward >= scoreFloor && strands !== "reverse") addHit(codes, start, false, forward, search, motif, hits);
    if (reverse >= scoreFloor && strands !== "forward") addHit(codes, start, true, reverse, search, motif, hits);
  }
}

/** Adds a window whose score is known, if it is a hit. */
export function addHit(
  codes: Uint8Array,
  start: number,
  reverse: boolean,
  score: number,
  search: Search,
  motif: number,
  hits: Hits,
): void {
  if (search.matchWord && !matchesWord(codes, start, reverse, search)) return;
  const p = search.distribution.pValue(score, codes, start, reverse ? "-" : "+");
  if (p <= search.pLimit) hits.add(motif, start, reverse ? 1 : 0, score, p);
}

/** Does every letter of the window have a probability above 0? */
function matchesWord(codes: Uint8Array, start: number, reverse: boolean, { motif }: Search): boolean {
  for (let position = 0; position < motif.width; position++) {
    const code = reverse ? 3 - codes[start + motif.width - 1 - position] : codes[start + position];
    if (motif.probabilities[4 * position + code] === 0) return false;
  }
  return true;
}
