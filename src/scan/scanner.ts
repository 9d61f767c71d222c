import { type DistributionTables, distributionFrom } from "../motif/score-distribution.ts";
import { Hits } from "./hits.ts";
import { Kernel, type KernelMemory } from "./kernel.ts";
import { kernelMotif, kernelMotifSize, writeKernelMotif } from "./kernel-motif.ts";
import { addHit, type Strands, scanPlain } from "./plain.ts";
import type { Search } from "./search.ts";
import { type SharedSearches, sharedSearches } from "./search-plan.ts";

/** What the scanners of other threads work with as well: plain data, and the memory in which the motifs lie. */
export interface SharedScanner extends KernelMemory {
  readonly searches: SharedSearches;
  /** Index of a search and where its motif lies in the memory. */
  readonly addresses: readonly (readonly [search: number, address: number])[];
}

/**
 * Finds hits piece by piece, with the kernel if there is one; memory does not grow with the sequence. The hits are those of
 * the plain scanner, in another order ({@link Hits.sorted} sorts).
 */
export class Scanner {
  /** Bases that a piece must hold beyond those it owns, while its record goes on. */
  readonly overlap: number;
  /** The searches, with their p-values in the kernel's memory. */
  readonly searches: readonly Search[];
  readonly #strands: Strands;
  readonly #kernel: Kernel | undefined;
  /** Address of each search's motif in the kernel; searches that can have no hit are left out. */
  readonly #addresses: ReadonlyMap<number, number>;
  /** Are all p-values in the kernel that it can look up? The others are too large to be handed to other threads. */
  readonly #isWhole: boolean;
  /** Searches that are left to the plain scanner. */
  readonly #plain: readonly number[];

  /**
   * `module` from kernelModule (kernel.ts); without one the plain scanner does it all. `shared` is what a scanner of another
   * thread has prepared of the same searches and strands. Once `tableBytes` are taken, or half of what the kernel can have,
   * p-values stay outside of it.
   */
  constructor(
    searches: Iterable<Search>,
    strands: Strands,
    module: WebAssembly.Module | undefined,
    shared?: Omit<SharedScanner, "searches">,
    tableBytes = Number.POSITIVE_INFINITY,
  ) {
    this.#strands = strands;
    this.#kernel = module && new Kernel(module, shared);
    const widest = this.#kernel === undefined ? 0 : this.#kernel.layout.OVERLAP + 1;
    const placed =
      this.#kernel === undefined || shared !== undefined
        ? { searches: [...searches], addresses: shared?.addresses, isWhole: true }
        : placeMotifs(this.#kernel, searches, { widest, strands, tableBytes });
    this.searches = placed.searches;
    this.#isWhole = placed.isWhole;
    this.#addresses = new Map(placed.addresses);
    const widths = this.searches.map(({ matrix }) => matrix.width);
    this.overlap = widths.reduce((most, width) => Math.max(most, width - 1), 0);
    this.#plain = [...widths.keys()].filter((index) => widths[index] > widest);
  }

  /** Undefined where there is no kernel, or not all searches can be shared: then others must make their own. */
  get shared(): SharedScanner | undefined {
    const searches = this.#isWhole ? sharedSearches(this.searches) : undefined;
    if (this.#kernel === undefined || searches === undefined) return undefined;
    const { memory, mostBytes } = this.#kernel;
    return { searches, memory, mostBytes, addresses: [...this.#addresses] };
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

  #scanBlocks(kernel: Kernel, codes: Uint8Array, own: number, hits: Hits): void {
    const { BLOCK, OVERLAP, CODES } = kernel.layout;
    const memory = new Uint8Array(kernel.memory.buffer, kernel.base + CODES, BLOCK + OVERLAP);
    for (let from = 0; from < own; from += BLOCK) {
      const block = codes.subarray(from, from + BLOCK + OVERLAP);
      memory.set(block);
      const owned = kernel.fill(block.length, Math.min(BLOCK, own - from));
      if (owned > 0) this.#scanBlock(kernel, codes, from, owned, hits);
    }
  }

  #scanBlock(kernel: Kernel, codes: Uint8Array, from: number, owned: number, hits: Hits): void {
    const { HITS, HIT_SIZE, BLOCK } = kernel.layout;
    const numbers = new Float64Array(kernel.memory.buffer, kernel.base + HITS, (2 * BLOCK * HIT_SIZE) / 8);
    const places = new Int32Array(kernel.memory.buffer, kernel.base + HITS, (2 * BLOCK * HIT_SIZE) / 4);
    for (const [index, address] of this.#addresses) {
      const count = kernel.scan(address, owned);
      for (let hit = 0; hit < (count * HIT_SIZE) / 8; hit += HIT_SIZE / 8) {
        const p = numbers[hit + 1];
        const start = from + places[2 * hit + 4];
        const strand = places[2 * hit + 5];
        if (Number.isNaN(p)) addHit(codes, start, strand === 1, numbers[hit], this.searches[index], index, hits);
        else hits.add(index, start, strand, numbers[hit], p);
      }
    }
  }

  #scanPlain(codes: Uint8Array, own: number, index: number, hits: Hits): void {
    const search = this.searches[index];
    const found = scanPlain(codes.subarray(0, own + search.matrix.width - 1), [search], this.#strands);
    for (let i = 0; i < found.length; i++)
      hits.add(index, found.start[i], found.reverse[i], found.score[i], found.p[i]);
  }
}

/** Tables are laid out in stretches of at least so many bytes. */
const STRETCH = 1 << 20;

/** Lays the motifs out in the kernel's memory, one by one; the searches come back with their p-values there. */
function placeMotifs(
  kernel: Kernel,
  searches: Iterable<Search>,
  { widest, strands, tableBytes }: { widest: number; strands: Strands; tableBytes: number },
) {
  const addresses: [number, number][] = [];
  const placed: Search[] = [];
  const most = Math.min(tableBytes, kernel.mostBytes / 2);
  let isWhole = true;
  let next = 0;
  let end = 0;
  for (const search of searches) {
    const wanted = search.matrix.width > widest ? undefined : kernelMotif(search, strands);
    if (wanted === undefined) {
      placed.push(search);
      continue;
    }
    isWhole = end < most;
    const motif = isWhole ? wanted : { ...wanted, tables: undefined };
    const size = kernelMotifSize(motif, kernel);
    if (size > end - next) {
      next = kernel.reserve(Math.max(size, STRETCH));
      end = next + Math.max(size, STRETCH);
    }
    addresses.push([placed.length, next]);
    placed.push(withTables(search, writeKernelMotif(motif, kernel, next)));
    next += size;
  }
  return { addresses, searches: placed, isWhole };
}

/** The search with its p-values where the tables lie. */
function withTables(search: Search, tables: DistributionTables | undefined): Search {
  if (tables === undefined) return search;
  const { matrix, distribution } = search;
  return { ...search, distribution: distributionFrom(matrix, distribution.limit, tables) };
}
