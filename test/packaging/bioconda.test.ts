import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bash, packagingPath, packagingText, VERSION, workplace } from "./packages.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const { folder, env } = workplace();
const prefix = join(folder, "prefix");
const installed = { ...env, PATH: `${join(prefix, "bin")}:${process.env.PATH}` };

/** The commands under `test:`, with the version put in as conda-build does. */
function testCommands(): string[] {
  const [, block] = /^test:\n {2}commands:\n((?: {4}- .*\n)+)/m.exec(packagingText("bioconda/meta.yaml"))!;
  return block
    .trimEnd()
    .split("\n")
    .map((line) => line.slice("    - ".length).replaceAll("{{ version }}", VERSION));
}

beforeAll(() => {
  bash(`npm pack --ignore-scripts --silent --pack-destination "${folder}"`, ROOT, process.env);
  bash(`tar xzf tatabox-${VERSION}.tgz`, folder, env);
  mkdirSync(prefix);
  bash('bash "$RECIPE_DIR/build.sh"', join(folder, "package"), {
    ...env,
    RECIPE_DIR: packagingPath("bioconda"),
    PREFIX: prefix,
  });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(process.platform === "win32")("the bioconda recipe", () => {
  it("installs the program, its manual page and its licences", () => {
    expect(readdirSync(join(prefix, "bin"))).toEqual(["tatabox"]);
    expect(readdirSync(join(prefix, "share/man/man1"))).toEqual(["tatabox.1"]);
    expect(readdirSync(join(prefix, "lib/node_modules/tatabox"))).toContain("NOTICE");
  });

  it.each(testCommands())("%s", (command) => {
    expect(bash(command, folder, installed)).not.toBe("");
  });
});
