import { kernelText, writeWhenRun } from "../../sequence/assembly/compile.js";

export const kernelBytes = () =>
  kernelText(
    "build:kernel",
    new URL("kernel.ts", import.meta.url),
    {
      STANDARD_KERNEL: "standard",
      RELAXED_KERNEL: "relaxed",
    },
    ["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536", "--enable", "threads"],
  );

await writeWhenRun(import.meta.url, "../kernel-bytes.ts", kernelBytes);
