import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "../../sequence/assembly/compile.js";

/** The text of row-kernel-bytes.ts. */
export async function kernelBytes() {
  const binary = await compile("standard", new URL("rows.ts", import.meta.url));
  return [
    "// Made by `npm run build:row-kernel` from assembly/rows.ts; a test compares.",
    `export const ROW_KERNEL =\n  "${Buffer.from(binary).toString("base64")}";`,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../row-kernel-bytes.ts", import.meta.url), await kernelBytes());
}
