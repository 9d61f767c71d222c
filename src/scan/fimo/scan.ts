import { knownRuns, type Strands } from "../plain.ts";
import { TestedWindows } from "../q-values.ts";
import type { Search } from "../search.ts";
import { MersenneTwister1998 } from "./mersenne-twister.ts";
import { Reservoir } from "./reservoir.ts";

/**
 * q-values of FIMO 5.5.8, p → q for each motif: motif after motif over all records, every tested window offered to a
 * reservoir whose random numbers run on from motif to motif. Takes the whole input, since FIMO's random numbers do.
 */
export function fimoQValues(
  records: readonly Uint8Array[],
  searches: readonly Search[],
  strands: Strands,
): Map<number, number>[] {
  const random = new MersenneTwister1998();
  return searches.map((search) => {
    const reservoir = new Reservoir(random);
    const hits = new TestedWindows();
    for (const codes of records) testWindows(codes, search, strands, reservoir, hits);
    const nullShare = hits.isEmpty ? 1 : reservoir.nullShare();
    return hits.qValues(nullShare, Math.fround(reservoir.seen));
  });
}

function testWindows(
  codes: Uint8Array,
  search: Search,
  strands: Strands,
  reservoir: Reservoir,
  hits: TestedWindows,
): void {
  const { width, scores } = search.matrix;
  const offer = (p: number) => {
    reservoir.add(p);
    if (p <= search.pLimit) hits.add(p);
  };
  for (const run of knownRuns(codes)) {
    for (let start = run.start; start + width <= run.end; start++) {
      let forward = 0;
      let reverse = 0;
      for (let position = 0, cell = 0; position < width; position++, cell += 4) {
        forward += scores[cell + codes[start + position]];
        reverse += scores[cell + 3 - codes[start + width - 1 - position]];
      }
      if (strands !== "reverse") offer(search.distribution.pValue(forward, codes, start, "+"));
      if (strands !== "forward") offer(search.distribution.pValue(reverse, codes, start, "-"));
    }
  }
}
