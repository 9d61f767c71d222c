import type { Interval } from "./interval.ts";

/** A record as a plan of work knows it. */
export interface RecordLength {
  readonly name: string;
  readonly length: number;
}

/**
 * A part of a record that is worked on in one piece, 0-based half-open. What starts in [start, ownEnd) belongs to the piece;
 * the bases from there to `end` are seen by the next piece too.
 */
export interface ShardRegion extends Interval {
  readonly sequence: string;
  readonly ownEnd: number;
}

/** The regions of one piece of work, in the order of the records. */
export interface Shard {
  readonly regions: readonly ShardRegion[];
}

/**
 * At most `pieces` pieces that own equally many bases. Records are cut wherever that falls; a region sees `overlap` bases
 * more than it owns, so that every window of up to `overlap` + 1 bases lies whole in the piece that owns its start. Pieces
 * own more than `overlap` bases: of small inputs there are fewer. Empty records are in no piece.
 */
export function cutInsideRecords(records: readonly RecordLength[], pieces: number, overlap: number): Shard[] {
  const total = totalBases(records);
  const count = Math.max(1, Math.min(pieces, Math.floor(total / (overlap + 1))));
  const shards: ShardRegion[][] = Array.from({ length: count }, () => []);
  let piece = 0;
  let before = 0;
  for (const { name, length } of records) {
    for (let start = 0; start < length; ) {
      const cut = Math.floor(((piece + 1) * total) / count) - before;
      const ownEnd = Math.min(cut, length);
      shards[piece].push({ sequence: name, start, end: Math.min(ownEnd + overlap, length), ownEnd });
      if (ownEnd === cut) piece++;
      start = ownEnd;
    }
    before += length;
  }
  return shards.map((regions) => ({ regions }));
}

/** At most `pieces` pieces of whole records, each where its middle falls when the bases are shared out equally. */
export function cutBetweenRecords(records: readonly RecordLength[], pieces: number): Shard[] {
  const total = totalBases(records);
  const shards: ShardRegion[][] = Array.from({ length: pieces }, () => []);
  let before = 0;
  for (const { name, length } of records) {
    const piece = Math.floor(((before + length / 2) * pieces) / total);
    if (length > 0) shards[piece].push({ sequence: name, start: 0, end: length, ownEnd: length });
    before += length;
  }
  return shards.filter((regions) => regions.length > 0).map((regions) => ({ regions }));
}

/** Is a record in more than one piece? */
export function isCutInside(shards: readonly Shard[], records: readonly RecordLength[]): boolean {
  const parts = shards.reduce((sum, { regions }) => sum + regions.length, 0);
  return parts > records.filter(({ length }) => length > 0).length;
}

function totalBases(records: readonly RecordLength[]): number {
  return records.reduce((sum, { length }) => sum + length, 0);
}
