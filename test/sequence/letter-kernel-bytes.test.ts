import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { kernelBytes } from "../../src/sequence/assembly/compile.js";

it("the committed letter kernel is what its source compiles to", { timeout: 60_000 }, async () => {
  const committed = readFileSync(new URL("../../src/sequence/letter-kernel-bytes.ts", import.meta.url), "utf8");
  expect(await kernelBytes()).toBe(committed);
});
