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
    | ("BLOCK" | "OVERLAP" | "CODES" | "HITS" | "MOTIFS")
    | ("WIDTH" | "STRIDE" | "STRAND_A" | "STRAND_B" | "SCORE_FLOOR" | "SCORES")
    | ("SIEVE_STEPS" | "SIEVE_START" | "SIEVE_TABLES" | "STEPS" | "TABLES" | "MOTIF_SIZE"),
    number
  >
>;

/** One kernel with its memory. */
export class Kernel {
  readonly layout: Layout;
  readonly memory: WebAssembly.Memory;
  /** Takes `length` codes at CODES, of which the first `own` start windows; returns how many of these are known bases. */
  readonly fill: (length: number, own: number) => number;
  /** Finds the hits of the motif at `address` and returns their number; they lie at HITS. */
  readonly scan: (address: number, owned: number) => number;

  constructor(module: WebAssembly.Module) {
    const { memory, fill, scan, ...globals } = new WebAssembly.Instance(module).exports;
    this.memory = memory as WebAssembly.Memory;
    this.fill = fill as Kernel["fill"];
    this.scan = scan as Kernel["scan"];
    this.layout = Object.fromEntries(
      Object.entries(globals).map(([name, global]) => [name, (global as { value: number }).value]),
    ) as Layout;
  }
}
