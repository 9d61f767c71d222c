import { kernelText, writeWhenRun } from "../../sequence/assembly/compile.js";

export const kernelBytes = () =>
  kernelText("build:p-value-kernel", new URL("kernel.ts", import.meta.url), { KERNEL: "standard" });

await writeWhenRun(import.meta.url, "../kernel-bytes.ts", kernelBytes);
