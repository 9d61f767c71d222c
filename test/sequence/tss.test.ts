import { describe, expect, it } from "vitest";
import { parseBedTss } from "../../src/sequence/tss.ts";

const site = (sequence: string, position: number, strand: string, name = "", strandGiven = true) => ({
  sequence,
  position,
  strand,
  strandGiven,
  name,
});

describe("parseBedTss", () => {
  it("takes a one-base interval as the site and the 5' end of a longer one", () => {
    const text = "chr1\t100\t101\tone\t0\t+\nchr1\t200\t300\tlong\t0\t+\nchr1\t200\t300\tback\t0\t-\n";
    expect(parseBedTss(text, "t.bed")).toEqual([
      site("chr1", 100, "+", "one"),
      site("chr1", 200, "+", "long"),
      site("chr1", 299, "-", "back"),
    ]);
  });

  it("reads tabs and blanks, CRLF, comment, track and browser lines, blank lines and more columns", () => {
    const text = [
      "browser position chr7:1-100",
      'track name="my sites"',
      "# a comment",
      "",
      "chr1  5 6   blank 0  -",
      "chr 2\t7\t8\ttwo words\t0\t+\t7\t8\t0,0,0",
      "tracks\t9\t10\tx\t.\t+",
    ].join("\r\n");
    expect(parseBedTss(text, "t.bed")).toEqual([
      site("chr1", 5, "-", "blank"),
      site("chr 2", 7, "+", "two words"),
      site("tracks", 9, "+", "x"),
    ]);
  });

  it("gives a row without a strand a site on either, and says that it was not given", () => {
    const text = "a 4 5\nb 4 8 gene\nc 4 8 . 0 .\n";
    expect(parseBedTss(text, "t.bed")).toEqual([
      site("a", 4, "+", "", false),
      site("a", 4, "-", "", false),
      site("b", 4, "+", "gene", false),
      site("b", 7, "-", "gene", false),
      site("c", 4, "+", "", false),
      site("c", 7, "-", "", false),
    ]);
  });

  it("collapses identical sites and joins their names; a strand given once is given", () => {
    const text = "a 4 5 x\na 4 9 y 0 +\na 4 5 x 0 +\na 4 5 z 0 -\n";
    expect(parseBedTss(text, "t.bed")).toEqual([site("a", 4, "+", "x,y"), site("a", 4, "-", "x,z")]);
  });

  it("is an empty list for a file of comments", () => {
    expect(parseBedTss("#nothing\n", "t.bed")).toEqual([]);
  });

  it.each([
    ["a 4", "expected at least three columns"],
    ["a 5 5 x 0 +", "start 5 is not below end 5"],
    ["a 6 5 x 0 +", "start 6 is not below end 5"],
    ["a -1 5 x 0 +", "start -1 is negative"],
    ["a 1.5 5 x 0 +", "start '1.5' is not a whole number"],
    ["a 1 5e3 x 0 +", "end '5e3' is not a whole number"],
    ["a 1 99999999999999999999 x 0 +", "is not a whole number"],
    ["a 1 2 x 0 forward", "strand 'forward' is not +, - or ."],
    ["\t1\t2", "a row without a sequence name"],
  ])("names file and line of %j", (row, what) => {
    expect(() => parseBedTss(`# head\n${row}\n`, "t.bed")).toThrow(/^t\.bed, line 2: /);
    expect(() => parseBedTss(`# head\n${row}\n`, "t.bed")).toThrow(what);
  });
});
