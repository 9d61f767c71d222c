import { expect, it } from "vitest";
import { kernelBytes } from "../../src/cnn/assembly/compile.js";
import { KERNEL } from "../../src/cnn/kernel-bytes.ts";

it("the kernel's bytes are what its source compiles to", async () => {
  expect(await kernelBytes()).toContain(KERNEL);
}, 60_000);
