import { Hits } from "../scan/hits.ts";
import { addHit, knownRuns, scanPlain } from "../scan/plain.ts";
import type { Search } from "../scan/search.ts";
import type { Interval } from "../sequence/interval.ts";
import { type Kernel, regulationKernel } from "./kernel.ts";

/**
 * The hits of scanPlain on both strands, in its order, by WebAssembly where a region is short: a start-up has no time to
 * warm up JavaScript, nor to make the tables of the scan of genomes.
 */
export function scanRegion(codes: Uint8Array, searches: readonly Search[]): Hits {
  const kernel = regulationKernel();
  if (kernel === undefined || !fits(codes, searches, kernel)) return scanPlain(codes, searches, "both");
  const hits = new Hits();
  const runs = knownRuns(codes);
  const { memory, layout } = kernel;
  new Uint8Array(memory.buffer, layout.CODES, codes.length).set(codes);
  for (const [motif, search] of searches.entries()) {
    const { scores } = search.matrix;
    new Float64Array(memory.buffer, layout.FORWARD, scores.length).set(scores);
    for (const run of runs) scanRun(kernel, codes, run, search, motif, hits);
  }
  return hits.trimmed();
}

function fits(codes: Uint8Array, searches: readonly Search[], { layout }: Kernel): boolean {
  const { MOST_LETTERS, MOST_COLUMNS } = layout;
  return codes.length <= MOST_LETTERS && searches.every(({ matrix }) => matrix.width <= MOST_COLUMNS);
}

function scanRun(
  { memory, call, layout }: Kernel,
  codes: Uint8Array,
  { start, end }: Interval,
  search: Search,
  motif: number,
  hits: Hits,
): void {
  const { matrix, scoreFloor } = search;
  const count = call.scanWindows(start, end, matrix.width, scoreFloor);
  const scores = new Float64Array(memory.buffer, layout.WINDOWS, 2 * count);
  const places = new Int32Array(memory.buffer, layout.WINDOWS, 4 * count);
  for (let i = 0; i < count; i++) {
    const place = places[4 * i + 2];
    addHit(codes, place >> 1, (place & 1) === 1, scores[2 * i], search, motif, hits);
  }
}
