import type { CpgIsland, IslandSearch } from "../cpg/island.ts";
import { codesSoftMasked } from "../cpg/soft-mask.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { SpareBuffers } from "../sequence/fasta-parser.ts";
import type { Context } from "./command.ts";
import { inputPieces } from "./records.ts";

/** What the searches have found in the letters of a record that came last. `offset`: the record's own, of a region. */
export interface IslandPart extends Pick<FastaRecord, "name" | "offset" | "region"> {
  /** By search, ascending, in the record's coordinates. */
  readonly islands: readonly (readonly CpgIsland[])[];
  /** Is it the first, or the last of its record? */
  readonly first: boolean;
  readonly last: boolean;
  /** Letters of the record so far. */
  readonly length: number;
  /** With the last part: did every search have what it needs? */
  readonly passedOver: boolean;
}

/** A record with all of its islands. */
export interface IslandRecord extends Omit<IslandPart, "first" | "last"> {}

/** Few enough letters to take little memory, many enough that their number does not matter for the time. */
const PIECES = { pieceBases: 1 << 17, overlap: 0 };

/** The islands of all records or regions as their letters come, so that memory does not grow with a record. */
export async function* islandParts(
  context: Context,
  softMask: boolean,
  searchesOfRecord: () => readonly IslandSearch[],
): AsyncGenerator<IslandPart> {
  let searches: readonly IslandSearch[] = [];
  const spares = new SpareBuffers(PIECES);
  const masked = new Uint8Array(softMask ? PIECES.pieceBases : 0);
  for await (const piece of inputPieces(context, { ...PIECES, spares })) {
    const { name, region, origin, codes, letters, offset, last, length } = piece;
    if (offset === 0) searches = searchesOfRecord();
    const searched = softMask ? codesSoftMasked(letters, masked.subarray(0, letters.length)) : codes;
    const islands = searches.map((search) => {
      const found = search.take(searched);
      return last ? found.concat(search.finish()) : found;
    });
    spares.give(piece);
    const passedOver = last && searches.some((search) => search.passedOver === true);
    const place = { offset: origin, ...(region === undefined ? {} : { region }) };
    yield { name, ...place, islands, first: offset === 0, last, length, passedOver };
  }
}

/** The same, record by record. */
export async function* islandRecords(parts: AsyncIterable<IslandPart>): AsyncGenerator<IslandRecord> {
  let islands: CpgIsland[][] = [];
  for await (const { first, last, ...part } of parts) {
    if (first) islands = part.islands.map(() => []);
    for (const [i, found] of part.islands.entries()) for (const island of found) islands[i].push(island);
    if (last) yield { ...part, islands };
  }
}
