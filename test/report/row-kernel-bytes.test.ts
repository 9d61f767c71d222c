import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { kernelBytes } from "../../src/report/assembly/compile.js";

it("the committed kernel is what its source compiles to", { timeout: 60_000 }, async () => {
  const committed = readFileSync(new URL("../../src/report/row-kernel-bytes.ts", import.meta.url), "utf8");
  expect(await kernelBytes()).toBe(committed);
});
