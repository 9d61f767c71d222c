import { base64Bytes } from "../kernel-module.ts";
import { RELAXED_KERNEL, STANDARD_KERNEL } from "./kernel-bytes.ts";

/**
 * How a scan is done: by the WebAssembly kernel with relaxed or standard SIMD, or by the plain scanner. All find the same
 * hits.
 */
export type KernelFlavour = "relaxed" | "standard" | "plain";

/** A module of one function that needs relaxed SIMD (i8x16.relaxed_swizzle). */
const RELAXED_PROBE = Uint8Array.from([
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 0, 253, 15],
  ...[65, 0, 253, 15, 253, 128, 2, 11],
]);

/** The fastest flavour that this engine runs. Node.js 20 has relaxed SIMD behind a flag that must be set before. */
export function fastestFlavour(): KernelFlavour {
  if (typeof WebAssembly === "undefined") return "plain";
  if (WebAssembly.validate(RELAXED_PROBE)) return "relaxed";
  return WebAssembly.validate(base64Bytes(STANDARD_KERNEL)) ? "standard" : "plain";
}

/** The compiled kernel, which may be handed to workers; undefined for `plain`. */
export function kernelModule(flavour: KernelFlavour): WebAssembly.Module | undefined {
  if (flavour === "plain") return undefined;
  return new WebAssembly.Module(base64Bytes(flavour === "relaxed" ? RELAXED_KERNEL : STANDARD_KERNEL));
}

/** The numbers that assembly/layout.ts exports: addresses and sizes in bytes, offsets of a motif's fields. */
type Layout = Readonly<
  Record<
    | ("BLOCK" | "OVERLAP" | "CODES" | "HITS" | "HIT_SIZE" | "PART")
    | ("WIDTH" | "STRIDE" | "STRAND_A" | "STRAND_B" | "SCORE_FLOOR" | "SCORES")
    | ("SIEVE_STEPS" | "SIEVE_START" | "SIEVE_TABLES" | "STEPS" | "TABLES" | "MOTIF_SIZE")
    | ("P_SOURCE" | "BY_WORDS" | "BY_LOSSES" | "P_COUNT" | "P_VALUES" | "P_LIMIT")
    | ("WORDS" | "PLACES" | "TOLERANCE" | "PER_BIT")
    | ("LOSSES" | "ASK_TO" | "ASK_AROUND" | "ASK_WITHIN"),
    number
  >
>;

/** WebAssembly's own unit of memory, in bytes. */
const PAGE = 65_536;
/** As many pages as a memory can have; where the system limits addresses, so many at least. */
const MOST_PAGES = [65_536, 4096] as const;

/** A memory that kernels of several threads may have, and to what size it can grow. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  readonly mostBytes: number;
}

/** Addresses for all the pages that a shared memory can have are taken at once, or it does not grow. */
function newMemory(): KernelMemory {
  const [most, least] = MOST_PAGES;
  const ofPages = (maximum: number) => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum, shared: true });
    memory.grow(1);
    return { memory, mostBytes: PAGE * maximum };
  };
  try {
    return ofPages(most);
  } catch {
    return ofPages(least);
  }
}

/** A kernel of one thread, in a part of its own of a memory that the kernels of other threads may share. */
export class Kernel {
  readonly layout: Layout;
  readonly memory: WebAssembly.Memory;
  /** To what size the memory can grow. */
  readonly mostBytes: number;
  /** Where its part of the memory begins, in bytes. */
  readonly base: number;
  /** Takes `length` codes at CODES, of which the first `own` start windows; returns how many of these are known bases. */
  readonly fill: (length: number, own: number) => number;
  /** Finds the hits of the motif at `address` and returns their number; they lie at HITS. */
  readonly scan: (address: number, owned: number) => number;
  /** Prepares the p-values of the motif at `address`, if they come from words. */
  readonly makePlaces: (address: number) => void;

  /** `memory`: that of another thread's kernel; left out: a new one. */
  constructor(module: WebAssembly.Module, { memory, mostBytes }: KernelMemory = newMemory()) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const { fill, scan, makePlaces, base, ...globals } = exports;
    this.memory = memory;
    this.mostBytes = mostBytes;
    this.fill = fill as Kernel["fill"];
    this.scan = scan as Kernel["scan"];
    this.makePlaces = makePlaces as Kernel["makePlaces"];
    this.layout = Object.fromEntries(
      Object.entries(globals).map(([name, global]) => [name, (global as { value: number }).value]),
    ) as Layout;
    this.base = this.reserve(this.layout.PART);
    (base as { value: number }).value = this.base;
  }

  /** A new stretch of the memory, of whole pages; where it begins. */
  reserve(bytes: number): number {
    return PAGE * this.memory.grow(Math.ceil(bytes / PAGE));
  }
}
