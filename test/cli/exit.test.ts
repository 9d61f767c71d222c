import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { fixture, PROGRAM } from "./tatabox.ts";

/** V8 says on stdout what it collected, and why. */
function collections(words: readonly string[]): string[] {
  const { stdout } = spawnSync(process.execPath, ["--trace-gc", PROGRAM, ...words], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => / ms: (Scavenge|Mark-Compact)/.test(line));
}

describe("the end of a process", () => {
  it.each([
    ["a result", ["promoters", fixture("genes/fos.fa"), "-q", "-o", "/dev/null"]],
    ["an error", ["promoters", "no-such.fa"]],
  ])("collects garbage last, so that no compile thread waits for it at exit: %s", (_, words) => {
    expect(collections(words).at(-1)).toMatch(/Mark-Compact .* testing/);
  });
});
