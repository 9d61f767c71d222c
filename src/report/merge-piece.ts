import { dataError } from "../errors.ts";
import type { RecordLength, Shard, ShardRegion } from "../sequence/shards.ts";
import { gff3Sequence } from "./gff3.ts";

/** What `shard` planned: the records of the input and the pieces made of them. */
export interface MergePlan {
  readonly records: readonly RecordLength[];
  readonly pieces: readonly Shard[];
}

/** Text in, joined text out: the lines of the files in their order, told apart by what is known of each file. */
export interface Joiner {
  /** `piece`: undefined when there is no plan; then every row is kept. */
  open(piece: MergePiece | undefined, file: string): void;
  line(line: string): string;
  /** The file's last line has come. */
  close(): string;
  end(): string;
}

/** One piece of a plan: which results are its own, and which belong to the next piece as well. */
export class MergePiece {
  readonly #file: string;
  readonly #regions: ReadonlyMap<string, ShardRegion>;
  /** Is a record of this piece shared with another one? */
  readonly isCut: boolean;
  /** The longest stretch that was read as one record. */
  readonly longestBp: number;

  constructor({ regions }: Shard, records: ReadonlyMap<string, number>, file: string) {
    this.#file = file;
    const named = regions.flatMap((region) => [
      [region.sequence, region] as const,
      [gff3Sequence(region.sequence), region] as const,
    ]);
    this.#regions = new Map(named);
    this.isCut = regions.some(({ sequence, start, ownEnd }) => start > 0 || ownEnd < records.get(sequence)!);
    this.longestBp = regions.reduce((most, { start, end }) => Math.max(most, end - start), 0);
  }

  /** The region of a result on `sequence`. Throws a data error when the piece has none: the files are in another order. */
  region(sequence: string): ShardRegion {
    const region = this.#regions.get(sequence);
    if (region !== undefined) return region;
    throw dataError(`holds results on ${sequence}, which this piece of the plan does not have; ${IN_ORDER}`, {
      file: this.#file,
    });
  }

  /** Is a row on `sequence` kept? `start` (0-based) matters only where records are cut. */
  keeps(sequence: string, start: number): boolean {
    if (this.isCut) return this.owns(sequence, start);
    this.region(sequence);
    return true;
  }

  /** Does what starts at `start` (0-based) belong to this piece, and not to the next one? */
  owns(sequence: string, start: number): boolean {
    const region = this.region(sequence);
    if (start >= region.start && start < region.end) return start < region.ownEnd;
    throw dataError(`holds a result at ${sequence}:${start + 1}, outside its piece of the plan; ${IN_ORDER}`, {
      file: this.#file,
    });
  }
}

const IN_ORDER = "name the files in the order of the pieces";

export function mergePieces({ records, pieces }: MergePlan, files: readonly string[]): MergePiece[] {
  const lengths = new Map(records.map(({ name, length }) => [name, length]));
  return pieces.map((piece, i) => new MergePiece(piece, lengths, files[i]));
}
