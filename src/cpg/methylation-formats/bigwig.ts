import { dataError, TataboxError } from "../../errors.ts";
import { inflated } from "../../sequence/open.ts";
import type { MethylationRow } from "./row.ts";

const BIGWIG_MAGIC = [0x26, 0xfc, 0x8f, 0x88];
const BIGBED_MAGIC = [0xeb, 0xf2, 0x89, 0x87];

export type BinaryKind = "bigWig" | "bigBed";

/** Is this the start of a binary file of values, in either byte order? */
export function binaryKind(head: Uint8Array): BinaryKind | undefined {
  const starts = (magic: readonly number[]) =>
    magic.every((byte, i) => head[i] === byte) || magic.every((byte, i) => head[3 - i] === byte);
  if (starts(BIGWIG_MAGIC)) return "bigWig";
  return starts(BIGBED_MAGIC) ? "bigBed" : undefined;
}

/**
 * Hands over every value of a bigWig that is held in memory, in the order of its index (Kent et al. 2010, supplement). Throws a
 * data error for anything that cannot be read.
 */
export function readBigWig(bytes: Uint8Array<ArrayBuffer>, file: string, take: (row: MethylationRow) => void): void {
  try {
    new BigWigFile(bytes).values((sequence, start, end, value) => {
      if (!(value >= 0 && value <= 100)) {
        throw dataError(`value ${value} at ${sequence}:${start}-${end} is not between 0 and 100`, { file });
      }
      const row = { sequence, position: start, span: end - start, methylated: value };
      take({ ...row, strand: null, coverage: null, code: "any" });
    });
  } catch (error) {
    if (error instanceof TataboxError) throw error;
    throw dataError("is no readable bigWig (damaged or cut short?); copy or download it again", { file });
  }
}

type TakeValue = (sequence: string, start: number, end: number, value: number) => void;

/** Bytes of the headers of file, trees, tree nodes and data sections. */
const CHROMOSOMES_AT = 8;
const INDEX_AT = 24;
const BUFFER_AT = 52;
const CHROMOSOMES_HEADER = 32;
const INDEX_HEADER = 48;
const NODE_HEADER = 4;
const SECTION_HEADER = 24;
/** What an item of the index says of its range. */
const RANGE_BYTES = 16;
const [BED_GRAPH, VARIABLE_STEP, FIXED_STEP] = [1, 2, 3];
/** A section's most values, 12 bytes each. */
const LARGEST_SECTION = SECTION_HEADER + 12 * 0xffff;

class Damaged extends Error {}

/** Reading beyond the end is a RangeError of DataView; both kinds are told as damage. */
class BigWigFile {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  readonly #isLittleEndian: boolean;
  readonly #seen = new Set<number>();

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#isLittleEndian = bytes[0] === BIGWIG_MAGIC[0];
  }

  values(take: TakeValue): void {
    const sequences = this.#sequences();
    const isCompressed = this.#uint32(BUFFER_AT) > 0;
    this.#node(this.#offset(INDEX_AT) + INDEX_HEADER, [RANGE_BYTES + 16, RANGE_BYTES + 8], (at, isLeaf) => {
      if (!isLeaf) return this.#offset(at + RANGE_BYTES);
      const from = this.#offset(at + RANGE_BYTES);
      const stored = this.#bytes.subarray(from, from + this.#offset(at + RANGE_BYTES + 8));
      this.#section(isCompressed ? inflated(stored, LARGEST_SECTION) : stored, sequences, take);
      return undefined;
    });
  }

  /** Names and lengths by number. */
  #sequences(): Map<number, { name: string; length: number }> {
    const sequences = new Map<number, { name: string; length: number }>();
    const tree = this.#offset(CHROMOSOMES_AT);
    const [keyBytes, valueBytes] = [this.#uint32(tree + 8), this.#uint32(tree + 12)];
    if (valueBytes !== 8) throw new Damaged();
    this.#node(tree + CHROMOSOMES_HEADER, [keyBytes + 8, keyBytes + 8], (at, isLeaf) => {
      if (!isLeaf) return this.#offset(at + keyBytes);
      const name = new TextDecoder().decode(this.#bytes.subarray(at, at + keyBytes)).replace(/\0+$/, "");
      if (!/^\S+$/.test(name)) throw new Damaged();
      sequences.set(this.#uint32(at + keyBytes), { name, length: this.#uint32(at + keyBytes + 4) });
      return undefined;
    });
    return sequences;
  }

  /** Walks a tree; `take` returns where an inner node's item leads. No node is visited twice. */
  #node(
    at: number,
    [leafItem, innerItem]: readonly [number, number],
    take: (at: number, isLeaf: boolean) => number | undefined,
  ): void {
    if (this.#seen.has(at)) throw new Damaged();
    this.#seen.add(at);
    const isLeaf = this.#view.getUint8(at) !== 0;
    const count = this.#view.getUint16(at + 2, this.#isLittleEndian);
    for (let i = 0; i < count; i++) {
      const below = take(at + NODE_HEADER + i * (isLeaf ? leafItem : innerItem), isLeaf);
      if (below !== undefined) this.#node(below, [leafItem, innerItem], take);
    }
  }

  #section(bytes: Uint8Array, sequences: ReadonlyMap<number, { name: string; length: number }>, take: TakeValue): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const uint32 = (at: number) => view.getUint32(at, this.#isLittleEndian);
    const float32 = (at: number) => view.getFloat32(at, this.#isLittleEndian);
    const [first, step, span] = [uint32(4), uint32(12), uint32(16)];
    const [kind, count] = [view.getUint8(20), view.getUint16(22, this.#isLittleEndian)];
    const sequence = sequences.get(uint32(0));
    const itemBytes = { [BED_GRAPH]: 12, [VARIABLE_STEP]: 8, [FIXED_STEP]: 4 }[kind];
    if (sequence === undefined || itemBytes === undefined) throw new Damaged();
    for (let i = 0; i < count; i++) {
      const at = SECTION_HEADER + i * itemBytes;
      const start = kind === FIXED_STEP ? first + i * step : uint32(at);
      const end = kind === BED_GRAPH ? uint32(at + 4) : start + span;
      if (!(start < end && end <= sequence.length)) throw new Damaged();
      take(sequence.name, start, end, float32(at + itemBytes - 4));
    }
  }

  #uint32(at: number): number {
    return this.#view.getUint32(at, this.#isLittleEndian);
  }

  #offset(at: number): number {
    return Number(this.#view.getBigUint64(at, this.#isLittleEndian));
  }
}
