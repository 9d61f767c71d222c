import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CpgIsland, IslandSearch } from "../../src/cpg/island.ts";
import {
  ISLAND_METHOD_NAMES,
  ISLAND_METHODS,
  type IslandMethodName,
  type IslandOptions,
} from "../../src/cpg/methods.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { recordsOf } from "./records.ts";
import { lopsidedSequences, ODD_SEQUENCES, sequences } from "./sequences.ts";

/** The islands of a record in pieces of these lengths, over and over; each piece is spoilt once it has been taken. */
function inPieces(search: IslandSearch, codes: Uint8Array, lengths: readonly number[]): CpgIsland[] {
  const islands: CpgIsland[] = [];
  for (let from = 0, i = 0; from < codes.length; from += lengths[i++ % lengths.length]) {
    const piece = codes.slice(from, from + lengths[i % lengths.length]);
    islands.push(...search.take(piece));
    piece.fill(1);
  }
  return [...islands, ...search.finish()];
}

/** Options under which little is left out. */
const GENEROUS: Partial<IslandOptions> = { minLength: 5, minGcPercent: 20, minObsExp: 0.2, minWindowCpg: 1, raw: true };

const VARIANTS: readonly (readonly [IslandMethodName, Partial<IslandOptions>])[] = [
  ...ISLAND_METHOD_NAMES.flatMap((method) => [[method, {}] as const, [method, GENEROUS] as const]),
  ["emboss", { windowBp: 30, shiftBp: 7, minLength: 20 }],
  ["emboss", { windowBp: 2, shiftBp: 12, minLength: 5 }],
  ["emboss", { windowBp: 300, shiftBp: 3 }],
  ["cpgcluster", { distance: "intersection", maxPValue: 2 }],
  ["hmm", { posterior: 0.5 }],
  ["hmm", { posterior: 0.1, raw: true, enter: 0.01 }],
  ["hmm", { leave: 0.1, enter: 0.1, raw: true }],
  // Paths that cross: a switch at every base is likelier than none.
  ["hmm", { leave: 0.95, enter: 0.9, raw: true }],
];

const lengths = fc.oneof(
  fc.constant([1]),
  fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
  fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 4 }),
);

describe.each(VARIANTS)("%s %o in pieces", (method, options) => {
  const { islands, search } = ISLAND_METHODS[method];

  it("finds what it finds in the whole record", () => {
    fc.assert(
      fc.property(fc.oneof(sequences, sequences, lopsidedSequences), lengths, (codes, pieces) => {
        expect(inPieces(search(options), codes, pieces)).toEqual(islands(codes, options));
      }),
      { numRuns: 60 },
    );
  });

  it("does so in odd records, with islands at both ends and gaps of all lengths", () => {
    const gaps = [1, 98, 99, 100, 101].map((n) => `${"CG".repeat(150)}${"N".repeat(n)}${"CCGG".repeat(80)}`);
    for (const text of [...ODD_SEQUENCES, ...gaps, ...gaps.map((gap) => `${"N".repeat(60)}${gap}${"N".repeat(70)}`)]) {
      const codes = encodeText(text);
      for (const pieces of [[1], [2, 3], [50], [100]]) {
        expect(inPieces(search(options), codes, pieces)).toEqual(islands(codes, options));
      }
    }
  });
});

describe.each(ISLAND_METHOD_NAMES)("%s in pieces of real sequences", (method) => {
  it.each(["test1", "edge", "embl"])("finds the islands of %s", (set) => {
    const { islands, search } = ISLAND_METHODS[method];
    for (const { codes } of recordsOf(set)) {
      for (const pieces of [[37], [1000]]) expect(inPieces(search(), codes, pieces)).toEqual(islands(codes));
    }
  });
});

describe("memory", () => {
  it("of the spans of an excursion that does not end: those too short to be reported go", () => {
    // The total falls by one with every CpG, so that each has a span of its own.
    const search = ISLAND_METHODS.ucsc.search();
    search.take(encodeText("CG".repeat(40_000)));
    const slope = encodeText(`CG${"A".repeat(16)}`.repeat(1000));
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 400; i++) expect(search.take(slope)).toEqual([]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20e6);
    expect(search.finish()[0]).toMatchObject({ start: 0, end: 80_002 });
  });
});
