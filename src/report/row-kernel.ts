import { type KernelModule, kernelOf } from "../kernel-module.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import { COMPLEMENTS } from "../sequence/alphabet.ts";
import { ROW_KERNEL } from "./row-kernel-bytes.ts";

/** What assembly/rows.ts exports. */
export type RowKernel = KernelModule<
  | ("fixed" | "general" | "whole")
  | ("placeMotifs" | "placeRecord" | "placeHits" | "orderRoom" | "sortHits" | "writeRows"),
  "POWERS" | "NEGATIVE_POWERS" | "COMPLEMENTS" | "FREE" | "MOTIF_SIZE"
>;

/** A kernel that writes rows, with memory of its own; undefined where the engine has no WebAssembly with SIMD. */
export function rowKernel(): RowKernel | undefined {
  const encoder = new TextEncoder();
  const put = (text: string, out: number) => {
    return out + encoder.encodeInto(text, new Uint8Array(kernel!.memory.buffer, out)).written;
  };
  const kernel: RowKernel | undefined = kernelOf(ROW_KERNEL, {
    exactFixed: (x, digits, out) => put(formatFixed(x, digits), out),
    exactGeneral: (x, digits, out) => put(formatGeneral(x, digits), out),
  });
  if (kernel !== undefined) fillTables(kernel);
  return kernel;
}

function fillTables({ memory, layout }: RowKernel): void {
  const { POWERS, NEGATIVE_POWERS } = layout;
  const numbers = new Float64Array(memory.buffer);
  for (let at = POWERS; at < NEGATIVE_POWERS; at += 8) numbers[at / 8] = Number(`1e${(at - POWERS) / 8}`);
  for (let at = NEGATIVE_POWERS; at < layout.COMPLEMENTS; at += 8) {
    numbers[at / 8] = Number(`1e-${(at - NEGATIVE_POWERS) / 8}`);
  }
  new Uint8Array(memory.buffer).set(COMPLEMENTS, layout.COMPLEMENTS);
}
