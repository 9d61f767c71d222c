import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const FEATURES = { standard: ["simd"], relaxed: ["simd", "relaxed-simd"] };

/** Compiles an AssemblyScript file for standard or relaxed SIMD; the same source gives the same bytes. */
export async function compile(flavour, source) {
  let binary;
  const { error, stderr } = await asc.main(
    [
      "entry.ts",
      ...["--outFile", "entry.wasm", "--runtime", "stub", "--initialMemory", "32"],
      ...["-O3", "--converge", "--noAssert"],
      ...FEATURES[flavour].flatMap((feature) => ["--enable", feature]),
    ],
    {
      readFile: (name) => readText(name === "entry.ts" ? source : new URL(name, source)),
      writeFile: (_, contents) => {
        binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${fileURLToPath(source)}: ${error.message}\n${stderr}`);
  return binary;
}

function readText(url) {
  try {
    return readFileSync(url, "utf8");
  } catch {
    return null;
  }
}

/** The text of letter-kernel-bytes.ts. */
export async function kernelBytes() {
  const binary = await compile("standard", new URL("letters.ts", import.meta.url));
  return [
    "// Made by `npm run build:letter-kernel` from assembly/letters.ts; a test compares.",
    `export const LETTER_KERNEL =\n  "${Buffer.from(binary).toString("base64")}";`,
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../letter-kernel-bytes.ts", import.meta.url), await kernelBytes());
}
