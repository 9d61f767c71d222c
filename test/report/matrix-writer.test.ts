import { describe, expect, it } from "vitest";
import { matrixShape, uniqueNames } from "../../src/report/matrix-writer.ts";

describe("uniqueNames", () => {
  it("numbers repeated names and takes none that another one bears", () => {
    expect(uniqueNames(["a", "b", "a", "a"])).toEqual(["a", "b", "a_2", "a_3"]);
    expect(uniqueNames(["a", "a", "a_2"])).toEqual(["a", "a_3", "a_2"]);
    expect(uniqueNames(["a_2", "a", "a", "a_2"])).toEqual(["a_2", "a", "a_3", "a_2_2"]);
  });
});

describe("matrixShape", () => {
  const { heads, other } = matrixShape(["M1", "M2", "M1"]);

  it("heads the columns with distinct ids", () => {
    expect(heads!.matrix).toBe("sequence_name\tM1\tM2\tM1_2\n");
  });

  it("writes counts whole, scores with four digits, and NA where there is none", () => {
    const values = Float32Array.of(3, 12.345678, Number.NEGATIVE_INFINITY);
    expect(other!.matrix({ name: "chr1:1-9", values })).toBe("chr1:1-9\t3\t12.3457\tNA\n");
  });
});
