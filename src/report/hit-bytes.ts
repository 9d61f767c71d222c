import { type Hits, ranksByWidth } from "../scan/hits.ts";
import type { Search } from "../scan/search.ts";
import { type RowKernel, rowKernel } from "./row-kernel.ts";
import type { RowExtras, ScannedLetters } from "./scan-rows.ts";

/** So many bytes of text at a time are made and copied, while they are in the cache. */
const CHUNK = 1 << 18;
/** Bytes of a row beyond its names and letters, at most: tabs, five numbers, 16 bytes that may be written too many. */
const ROW_NUMBERS = 256;
/** What the kernel may read or write behind each text. */
const BEHIND = 16;
const PAGE = 65_536;

/** Text of rows and their number. */
export interface RowBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rows: number;
}

/**
 * The rows of hits in tsv, as HIT_SHAPE has them, made by WebAssembly without strings, in the memory of `spare` if it is
 * large enough. Undefined where the engine has no WebAssembly with SIMD.
 */
export function tsvBytes(
  searches: readonly Search[],
  extras: RowExtras,
): ((record: ScannedLetters, hits: Hits, spare?: Uint8Array<ArrayBuffer>) => RowBytes) | undefined {
  const kernel = rowKernel();
  if (kernel === undefined) return undefined;
  const writer = new RowWriter(kernel, searches);
  const { qValueOf, largestQ = 1 } = extras;
  return (record, hits, spare = new Uint8Array(0)) => {
    const qValues = qValueOf && hits.p.slice(0, hits.length).map((p, i) => qValueOf(hits.motif[i], p));
    return writer.text(record, hits, qValues && { values: qValues, largest: largestQ }, spare);
  };
}

/** q-values of hits, and the largest that is shown. */
interface QValues {
  readonly values: Float64Array;
  readonly largest: number;
}

/** Lays out what rows are made of in a kernel's memory: motifs once, then each piece's names, letters and hits. */
class RowWriter {
  readonly #kernel: RowKernel;
  /** Where a piece's part begins. */
  readonly #piece: number;
  readonly #ranks: number;
  readonly #motifs: number;
  readonly #longestMotif: number;
  #end: number;

  constructor(kernel: RowKernel, searches: readonly Search[]) {
    this.#kernel = kernel;
    this.#end = kernel.layout.FREE;
    const encoder = new TextEncoder();
    const heads = searches.map(({ motif }) => encoder.encode(`${motif.id}\t${motif.name}\t`));
    const widths = searches.map(({ matrix }) => matrix.width);
    const places = heads.map((head) => this.#place(head));
    const fields = heads.flatMap((head, i) => [widths[i], places[i], head.length]);
    kernel.call.placeMotifs(this.#place(Uint32Array.from(fields)));
    this.#ranks = this.#place(ranksByWidth(searches));
    this.#motifs = searches.length;
    this.#longestMotif = Math.max(0, ...heads.map((head, i) => head.length + widths[i]));
    this.#piece = this.#end;
  }

  text(
    { name, letters, offset = 0 }: ScannedLetters,
    hits: Hits,
    qValues: QValues | undefined,
    spare: Uint8Array<ArrayBuffer>,
  ): RowBytes {
    this.#end = this.#piece;
    const { call, memory } = this.#kernel;
    const sequence = new TextEncoder().encode(`${name}\t`);
    call.placeRecord(this.#place(sequence), sequence.length, this.#place(letters));
    this.#placeHits(hits, qValues?.values);
    const { at, count } = this.#order(hits.length, qValues);
    const row = this.#longestMotif + sequence.length + ROW_NUMBERS;
    const most = Math.max(1, Math.floor(CHUNK / row));
    const out = this.#reserve(most * row);
    const text = new GrowingText(spare);
    for (let first = 0; first < count; first += most) {
      const end = call.writeRows(at + 4 * first, Math.min(most, count - first), offset, out);
      text.add(new Uint8Array(memory.buffer, out, end - out));
    }
    return { bytes: text.bytes(), rows: count };
  }

  /** Lays out the indices of the rows, in output order: where they lie, and how many they are. */
  #order(hits: number, qValues: QValues | undefined): { readonly at: number; readonly count: number } {
    const { call, memory } = this.#kernel;
    const at = this.#reserve(4 * hits);
    call.sortHits(hits, this.#ranks, this.#motifs, this.#reserve(call.orderRoom(hits)), at);
    if (qValues === undefined) return { at, count: hits };
    const { values, largest } = qValues;
    const order = new Uint32Array(memory.buffer, at, hits);
    const shown = order.filter((i) => values[i] <= largest);
    order.set(shown);
    return { at, count: shown.length };
  }

  #placeHits({ motif, start, reverse, score, p, length }: Hits, qValues: Float64Array | undefined): void {
    const columns = [motif, start, reverse, score, p].map((column) => this.#place(column.subarray(0, length)));
    const q = qValues === undefined ? 0 : this.#place(qValues);
    this.#kernel.call.placeHits(columns[0], columns[1], columns[2], columns[3], columns[4], q);
  }

  /** Copies an array behind what there is; where it begins. */
  #place(array: Uint8Array | Uint32Array | Float64Array): number {
    const at = this.#reserve(array.byteLength);
    const { buffer, byteOffset, byteLength } = array;
    new Uint8Array(this.#kernel.memory.buffer, at).set(new Uint8Array(buffer, byteOffset, byteLength));
    return at;
  }

  #reserve(bytes: number): number {
    const at = this.#end;
    this.#end = 8 * Math.ceil((at + bytes + BEHIND) / 8);
    const { memory } = this.#kernel;
    const missing = this.#end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return at;
  }
}

/** Text that is added to, in `spare` as long as that has room. */
class GrowingText {
  #memory: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(spare: Uint8Array<ArrayBuffer>) {
    this.#memory = spare;
  }

  add(text: Uint8Array): void {
    const need = this.#length + text.length;
    if (need > this.#memory.length) {
      const grown = new Uint8Array(Math.max(need, 2 * this.#memory.length));
      grown.set(this.#memory.subarray(0, this.#length));
      this.#memory = grown;
    }
    this.#memory.set(text, this.#length);
    this.#length = need;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#memory.subarray(0, this.#length);
  }
}
