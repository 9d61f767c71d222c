import { randomStream } from "../random.ts";
import { composition, gcShare } from "./composition.ts";
import type { FastaRecord } from "./fasta.ts";

/** A window that a sequence wants as its control: as long, and as rich in G and C. */
export interface WindowWish {
  readonly length: number;
  /** 0..1. */
  readonly gc: number;
}

/** Windows drawn for each wish; the one whose GC content is nearest is kept. */
const DRAWS = 100;

/**
 * For each wish a window of the genome: among 100 drawn evenly over all its bases, those left out that run over a record's
 * end or hold an unknown letter, the one nearest in GC content, the first drawn of equals. undefined where none is left.
 * Draws hang on `seed` and the wish's place in the list. `open` is called twice: for the lengths, then for the bases; one
 * record at a time is held.
 */
export async function gcMatchedWindows(
  wishes: readonly WindowWish[],
  open: () => AsyncIterable<Pick<FastaRecord, "codes">>,
  seed: number,
): Promise<(Uint8Array | undefined)[]> {
  let total = 0;
  for await (const { codes } of open()) total += codes.length;
  if (total === 0) return wishes.map(() => undefined);
  const positions = drawPositions(wishes.length, total, seed);
  const byPosition = Uint32Array.from(positions.keys()).sort((a, b) => positions[a] - positions[b]);
  const nearest = wishes.map((wish) => new NearestWindow(wish));
  let next = 0;
  let from = 0;
  for await (const { codes } of open()) {
    for (; next < byPosition.length && positions[byPosition[next]] < from + codes.length; next++) {
      const draw = byPosition[next];
      nearest[Math.floor(draw / DRAWS)].offer(codes, positions[draw] - from, draw % DRAWS);
    }
    from += codes.length;
  }
  return nearest.map(({ window }) => window);
}

/** Starts over the whole genome, end to end; [DRAWS·wish + draw]. */
function drawPositions(wishes: number, total: number, seed: number): Float64Array {
  const positions = new Float64Array(wishes * DRAWS);
  for (let wish = 0; wish < wishes; wish++) {
    const random = randomStream(seed, "genome", wish);
    for (let draw = 0; draw < DRAWS; draw++) positions[DRAWS * wish + draw] = Math.floor(random.uniform() * total);
  }
  return positions;
}

class NearestWindow {
  readonly #wish: WindowWish;
  #distance = Number.POSITIVE_INFINITY;
  #draw = 0;
  window: Uint8Array | undefined;

  constructor(wish: WindowWish) {
    this.#wish = wish;
  }

  offer(codes: Uint8Array, start: number, draw: number): void {
    const { length, gc } = this.#wish;
    const end = start + length;
    if (end > codes.length) return;
    const found = composition(codes, start, end);
    if (found.known < length) return;
    const distance = Math.abs(gcShare(found) - gc);
    if (distance > this.#distance || (distance === this.#distance && draw > this.#draw)) return;
    this.#distance = distance;
    this.#draw = draw;
    this.window = codes.slice(start, end);
  }
}
