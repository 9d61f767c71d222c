import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const cache = mkdtempSync(join(tmpdir(), "tatabox-npm-"));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

/** package.js where no registry can be reached. */
function make(...words: string[]) {
  const env = { ...process.env, npm_config_offline: "true", npm_config_cache: cache };
  return spawnSync(process.execPath, ["package.js", ...words], { cwd: ROOT, encoding: "utf8", env });
}

describe("npm run package", () => {
  it("names the targets that there are", () => {
    const { status, stderr } = make("--target", "amiga-m68k");
    expect([status, stderr]).toEqual([
      2,
      "package: no target amiga-m68k; there are linux-x64, linux-arm64, macos-x64, macos-arm64, win-x64, all\n",
    ]);
  });

  it("says which Node.js executables hold", () => {
    const { status, stderr } = make("--target", "node24-win-x64");
    expect([status, stderr]).toEqual([2, "package: node24-win-x64: executables hold Node.js 26\n"]);
  });

  it("says what could not be had without a network", () => {
    const elsewhere = process.arch === "arm64" ? "node26-linux-x64" : "node26-linux-arm64";
    const { status, stderr } = make("--target", elsewhere);
    expect(status).toBe(1);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^package: .* could not be (run|downloaded)/);
  });
});
