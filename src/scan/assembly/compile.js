import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "../../sequence/assembly/compile.js";

/** The text of kernel-bytes.ts. */
export async function kernelBytes() {
  const source = new URL("kernel.ts", import.meta.url);
  const base64 = async (flavour) => Buffer.from(await compile(flavour, source)).toString("base64");
  return [
    "// Made by `npm run build:kernel` from assembly/kernel.ts; a test compares.",
    `export const STANDARD_KERNEL =\n  "${await base64("standard")}";`,
    `export const RELAXED_KERNEL =\n  "${await base64("relaxed")}";`,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../kernel-bytes.ts", import.meta.url), await kernelBytes());
}
