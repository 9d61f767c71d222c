import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const FEATURES = { standard: ["simd"], relaxed: ["simd", "relaxed-simd"] };

/** 2 MB to begin with. */
const OWN_MEMORY = ["--initialMemory", "32"];

/** Compiles an AssemblyScript file for standard or relaxed SIMD, with more options; the same source gives the same bytes. */
export async function compile(flavour, source, options = OWN_MEMORY) {
  let binary;
  const { error, stderr } = await asc.main(
    [
      "entry.ts",
      ...["--outFile", "entry.wasm", "--runtime", "stub"],
      ...["-O3", "--converge", "--noAssert"],
      ...FEATURES[flavour].flatMap((feature) => ["--enable", feature]),
      ...options,
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

/** The text of a module of kernels in base64: `constants` gives the flavour of each; `script` of package.json writes it. */
export async function kernelText(script, source, constants, options) {
  const lines = [`// Made by \`npm run ${script}\` from assembly/${basename(source.pathname)}; a test compares.`];
  for (const [name, flavour] of Object.entries(constants)) {
    const binary = await compile(flavour, source, options);
    lines.push(`export const ${name} =\n  "${Buffer.from(binary).toString("base64")}";`);
  }
  return `${lines.join("\n")}\n`;
}

/** Writes `text()` to `target`, a path from `script`, if that is the file that Node.js was started with. */
export async function writeWhenRun(script, target, text) {
  if (process.argv[1] === fileURLToPath(script)) writeFileSync(new URL(target, script), await text());
}

export const kernelBytes = () =>
  kernelText("build:letter-kernel", new URL("letters.ts", import.meta.url), { LETTER_KERNEL: "standard" });

await writeWhenRun(import.meta.url, "../letter-kernel-bytes.ts", kernelBytes);
