import { describe, expect, it } from "vitest";
import { codesSoftMasked } from "../../src/cpg/soft-mask.ts";
import { recordOf } from "./records.ts";

describe("codesSoftMasked", () => {
  it("makes lower case unknown and leaves upper case, U and every place as they are", () => {
    const letters = new TextEncoder().encode("ACGTUNRacgtunr");
    expect(Array.from(codesSoftMasked(letters))).toEqual([0, 1, 2, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4]);
  });

  it("leaves nothing of a record in lower case", () => {
    const { letters, codes } = recordOf("edge", "allLower");
    expect(codesSoftMasked(letters).every((code) => code === 4)).toBe(true);
    expect(codes.some((code) => code < 4)).toBe(true);
  });
});
