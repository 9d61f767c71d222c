import { describe, expect, it } from "vitest";
import { annotatedPromoters } from "../../src/regulation/promoters.ts";
import { inAscii } from "../../src/report/ascii.ts";
import { promoterMap, recordBounds } from "../../src/report/promoter-map.ts";
import { encodeText, reverseComplement } from "../../src/sequence/alphabet.ts";
import { parseBedTss } from "../../src/sequence/tss.ts";
import { planted } from "../regulation/genes.ts";

const TSS = 400;
const letters = planted("A".repeat(1000), TSS, { [-31]: "TATAAAAGG", [-90]: "AGCCAATCAG", [-63]: "GCCCCGCCCC" });
const island = { start: 300, end: 520 };

function drawn(codes: Uint8Array, tss: number, strand: "+" | "-", columns: number, islands = [island]): string[] {
  const site = parseBedTss(`r ${tss} ${tss + 1} g 0 ${strand}`, "t.bed");
  const [promoter] = annotatedPromoters({ name: "r", codes, islands }, site);
  return promoterMap(promoter, recordBounds(tss, strand, codes.length), columns).split("\n");
}

/** Offset under a column of a map that has a column a base. */
const offsetAt = (column: number) => column - 9 - 250;

describe("promoterMap", () => {
  const codes = encodeText(letters);

  it("draws elements at their offsets, with a column a base where there is room", () => {
    const lines = drawn(codes, TSS, "+", 400);
    const own = lines.find((line) => line.startsWith("  +   5'"))!;
    const other = lines.find((line) => line.startsWith("  −   3'"))!;
    const labels = (name: string) =>
      lines.filter((line) => line.includes(name)).map((line) => offsetAt(line.indexOf(name)));
    expect(labels("TATA")).toEqual([-31]);
    expect(
      [...own].map((letter, at) => (letter === "█" ? offsetAt(at) : undefined)).filter((at) => at !== undefined),
    ).toEqual([...Array(5).keys()].map((i) => i - 88).concat([...Array(8).keys()].map((i) => i - 31)));
    expect(labels("CCAAT")).toEqual([-88]);
    expect(other).toContain("█");
    expect(lines.indexOf(lines.find((line) => line.includes("GC"))!)).toBeGreaterThan(lines.indexOf(other));
    const arrow = lines.find((line) => line.includes("┌─▶"))!;
    expect(offsetAt(arrow.indexOf("┌"))).toBe(0);
    const shade = lines.find((line) => line.startsWith("  island"))!;
    expect([offsetAt(shade.indexOf("░")), offsetAt(shade.lastIndexOf("▶"))]).toEqual([-100, 70]);
  });

  it("looks the same for a promoter of the reverse strand, but for the strands' names", () => {
    const turned = { start: 1000 - island.end, end: 1000 - island.start };
    const swapped = drawn(reverseComplement(codes), 999 - TSS, "-", 100, [turned]).map((line) =>
      line.replace(/^ {2}([+−])/, (_, strand) => `  ${strand === "+" ? "−" : "+"}`),
    );
    expect(swapped).toEqual(drawn(codes, TSS, "+", 100));
  });

  it.each([60, 80, 100, 150, 250])("keeps within %i columns", (columns) => {
    for (const line of drawn(codes, TSS, "+", columns)) expect([...line].length).toBeLessThanOrEqual(columns);
  });

  it("looks the same in ASCII: no other character, every column in its place", () => {
    const lines = drawn(codes, TSS, "+", 80);
    const plain = lines.map(inAscii);
    expect(plain.join("\n")).toMatch(/^[\n -~]+$/);
    expect(plain.map((line) => line.length)).toEqual(lines.map((line) => [...line].length));
    const arrow = lines.findIndex((line) => line.includes("┌─▶"));
    expect(plain[arrow].indexOf("+->")).toBe(lines[arrow].indexOf("┌─▶"));
    expect(plain.join("")).toMatch(/#.*:/);
  });

  it("draws the strands only as far as the record goes", () => {
    const lines = drawn(codes.subarray(TSS - 20, TSS + 30), 20, "+", 400, []);
    const own = lines.find((line) => line.startsWith("  +   5'"))!;
    expect([offsetAt(own.search(/[─█]/)), offsetAt(own.lastIndexOf("─"))]).toEqual([-20, 29]);
  });
});
