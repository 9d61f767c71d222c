import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, tatabox } from "../cli/tatabox.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MAX_BYTES = 3_000_000;
let folder: string;
let project: string;
let tarball: { readonly filename: string; readonly size: number; readonly files: readonly { readonly path: string }[] };

const run = (program: string, ...words: string[]) => execFileSync(program, words, { cwd: project, encoding: "utf8" });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tatabox-install-"));
  project = join(folder, "project");
  mkdirSync(project);
  const packed = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: "pipe",
  });
  [tarball] = JSON.parse(packed);
  writeFileSync(join(project, "package.json"), "{}");
  // zod, which the library's types name, comes from the folder at hand: nothing is asked of a registry.
  const packages = [join(folder, tarball.filename), join(ROOT, "node_modules/zod")];
  run("npm", "install", "--offline", "--ignore-scripts", "--install-links", "--no-audit", "--no-fund", ...packages);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package", () => {
  it("is lean: the program, its manual and its licences", () => {
    expect(statSync(join(folder, tarball.filename)).size).toBeLessThanOrEqual(MAX_BYTES);
    const others = tarball.files
      .map(({ path }) => path)
      .filter((path) => !/^(bin|dist|man)\//.test(path) && !/^(LICENSE|NOTICE|README\.md|package\.json)$/.test(path));
    expect(others).toEqual([]);
    expect(tarball.files.filter(({ path }) => /^dist\/bin\/|fixtures|\.test\./.test(path))).toEqual([]);
  });

  it("runs in an empty folder as it does here", () => {
    expect(run("npx", "--no-install", "tatabox", "--version")).toBe(tatabox(["--version"]).out);
    expect(run("npx", "--no-install", "tatabox", "demo", "--json")).toBe(tatabox(["demo", "--json"]).out);
    const words = ["scan", fixture("genes/fos.fa"), "--json"];
    expect(run("npx", "--no-install", "tatabox", ...words)).toBe(tatabox(words).out);
  });

  it("is imported and required", () => {
    const print = "process.stdout.write(VERSION)";
    const version = tatabox(["--version"]).out.trim().replace("tatabox ", "");
    expect(run(process.execPath, "--input-type=module", "-e", `import { VERSION } from "tatabox"; ${print}`)).toBe(
      version,
    );
    expect(run(process.execPath, "-e", `const { VERSION } = require("tatabox"); ${print}`)).toBe(version);
  });
});
