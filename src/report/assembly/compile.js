import { kernelText, writeWhenRun } from "../../sequence/assembly/compile.js";

export const kernelBytes = () =>
  kernelText("build:row-kernel", new URL("rows.ts", import.meta.url), { ROW_KERNEL: "standard" });

await writeWhenRun(import.meta.url, "../row-kernel-bytes.ts", kernelBytes);
