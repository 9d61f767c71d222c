import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMBOSS_DEFAULTS, type EmbossOptions, embossIslands } from "../../src/cpg/emboss.ts";
import type { EmbossColumns } from "../../src/cpg/island.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { describeShared } from "../shared.ts";
import { islandRows } from "./expected-rows.ts";
import { oracleTable, recordOf } from "./records.ts";
import { sequences } from "./sequences.ts";

const { fround } = Math;

/** newcpgreport's scan as it is told, with one cell a base for every window: the plain truth. */
function plainRuns(codes: Uint8Array, { windowBp, shiftBp, minLength, minObsExp, minGcPercent }: EmbossOptions) {
  const [ratios, percents] = cells(codes, windowBp, shiftBp);
  const marked: { start: number; end: number }[] = [];
  let first = 0;
  let length = 0;
  for (let position = 0; position < codes.length - 10 * shiftBp; position += shiftBp) {
    let ratio = 0;
    let percent = 0;
    for (let i = position; i <= position + 10 * shiftBp; i++) {
      ratio = fround(ratio + ratios[i]);
      percent = fround(percent + percents[i]);
    }
    if (fround(ratio / 10) > fround(minObsExp) && fround(percent / 10) > fround(minGcPercent)) {
      if (length === 0) first = position;
      length += shiftBp;
      continue;
    }
    if (length > 0 && length >= minLength) marked.push({ start: first, end: position - shiftBp + 1 });
    length = 0;
  }
  if (length > 0 && length >= minLength) marked.push({ start: first, end: codes.length - 1 });
  return marked;
}

function cells(codes: Uint8Array, windowBp: number, shiftBp: number): [Float32Array, Float32Array] {
  const ratios = new Float32Array(codes.length);
  const percents = new Float32Array(codes.length);
  for (let i = 0; i <= codes.length - windowBp; i += shiftBp) {
    let [c, g, cpg] = [0, 0, 0];
    for (let at = i; at < i + windowBp; at++) {
      if (codes[at] === 1) c++;
      if (codes[at] === 2) g++;
      if (codes[at] === 1 && codes[at + 1] === 2) cpg++;
    }
    const middle = i + Math.floor(windowBp / 2);
    const expected = fround((c * g) / windowBp);
    ratios[middle] = expected > 0 ? cpg / expected : 0;
    percents[middle] = fround(fround(c / windowBp) * 100) + fround(fround(g / windowBp) * 100);
  }
  return [ratios, percents];
}

describe("embossIslands", () => {
  it("equals the scan with a cell for every base, for any window and shift", () => {
    const steps = fc.tuple(
      fc.integer({ min: 2, max: 120 }),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(1, 50, 200),
    );
    fc.assert(
      fc.property(sequences, steps, (codes, [windowBp, shiftBp, minLength]) => {
        const options = { ...EMBOSS_DEFAULTS, windowBp, shiftBp, minLength };
        const runs = embossIslands(codes, options).map(({ start, end }) => ({ start, end }));
        expect(runs).toEqual(plainRuns(codes, options));
      }),
    );
  });

  it("divides eleven windows by ten: 48 % GC everywhere passes a limit of 50 %, unless windows are 3 apart", () => {
    const { codes } = recordOf("edge", "gc48_2000");
    const [island] = embossIslands(codes);
    expect(island).toMatchObject({ start: 50, end: 1941, columns: { size: 1891, sumCg: 907, percentCg: "47.96" } });
    expect(embossIslands(codes, { shiftBp: 3 })).toEqual([]);
  });

  it("rounds in 32-bit floats: 396 of 640 is 61.87, not 61.88 (isl3)", () => {
    const [island] = embossIslands(recordOf("test1", "isl3").codes);
    expect(island).toMatchObject({ start: 1460, end: 2100 });
    expect(island.columns).toEqual({ method: "emboss", size: 640, sumCg: 396, percentCg: "61.87", obsExp: "0.94" });
  });

  it("stops one letter short of a sequence's end and gives two more than that as the size", () => {
    // Only short windows have their middles near enough to the end.
    const [island] = embossIslands(encodeText("CG".repeat(150)), { windowBp: 10 });
    expect(island).toMatchObject({ start: 0, end: 299, columns: { size: 301 } });
  });

  // Sums run over windows to the right of a position and ends are treated differently: no law of mirrors here.
});

function newcpgreportCells({ start, end, columns }: ReturnType<typeof embossIslands>[number]) {
  const { size, sumCg, percentCg, obsExp } = columns as EmbossColumns;
  return [start, end, start + 1, end, size, sumCg, percentCg, obsExp];
}

describeShared("EMBOSS 6.6.0 newcpgreport -window 100 -shift 1 -minlen 200 -minoe 0.6 -minpc 50", () => {
  it.each(["test1", "edge", "embl", "chr20"])("reports %s", (set) => {
    const rows = islandRows(set, embossIslands, newcpgreportCells);
    expect(rows).toEqual(oracleTable(`${set}.newcpgreport.tsv`));
  });

  it.each([
    [100, 10],
    [100, 3],
    [50, 1],
  ])("reports test1 with -window %i -shift %i", (windowBp, shiftBp) => {
    const rows = islandRows("test1", (codes) => embossIslands(codes, { windowBp, shiftBp }), newcpgreportCells);
    expect(rows).toEqual(oracleTable(`test1.newcpgreport.w${windowBp}.s${shiftBp}.tsv`));
  });
});
