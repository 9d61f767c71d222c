import { KERNEL } from "./kernel-bytes.ts";

/** What assembly/kernel.ts exports. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly lossMass: (columns: number, cells: number) => number;
  readonly growWords: (columns: number, floor: number, wordP: number, tolerance: number) => number;
  /** Byte addresses and sizes. */
  readonly layout: Readonly<
    Record<
      | ("BACKGROUND" | "COLUMNS" | "MOST_COLUMNS")
      | ("CELLS" | "MOST_CELL_COLUMNS" | "MOST_WORDS" | "WORDS" | "P_VALUES"),
      number
    >
  >;
}

let made: Kernel | "none" | undefined;

/** The kernel of the p-values; undefined where the engine has no WebAssembly with SIMD. */
export function pValueKernel(): Kernel | undefined {
  made ??= newKernel();
  return made === "none" ? undefined : made;
}

function newKernel(): Kernel | "none" {
  const binary = Uint8Array.from(atob(KERNEL), (character) => character.charCodeAt(0));
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(binary)) return "none";
  const { memory, lossMass, growWords, ...globals } = new WebAssembly.Instance(new WebAssembly.Module(binary)).exports;
  return {
    memory: memory as WebAssembly.Memory,
    lossMass: lossMass as Kernel["lossMass"],
    growWords: growWords as Kernel["growWords"],
    layout: Object.fromEntries(
      Object.entries(globals).map(([name, global]) => [name, (global as { value: number }).value]),
    ) as Kernel["layout"],
  };
}
