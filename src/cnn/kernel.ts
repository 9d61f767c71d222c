import { dataError } from "../errors.ts";
import { base64Bytes } from "../kernel-module.ts";
import { KERNEL } from "./kernel-bytes.ts";

type Call = (...numbers: number[]) => void;

/** The functions of assembly/; addresses, sizes and counts in the order of their parameters there. */
export type Kernel = Readonly<
  Record<
    | ("fillTables" | "firstForward" | "firstBackward" | "drainTables")
    | ("multiply" | "transpose" | "addRows")
    | ("poolMax" | "convolutionBackward" | "poolAverage" | "poolAverageBackward")
    | ("rectify" | "maskGradients" | "decayWeights" | "adam" | "dropOut"),
    Call
  >
>;

let compiled: WebAssembly.Module | undefined;

/** A kernel with a memory of its own. */
export function newKernel(): { kernel: Kernel; memory: WebAssembly.Memory } {
  compiled ??= new WebAssembly.Module(base64Bytes(KERNEL));
  const { memory, ...functions } = new WebAssembly.Instance(compiled).exports;
  return { kernel: functions as Kernel, memory: memory as WebAssembly.Memory };
}

const PAGE = 1 << 16;
/** Below lies what the compiler keeps for itself. */
const FIRST = 1024;

/** Hands out addresses, 64-byte aligned; the memory is made once all have been asked for. */
export class Arena {
  #end = FIRST;

  reserve(bytes: number): number {
    const at = this.#end;
    this.#end = at + Math.ceil(bytes / 64) * 64;
    return at;
  }

  /** Makes the memory large enough; it is all zeros. Throws a data error when there is not that much. */
  commit(memory: WebAssembly.Memory): void {
    const missing = Math.ceil((this.#end - memory.buffer.byteLength) / PAGE);
    if (missing <= 0) return;
    try {
      memory.grow(missing);
    } catch {
      const gigabytes = Math.ceil(this.#end / 1e8) / 10;
      throw dataError(
        `the network needs ${gigabytes} GB for a batch, which is too much; pool more, or use shorter sequences`,
      );
    }
  }
}
