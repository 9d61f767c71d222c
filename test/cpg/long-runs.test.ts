import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LongRunSearch } from "../../src/cpg/long-runs.ts";
import { countRegion, cpgPositions, RegionCounter } from "../../src/cpg/statistics.ts";
import { CPG_SHIFT, FIELD, G_SHIFT, KNOWN_SHIFT, WINDOW_BLOCK, Windows } from "../../src/cpg/windows.ts";
import type { Interval } from "../../src/sequence/interval.ts";
import { sequences } from "./sequences.ts";

/** Hits as stretches of equal answers, so that long runs occur. */
const answers = fc
  .array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 30 })), { maxLength: 12 })
  .map((stretches) => stretches.flatMap(([hit, length]) => Array<boolean>(length).fill(hit)));

/** All runs, with the positions coming in steps of `step`. */
function longRuns(count: number, least: number, holds: (position: number) => boolean, step = count): Interval[] {
  const search = new LongRunSearch(least, holds);
  const runs: Interval[] = [];
  for (let known = 0; known < count; known += step) runs.push(...search.advance(known));
  return [...runs, ...search.advance(count), ...search.finish()];
}

describe("LongRunSearch", () => {
  it("finds what a look at every position finds, however they come, and says what it needs", () => {
    const steps = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(answers, fc.integer({ min: 1, max: 40 }), steps, (hits, least, step) => {
        const text = hits.map((hit) => (hit ? "x" : ".")).join("");
        const plain = [...text.matchAll(/x+/g)]
          .map(({ index, 0: run }) => ({ start: index, end: index + run.length }))
          .filter(({ start, end }) => end - start >= least);
        expect(longRuns(hits.length, least, (at) => hits[at])).toEqual(plain);
        expect(longRuns(hits.length, least, (at) => hits[at], step)).toEqual(plain);
        const search = new LongRunSearch(least, (at) => {
          expect(at).toBeGreaterThanOrEqual(search.needed);
          return hits[at];
        });
        for (let known = 0; known < hits.length; known += step) search.advance(known);
      }),
    );
  });

  it("asks one of every `least` positions where nothing holds, and none twice in a row of hits", () => {
    const asked: number[] = [];
    longRuns(1000, 100, (at) => {
      asked.push(at);
      return false;
    });
    expect(asked).toEqual([99, 199, 299, 399, 499, 599, 699, 799, 899, 999]);
    let questions = 0;
    longRuns(1000, 100, () => ++questions > 0, 7);
    expect(questions).toBe(1000);
  });
});

describe("Windows", () => {
  const fields = (packed: number) => ({
    c: packed & FIELD,
    g: (packed >> G_SHIFT) & FIELD,
    cpg: (packed >> CPG_SHIFT) & FIELD,
    known: packed >>> KNOWN_SHIFT,
  });

  it("count what a count of each window gives, in blocks and in any order", () => {
    const order = fc.array(fc.nat(5000), { maxLength: 20 });
    fc.assert(
      fc.property(sequences, fc.constantFrom(1, 2, 100, 200, 255), order, (codes, width, places) => {
        const windows = new Windows(codes, width);
        expect(windows.count).toBe(Math.max(0, codes.length - width + 1));
        for (let first = 0; first < windows.count; first += WINDOW_BLOCK) {
          const size = windows.load(first);
          for (let i = 0; i < size; i += 37) {
            expect(fields(windows.packed[i])).toEqual(countRegion(codes, first + i, first + i + width));
          }
        }
        const any = new Windows(codes, width);
        for (const place of windows.count === 0 ? [] : places.flatMap((at) => [at, at + 1, at + 2, at + 1, at])) {
          const at = place % windows.count;
          expect(fields(any.at(at))).toEqual(countRegion(codes, at, at + width));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("counts in tight loops", () => {
  it("equal those of a counter that moves, and positions those of a plain look, wherever the letters lie in memory", () => {
    fc.assert(
      fc.property(sequences, fc.nat(7), fc.nat(400), (letters, offset, length) => {
        const codes = letters.subarray(Math.min(offset, letters.length));
        const end = Math.min(codes.length, length);
        const counter = new RegionCounter(codes);
        counter.moveTo(0, end);
        const { c, g, cpg, known } = counter;
        expect(countRegion(codes, 0, end)).toEqual({ c, g, cpg, known });
        const plain = Array.from(codes.keys()).filter((i) => codes[i] === 1 && codes[i + 1] === 2);
        expect(Array.from(cpgPositions(codes))).toEqual(plain);
      }),
    );
  });

  it("find CpGs at any place and length of a view on memory", () => {
    const memory = Uint8Array.from({ length: 24 }, (_, i) => 1 + (i & 1));
    for (let offset = 0; offset < 9; offset++) {
      for (let length = 0; length < 15; length++) {
        const codes = memory.subarray(offset, offset + length);
        const plain = Array.from(codes.keys()).filter((i) => codes[i] === 1 && codes[i + 1] === 2);
        expect(Array.from(cpgPositions(codes))).toEqual(plain);
      }
    }
  });
});
