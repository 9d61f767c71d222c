import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { consensusMotif } from "../../src/motif/consensus.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { logoSheetSvg, logoSvg } from "../../src/motif/logo-svg.ts";

const TATA = bundledLibrary().find(({ id }) => id === "MA0108.2")!;

describe("logoSheetSvg", () => {
  it("draws the TATA box byte by byte as in test/golden (looked at through rsvg-convert)", () => {
    const golden = readFileSync(new URL("../golden/logo-MA0108.2.svg", import.meta.url), "utf8");
    expect(logoSvg(TATA)).toBe(golden);
    expect(logoSheetSvg([TATA])).toBe(golden);
  });

  it("puts several logos below each other, in their order", () => {
    const motifs = [TATA, { ...consensusMotif("CACGTG"), id: "E-box" }];
    const sheet = logoSheetSvg(motifs);
    const height = (svg: string) => Number(/height="([\d.]+)"/.exec(svg)![1]);
    const width = (svg: string) => Number(/width="([\d.]+)"/.exec(svg)![1]);
    const [first, second] = motifs.map((motif) => logoSvg(motif));
    expect(height(sheet)).toBe(height(first) + height(second));
    expect(width(sheet)).toBe(Math.max(width(first), width(second)));
    const shifts = [...sheet.matchAll(/<g transform="translate\(0 ([\d.]+)\)">/g)].map(([, y]) => Number(y));
    expect(shifts).toEqual([0, height(first)]);
    const letters = (svg: string) => svg.match(/<path transform="matrix[^>]+>/g)!;
    expect(letters(sheet)).toEqual([...letters(first), ...letters(second)]);
    expect([...sheet.matchAll(/<title>([^<]+)/g)].map(([, title]) => title)).toEqual([
      "2 sequence logos",
      "MA0108.2 TBP",
      "E-box",
    ]);
  });
});
