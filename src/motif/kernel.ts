import { type KernelModule, kernelOf } from "../kernel-module.ts";
import { KERNEL } from "./kernel-bytes.ts";

/** What assembly/kernel.ts exports. */
export type Kernel = KernelModule<
  "lossMass" | "growWords" | "exactThreshold" | "makeRoom",
  ("BACKGROUND" | "COLUMNS" | "MOST_COLUMNS") | ("CELLS" | "MOST_CELL_COLUMNS" | "MOST_WORDS" | "WORDS" | "P_VALUES")
>;

/** Numbers from a kernel's memory, which the next call overwrites, in memory that threads may share. */
export function sharedCopy(memory: WebAssembly.Memory, at: number, count: number): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(8 * count));
  copy.set(new Float64Array(memory.buffer, at, count));
  return copy;
}

let made: Kernel | "none" | undefined;

/** The kernel of the p-values; undefined where the engine has no WebAssembly with SIMD. */
export function pValueKernel(): Kernel | undefined {
  made ??= kernelOf(KERNEL) ?? "none";
  return made === "none" ? undefined : made;
}
