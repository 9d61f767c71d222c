import { describe, expect, it } from "vitest";
import { parseNumberTable } from "../../src/regulation/number-table.ts";
import { describeShared, sharedText } from "../shared.ts";

describe("tables of numbers", () => {
  it("read tabs or blanks, comments, CRLF, missing values and a last empty column", () => {
    const { columns, rows } = parseNumberTable("# made\nname\ta\tb\t\r\nx\t1\tNA\t\r\n\r\ny\t\t-2e1\r\n", "t");
    expect(columns).toEqual(["a", "b"]);
    expect([...rows].map(([name, values]) => [name, ...values])).toEqual([
      ["x", 1, Number.NaN],
      ["y", Number.NaN, -20],
    ]);
    expect([...parseNumberTable("f 1 2\nx 3 4\n", "t").rows.get("x")!]).toEqual([3, 4]);
  });

  it.each([
    ["n\ta\nx\t1\t2\n", /^t, line 2: has 2 numbers, the header 1 columns/],
    ["n\ta\tb\nx\t1\n", /^t, line 2: has 1 numbers, the header 2 columns/],
    ["n\ta\nx\tmuch\n", /^t, line 2: 'much' in column a is no number/],
    ["n\ta\nx\t1\nx\t2\n", /^t, line 3: the row x is listed twice/],
    ["n\ta\ta\nx\t1\t2\n", /^t, line 1: the column 'a' is listed twice/],
    ["# nothing\n", /^t: holds no table/],
  ])("name file and line of what is wrong: %j", (text, message) => {
    expect(() => parseNumberTable(text, "t")).toThrow(message);
  });
});

describeShared("GEMSTAT's tables", () => {
  it("37 enhancers and 6 factors at 60 positions", () => {
    const of = (name: string) => parseNumberTable(sharedText(`data/regulation/gemstat_fly/${name}`), name);
    const [expression, factors] = [of("expr.tab"), of("factor_expr.tab")];
    expect([expression.rows.size, factors.rows.size]).toEqual([37, 6]);
    expect(factors.columns).toEqual(expression.columns);
    expect(factors.columns).toHaveLength(60);
    expect(factors.rows.get("bcd")![0]).toBe(0.574);
  });
});
