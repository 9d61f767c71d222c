import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { formatFixed, formatGeneral } from "../../src/printf.ts";
import { tsvBytes } from "../../src/report/hit-bytes.ts";
import { HIT_SHAPE } from "../../src/report/hit-shape.ts";
import { rowKernel } from "../../src/report/row-kernel.ts";
import { hitRows } from "../../src/report/scan-rows.ts";
import { rowText } from "../../src/report/writers.ts";
import { scanPlain } from "../../src/scan/plain.ts";
import { searchFor } from "../../src/scan/search.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";

const kernel = rowKernel()!;

/** What a function of the kernel writes. */
function written(write: (out: number) => number): string {
  const out = kernel.layout.FREE;
  return new TextDecoder().decode(new Uint8Array(kernel.memory.buffer).slice(out, write(out)));
}

/** Doubles of every size, decimal ties among them. */
const numbers = fc.oneof(
  fc.double({ min: -2000, max: 2000, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: -40_000_000, max: 40_000_000 }).map((n) => n / 20_000),
  fc.integer({ min: -4_000_000, max: 4_000_000 }).map((n) => n / 2 ** 11),
);
const shares = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.tuple(fc.double({ min: 1, max: 10 }), fc.integer({ min: -25, max: 3 })).map(([x, n]) => x * 10 ** n),
  fc.tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: -24, max: 0 })).map(([k, n]) => Number(`${k}e${n}`)),
  fc.integer({ min: 1, max: 40 }).map((n) => 2 ** -n),
  fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 40 })).map(([k, n]) => k / 4 ** n),
);

describe("rows as bytes", () => {
  it("has the numbers of printf", () => {
    fc.assert(
      fc.property(numbers, (x) => {
        expect(written((out) => kernel.call.fixed(x, 4, out))).toBe(formatFixed(x, 4));
      }),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(shares, (x) => {
        expect(written((out) => kernel.call.general(x, 4, out))).toBe(formatGeneral(x, 4));
      }),
      { numRuns: 5000 },
    );
  });

  it("has whole numbers of any size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (n) => {
        expect(written((out) => kernel.call.whole(n, out))).toBe(String(n));
      }),
    );
  });

  it("has the rows of the hits' shape", () => {
    const rule = { by: "pValue", limit: 0.01 } as const;
    const searches = bundledLibrary()
      .filter(({ counts, width }) => counts !== undefined && width < 12)
      .slice(0, 12)
      .map((motif) => searchFor(motif, { background: UNIFORM, pseudocount: 0.1, rule }));
    const text = "acgtTATAAAAGGCNNCCAATCAGnACGTGGGCGGGgcuAUAUATAAGC".repeat(99);
    const record = { name: "é1", letters: new TextEncoder().encode(text), offset: 12_345_678_901 };
    const hits = scanPlain(encodeText(text), searches, "both");
    const extras = { qValueOf: (motif: number, p: number) => Math.min(1, p * (motif + 20)), largestQ: 0.2 };
    const row = rowText("tsv", HIT_SHAPE)!;
    for (const some of [{}, extras]) {
      const expected = [...hitRows(record, hits, searches, some)].map(row);
      expect(expected.length).toBeGreaterThan(500);
      const { bytes, rows } = tsvBytes(searches, some)!(record, hits);
      expect([rows, new TextDecoder().decode(bytes)]).toEqual([expected.length, expected.join("")]);
    }
  });
});
