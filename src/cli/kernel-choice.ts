import { usageError } from "../errors.ts";
import { fastestFlavour, type KernelFlavour } from "../scan/kernel.ts";
import { enableRelaxedSimd } from "../workers.ts";

const FLAVOURS: readonly KernelFlavour[] = ["relaxed", "standard", "plain"];

/** The scanner's kernel: TATABOX_KERNEL (relaxed, standard, plain) if set, else the fastest that the engine runs. */
export function kernelFlavour(): KernelFlavour {
  const asked = process.env.TATABOX_KERNEL;
  if (asked === undefined || asked === "") {
    enableRelaxedSimd();
    return fastestFlavour();
  }
  const flavour = FLAVOURS.find((name) => name === asked);
  if (flavour === undefined) throw usageError(`TATABOX_KERNEL=${asked}: expected ${FLAVOURS.join(", ")}`);
  if (flavour === "relaxed") enableRelaxedSimd();
  return flavour;
}
