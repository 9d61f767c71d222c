import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { EXCLUDED, lossMass, plainLossMass } from "../../src/motif/loss-mass.ts";

const columns = fc
  .array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 })
  .map((rows) =>
    Int32Array.from(rows.flatMap(([a, c, g]) => [a, c, 0, g === 40 ? EXCLUDED : g, Math.max(a, c, g === 40 ? 0 : g)])),
  );

/** Every word by itself: the plain truth. */
function enumeratedTail(columns: Int32Array, background: readonly number[], cells: number): number[] {
  let words: [number, number][] = [[0, 1]];
  for (let at = 0; at < columns.length; at += 5) {
    words = words.flatMap(([loss, p]) =>
      background.map((b, base): [number, number] => [loss + columns[at + base], p * b]),
    );
  }
  return Array.from({ length: cells + 1 }, (_, x) => words.reduce((sum, [loss, p]) => (loss <= x ? sum + p : sum), 0));
}

describe.each([
  ["plain", plainLossMass],
  ["WebAssembly", lossMass],
])("P(loss ≤ x), %s", (_, tail) => {
  it("equals the sum over all words", () => {
    fc.assert(
      fc.property(columns, fc.integer({ min: 0, max: 260 }), (losses, cells) => {
        const background = [0.4, 0.1, 0.2, 0.3] as const;
        const truth = enumeratedTail(losses, background, cells);
        tail(losses, background, cells).forEach((p, x) => {
          expect(p).toBeCloseTo(truth[x], 12);
        });
      }),
      { numRuns: 60 },
    );
  });
});

it("WebAssembly gives the bits of the plain code, and takes motifs wider than it holds", () => {
  fc.assert(
    fc.property(columns, fc.integer({ min: 0, max: 3000 }), (losses, cells) => {
      for (const background of [[0.31, 0.19, 0.2, 0.3] as const, UNIFORM]) {
        expect(lossMass(losses, background, cells)).toEqual(plainLossMass(losses, background, cells));
      }
    }),
  );
  const wide = Int32Array.from({ length: 5 * 1500 }, (_, i) => (i % 5 === 0 ? 0 : 1));
  expect(lossMass(wide, UNIFORM, 50)).toEqual(plainLossMass(wide, UNIFORM, 50));
});
