import { type KernelFlavour, kernelModule } from "../../src/scan/kernel.ts";
import { enableRelaxedSimd } from "../../src/workers.ts";

enableRelaxedSimd();

/** Every way of scanning, for one test body over all. */
export const FLAVOURS: readonly KernelFlavour[] = ["plain", "standard", "relaxed"];

export const MODULES = Object.fromEntries(FLAVOURS.map((flavour) => [flavour, kernelModule(flavour)])) as Readonly<
  Record<KernelFlavour, WebAssembly.Module | undefined>
>;
