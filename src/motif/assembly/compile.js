import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "../../scan/assembly/compile.js";

/** The text of loss-mass-bytes.ts. */
export async function lossMassBytes() {
  const binary = await compile("standard", new URL("loss-mass.ts", import.meta.url));
  return [
    "// Made by `npm run build:loss-mass` from assembly/loss-mass.ts; a test compares.",
    `export const LOSS_MASS =\n  "${Buffer.from(binary).toString("base64")}";`,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../loss-mass-bytes.ts", import.meta.url), await lossMassBytes());
}
