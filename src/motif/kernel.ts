import { type KernelModule, kernelOf } from "../kernel-module.ts";
import { KERNEL } from "./kernel-bytes.ts";

/** What assembly/kernel.ts exports. */
export type Kernel = KernelModule<
  "lossMass" | "growWords" | "exactThreshold" | "makeRoom",
  ("BACKGROUND" | "COLUMNS" | "MOST_COLUMNS") | ("CELLS" | "MOST_CELL_COLUMNS" | "MOST_WORDS" | "WORDS" | "P_VALUES")
>;

let made: Kernel | "none" | undefined;

/** The kernel of the p-values; undefined where the engine has no WebAssembly with SIMD. */
export function pValueKernel(): Kernel | undefined {
  made ??= kernelOf(KERNEL) ?? "none";
  return made === "none" ? undefined : made;
}
