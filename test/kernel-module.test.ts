import fc from "fast-check";
import { expect, it } from "vitest";
import { base64Bytes } from "../src/kernel-module.ts";

it("base64Bytes gives back what Node.js encodes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      expect(base64Bytes(Buffer.from(bytes).toString("base64"))).toEqual(bytes);
    }),
  );
});
