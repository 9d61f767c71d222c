import { Hits } from "./hits.ts";
import { Kernel } from "./kernel.ts";
import { type KernelMotif, kernelMotif, kernelMotifSize, writeKernelMotif } from "./kernel-motif.ts";
import { addHit, type Strands, scanPlain } from "./plain.ts";
import type { Search } from "./search.ts";

const PAGE = 65_536;

/** Motifs as they lie in a kernel's memory, for a kernel of another thread. */
export interface KernelImage {
  readonly bytes: Uint8Array;
  /** Index of a search and where its motif begins. */
  readonly addresses: readonly (readonly [search: number, address: number])[];
}

/**
 * Finds hits piece by piece, with the kernel if there is one; memory does not grow with the sequence. The hits are those of
 * the plain scanner, in another order ({@link Hits.sorted} sorts).
 */
export class Scanner {
  /** Bases that a piece must hold beyond those it owns, while its record goes on. */
  readonly overlap: number;
  readonly #searches: readonly Search[];
  readonly #strands: Strands;
  readonly #kernel: Kernel | undefined;
  /** Address of each search's motif in the kernel; searches that can have no hit are left out. */
  readonly #addresses: ReadonlyMap<number, number>;
  /** Searches that are left to the plain scanner. */
  readonly #plain: readonly number[];

  /**
   * `module` from kernelModule (kernel.ts); without one the plain scanner does it all. `image` is that of a scanner of the same
   * searches and strands.
   */
  constructor(
    searches: readonly Search[],
    strands: Strands,
    module: WebAssembly.Module | undefined,
    image?: KernelImage,
  ) {
    this.#searches = searches;
    this.#strands = strands;
    this.overlap = Math.max(0, ...searches.map(({ matrix }) => matrix.width - 1));
    this.#kernel = module && new Kernel(module);
    const widest = this.#kernel === undefined ? 0 : this.#kernel.layout.OVERLAP + 1;
    this.#plain = [...searches.keys()].filter((index) => searches[index].matrix.width > widest);
    if (this.#kernel === undefined) this.#addresses = new Map();
    else if (image === undefined) this.#addresses = this.#placeMotifs(this.#kernel, widest);
    else this.#addresses = placeImage(this.#kernel, image);
  }

  /** Undefined without a kernel. */
  get image(): KernelImage | undefined {
    if (this.#kernel === undefined) return undefined;
    return {
      bytes: new Uint8Array(this.#kernel.memory.buffer).slice(this.#kernel.layout.MOTIFS),
      addresses: [...this.#addresses],
    };
  }

  /**
   * Hits among the windows that start at the first `own` of `codes`; what follows them is the overlap with the next piece.
   * Starts are counted from the beginning of `codes`.
   */
  scan(codes: Uint8Array, own = codes.length): Hits {
    const hits = new Hits();
    this.addTo(hits, codes, own);
    return hits.trimmed();
  }

  /** The same, added to `hits`. */
  addTo(hits: Hits, codes: Uint8Array, own: number): void {
    for (const index of this.#plain) this.#scanPlain(codes, own, index, hits);
    if (this.#addresses.size > 0) this.#scanBlocks(this.#kernel!, codes, Math.min(own, codes.length), hits);
  }

  #placeMotifs(kernel: Kernel, widest: number): Map<number, number> {
    const placed = new Map<number, { motif: KernelMotif; address: number }>();
    let end = kernel.layout.MOTIFS;
    for (const [index, search] of this.#searches.entries()) {
      const motif = search.matrix.width > widest ? undefined : kernelMotif(search, this.#strands);
      if (motif === undefined) continue;
      placed.set(index, { motif, address: end });
      end += kernelMotifSize(motif, kernel);
    }
    makeRoom(kernel, end);
    for (const { motif, address } of placed.values()) writeKernelMotif(motif, kernel, address);
    return new Map([...placed].map(([index, { address }]) => [index, address]));
  }

  #scanBlocks(kernel: Kernel, codes: Uint8Array, own: number, hits: Hits): void {
    const { BLOCK, OVERLAP, CODES } = kernel.layout;
    const memory = new Uint8Array(kernel.memory.buffer);
    for (let from = 0; from < own; from += BLOCK) {
      const block = codes.subarray(from, from + BLOCK + OVERLAP);
      memory.set(block, CODES);
      const owned = kernel.fill(block.length, Math.min(BLOCK, own - from));
      if (owned > 0) this.#scanBlock(kernel, codes, from, owned, hits);
    }
  }

  #scanBlock(kernel: Kernel, codes: Uint8Array, from: number, owned: number, hits: Hits): void {
    const first = kernel.layout.HITS / 8;
    const scores = new Float64Array(kernel.memory.buffer);
    const places = new Int32Array(kernel.memory.buffer);
    for (const [index, address] of this.#addresses) {
      const count = kernel.scan(address, owned);
      for (let hit = first; hit < first + 2 * count; hit += 2) {
        const start = from + places[2 * hit + 2];
        addHit(codes, start, places[2 * hit + 3] === 1, scores[hit], this.#searches[index], index, hits);
      }
    }
  }

  #scanPlain(codes: Uint8Array, own: number, index: number, hits: Hits): void {
    const search = this.#searches[index];
    const found = scanPlain(codes.subarray(0, own + search.matrix.width - 1), [search], this.#strands);
    for (let i = 0; i < found.length; i++)
      hits.add(index, found.start[i], found.reverse[i], found.score[i], found.p[i]);
  }
}

function placeImage(kernel: Kernel, { bytes, addresses }: KernelImage): Map<number, number> {
  const { MOTIFS } = kernel.layout;
  makeRoom(kernel, MOTIFS + bytes.length);
  new Uint8Array(kernel.memory.buffer).set(bytes, MOTIFS);
  return new Map(addresses);
}

function makeRoom({ memory }: Kernel, end: number): void {
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}
