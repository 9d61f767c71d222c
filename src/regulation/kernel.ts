import { KERNEL } from "./kernel-bytes.ts";

/** What assembly/kernel.ts exports: functions of addresses, positions and counts, and the layout of their memory. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly call: Readonly<
    Record<
      | ("makeTables" | "fillWords" | "clearSums" | "addPair" | "fillShares" | "startPass" | "advance")
      | ("startPlaces" | "addSites" | "addComposition" | "findPlaces" | "scanWindows"),
      Call
    >
  >;
  /** Byte addresses and sizes. */
  readonly layout: Readonly<
    Record<
      | ("BLOCK" | "MOST_COLUMNS" | "MOST_RANGE" | "MOST_WIDTHS")
      | ("CODES" | "WIDTHS" | "FORWARD" | "REVERSE" | "EVENTS" | "TABLES")
      | (
          | "PLACES"
          | "MOST_REACH"
          | "MOST_SITE_COLUMNS"
          | "MOST_TABLE_BYTES"
          | "SITE_TABLES"
          | "FOUND"
          | "MOST_LETTERS"
          | "WINDOWS"
        ),
      number
    >
  >;
}

type Call = (...numbers: number[]) => number;

let made: Kernel | "none" | undefined;

/** The kernel of cluster searches and promoter scans; undefined where the engine has no WebAssembly with SIMD. */
export function regulationKernel(): Kernel | undefined {
  made ??= newKernel();
  return made === "none" ? undefined : made;
}

function newKernel(): Kernel | "none" {
  const binary = Uint8Array.from(atob(KERNEL), (character) => character.charCodeAt(0));
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(binary)) return "none";
  const { memory, ...others } = new WebAssembly.Instance(new WebAssembly.Module(binary)).exports;
  const isCall = (value: unknown): value is Call => typeof value === "function";
  const entries = Object.entries(others);
  const globals = entries.filter(([, value]) => !isCall(value)) as [string, { value: number }][];
  return {
    memory: memory as WebAssembly.Memory,
    call: Object.fromEntries(entries.filter(([, value]) => isCall(value))) as Kernel["call"],
    layout: Object.fromEntries(globals.map(([name, { value }]) => [name, value])) as Kernel["layout"],
  };
}
