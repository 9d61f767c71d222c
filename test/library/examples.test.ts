import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LIBRARY = join(ROOT, "src/library");
/** Inside the package, so that `tatabox` is found by its own name as in a program that depends on it. */
const folder = join(ROOT, "dist/examples");

interface Example {
  readonly name: string;
  readonly code: string;
  /** What it prints, from its comments. */
  readonly prints: string;
}

/** The code blocks of the doc comments. A comment behind console.log, or alone on a line, is a line that it prints. */
const examples: Example[] = readdirSync(LIBRARY).flatMap((file) => {
  const text = readFileSync(join(LIBRARY, file), "utf8");
  return [...text.matchAll(/```js\n([\s\S]*?)```/g)].map((match, i) => {
    const code = match[1].replace(/^ \* ?/gm, "").trimEnd();
    const prints = [...code.matchAll(/(?:^\s*|; |\) )\/\/ (.*)$/gm)].map((line) => `${line[1]}\n`).join("");
    return { name: `${file.replace(".ts", "")}-${i + 1}`, code, prints };
  });
});

/** The same program for CommonJS. */
function commonJs(code: string): string {
  const required = code.replace(/^import (\{[^}]+\}) from ("[^"]+");$/gm, "const $1 = require($2);");
  return `(async () => {\n${required}\n})();\n`;
}

function run(file: string) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(folder, file)], { cwd: ROOT, encoding: "utf8" });
  return { status, stdout, stderr };
}

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const { name, code } of examples) {
    writeFileSync(join(folder, `${name}.mjs`), code);
    writeFileSync(join(folder, `${name}.cjs`), commonJs(code));
    writeFileSync(join(folder, `${name}.mts`), code.replace("(error)", "(error: any)"));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the examples in the library's comments", () => {
  it("are there", () => {
    expect(examples.length).toBeGreaterThanOrEqual(8);
    expect(examples.filter(({ prints }) => prints === "")).toEqual([]);
  });

  it.each(examples)("$name prints what it says, as an ES module", ({ name, prints }) => {
    expect(run(`${name}.mjs`)).toEqual({ status: 0, stdout: prints, stderr: "" });
  });

  it.each(examples)("$name prints what it says, from CommonJS", ({ name, prints }) => {
    expect(run(`${name}.cjs`)).toEqual({ status: 0, stdout: prints, stderr: "" });
  });

  it("have the types that the package declares, in strict programs", () => {
    const program = `
      import { analyze, type Hit, islands, parseFasta, scan, bundledLibrary, TataboxError } from "tatabox";
      const hits: Hit[] = [];
      for await (const hit of scan(parseFasta(">x\\nACGT\\n"), bundledLibrary(), { pValue: 1e-3, strand: "forward" })) hits.push(hit);
      const [first]: Hit[] = hits;
      const score: number | undefined = first?.score;
      // @ts-expect-error: no such strand
      scan(parseFasta(""), [], { strand: "sideways" });
      // @ts-expect-error: no such method
      islands({ codes: new Uint8Array(4) }, { method: "ucsk" });
      // @ts-expect-error: records, not text
      analyze("ACGT");
      const code: 1 | 2 = new TataboxError(1, String(score)).exitCode;
      console.log(code);`;
    writeFileSync(join(folder, "types.mts"), program);
    const files = [...examples.map(({ name }) => `${name}.mts`), "types.mts"].map((file) => join(folder, file));
    const options =
      "--noEmit --strict --module nodenext --target es2022 --lib es2023 --types node --ignoreConfig".split(" ");
    const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
    const { stdout, status } = spawnSync(process.execPath, [compiler, ...options, ...files], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect([stdout, status]).toEqual(["", 0]);
  });
});
