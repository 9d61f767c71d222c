import { type KernelModule, kernelOf } from "../kernel-module.ts";
import { KERNEL } from "./kernel-bytes.ts";

/** What assembly/kernel.ts exports. */
export type Kernel = KernelModule<
  | ("makeTables" | "fillWords" | "clearSums" | "addPair" | "fillShares" | "startPass" | "advance")
  | ("startPlaces" | "addSites" | "addComposition" | "findPlaces" | "scanWindows"),
  | ("BLOCK" | "MOST_COLUMNS" | "MOST_RANGE" | "MOST_WIDTHS")
  | ("CODES" | "WIDTHS" | "FORWARD" | "REVERSE" | "EVENTS" | "TABLES")
  | ("PLACES" | "MOST_REACH" | "MOST_SITE_COLUMNS" | "MOST_TABLE_BYTES" | "SITE_TABLES" | "FOUND")
  | ("MOST_LETTERS" | "WINDOWS")
>;

let made: Kernel | "none" | undefined;

/** The kernel of cluster searches, promoter scans and sites; undefined where the engine has no WebAssembly with SIMD. */
export function regulationKernel(): Kernel | undefined {
  made ??= kernelOf(KERNEL) ?? "none";
  return made === "none" ? undefined : made;
}
