import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consensusMotif } from "../../src/motif/consensus.ts";
import { columnInformation } from "../../src/motif/information.ts";
import { LETTER_COLORS } from "../../src/motif/logo-letters.ts";
import { logoSvg } from "../../src/motif/logo-svg.ts";
import { motifFromCounts, reverseComplementMotif } from "../../src/motif/motif.ts";

const motifs = fc
  .array(
    fc.array(fc.nat(500), { minLength: 4, maxLength: 4 }).filter((c) => c.some((x) => x > 0)),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((columns) => motifFromCounts({ id: "X", name: "", source: "test" }, Float64Array.from(columns.flat())));

/** Letters in the order they are drawn: base, left edge, upper edge and height in pixels. */
function letters(svg: string): { base: number; x: number; y: number; height: number }[] {
  const pattern = /<path transform="matrix\(([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+)\)" fill="(#\w+)"/g;
  return [...svg.matchAll(pattern)].map(([, , scale, x, y, color]) => ({
    base: LETTER_COLORS.indexOf(color),
    x: Number(x),
    y: Number(y),
    height: 100 * Number(scale),
  }));
}

/** Names of elements left open, or closed out of turn. */
function unbalanced(svg: string): string[] {
  const open: string[] = [];
  for (const [, close, name, empty] of svg.matchAll(/<(\/?)(\w+)[^<>]*?(\/?)>/g)) {
    if (empty === "/") continue;
    if (close === "") open.push(name);
    else if (open.pop() !== name) return [name];
  }
  return open;
}

describe("logoSvg", () => {
  it("stacks letters to 75 pixels a bit on one baseline, likeliest on top", () => {
    fc.assert(
      fc.property(motifs, (motif) => {
        const svg = logoSvg(motif);
        expect(unbalanced(svg)).toEqual([]);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        const drawn = letters(svg);
        for (let position = 0; position < motif.width; position++) {
          const stack = drawn.filter(({ x }) => x === 47 + 30 * position);
          const height = stack.reduce((sum, letter) => sum + letter.height, 0);
          expect(Math.abs(height - 75 * columnInformation(motif, position))).toBeLessThan(0.8);
          for (const { y, height } of stack) expect(y + height).toBeLessThan(186.02);
          expect(stack.map((letter) => letter.height)).toEqual(
            stack.map((letter) => letter.height).sort((a, b) => a - b),
          );
        }
      }),
    );
  });

  it("gives the same bytes again, and the other strand as the turned motif", () => {
    fc.assert(
      fc.property(motifs, (motif) => {
        const svg = logoSvg(motif, { title: "t" });
        expect(logoSvg(motif, { title: "t" })).toBe(svg);
        expect(logoSvg(reverseComplementMotif(motif), { title: "t", reverseComplement: true })).toBe(svg);
      }),
      { numRuns: 30 },
    );
  });

  it("names the motif and the strand, and can leave the title out", () => {
    const motif = { ...consensusMotif("TATA"), id: "M1", name: "TBP" };
    expect(logoSvg(motif)).toContain(">M1 TBP</text>");
    expect(logoSvg(motif, { reverseComplement: true })).toContain(">M1 TBP (reverse complement)</text>");
    expect(logoSvg(motif, { title: "" })).not.toContain("M1");
  });

  it("lets no name break the picture", () => {
    const svg = logoSvg({ ...consensusMotif("TATA"), id: '<script>&"\u0007' });
    expect(svg).toContain("&lt;script&gt;&amp;&quot;\ufffd");
    expect(unbalanced(svg)).toEqual([]);
  });

  it("shrinks under the small-sample correction", () => {
    const [plain] = letters(logoSvg(consensusMotif("A")));
    const [corrected] = letters(logoSvg(consensusMotif("A"), { correctSmallSample: true }));
    expect(plain.height).toBeCloseTo(150, 3);
    expect(corrected.height).toBeCloseTo(150 - (75 * 3) / (2 * Math.LN2 * 20), 3);
  });
});
