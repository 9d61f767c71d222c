import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundledLibrary } from "../../src/motif/library.ts";
import { type Motif, motifFromCounts } from "../../src/motif/motif.ts";
import { strandMatrices } from "../../src/regulation/cluster-windows.ts";
import { kernelForwardPass } from "../../src/regulation/forward-kernel.ts";
import { type ForwardInput, type ForwardPass, PlainForwardPass } from "../../src/regulation/forward-pass.ts";
import { regulationKernel } from "../../src/regulation/kernel.ts";
import { distinctWidths, strandPairs, windowSums } from "../../src/regulation/window-products.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";

/** All events of a record, worked through in blocks of so many bases. */
function eventsOf(pass: ForwardPass, length: number, block: number): number[] {
  const events: number[] = [];
  for (let to = Math.min(length, block); ; to = Math.min(length, to + block)) {
    events.push(...pass.advance(to));
    if (to === length) return events;
  }
}

/** A motif of `width` columns that prefers one letter or two in each. */
function madeMotif(width: number): Motif {
  const counts = Float64Array.from({ length: 4 * width }, (_, i) => ((7 * i + width) % 5 === 0 ? 20 : (3 * i) % 4));
  return motifFromCounts({ id: `w${width}`, name: "", source: "" }, counts);
}

function inputOf(motifs: readonly Motif[], codes: Uint8Array, backgroundRange = 100, gapBp = 35): ForwardInput {
  const weighted = motifs.map((motif, i) => ({ motif, weight: 1 + (i % 3) }));
  return { codes, matrices: strandMatrices(weighted, 0.375), gapBp, backgroundRange };
}

describe("the kernel's forward pass", () => {
  const plain = (input: ForwardInput) => new PlainForwardPass(input);
  const kernel = (input: ForwardInput) => kernelForwardPass(input)!;
  const motifs = [...bundledLibrary().slice(0, 9), ...Array.from({ length: 20 }, (_, i) => madeMotif(i + 2))];

  it("has the plain code's bits, whatever the motifs, the records and the settings (law)", () => {
    const letters = fc.constantFrom("A", "C", "G", "T", "N", "CAATC", "GGGCGG", "TATAAAAG", "CGCG");
    const text = fc.array(letters, { minLength: 1, maxLength: 300 }).map((parts) => parts.join(""));
    const chosen = fc.uniqueArray(fc.constantFrom(...motifs), { minLength: 1, maxLength: 6 });
    const range = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(text, chosen, range, fc.integer({ min: 1, max: 60 }), (word, some, backgroundRange, gapBp) => {
        const input = inputOf(some, encodeText(word), backgroundRange, gapBp);
        const { length } = input.codes;
        expect(eventsOf(kernel(input), length, length)).toEqual(eventsOf(plain(input), length, length));
      }),
    );
  });

  it("has them at the borders of blocks of any size", () => {
    const block = regulationKernel()!.layout.BLOCK;
    const length = 2 * block + 77;
    const [numbers] = fc.sample(fc.uint8Array({ min: 0, max: 40, minLength: length, maxLength: length }), {
      numRuns: 1,
      seed: 4,
    });
    const input = inputOf(
      motifs,
      Uint8Array.from(numbers, (n) => (n === 40 ? 4 : n & 3)),
    );
    const truth = eventsOf(plain(input), length, 5000);
    expect(truth.length).toBeGreaterThan(1000);
    for (const size of [block, block - 3, 41]) expect(eventsOf(kernel(input), length, size)).toEqual(truth);
  });

  it("makes way for the plain code where motifs or the background are too wide", () => {
    const { MOST_COLUMNS, MOST_RANGE } = regulationKernel()!.layout;
    const codes = new Uint8Array(10);
    expect(kernelForwardPass(inputOf([madeMotif(MOST_COLUMNS)], codes))).toBeDefined();
    expect(kernelForwardPass(inputOf([madeMotif(MOST_COLUMNS + 1)], codes))).toBeUndefined();
    expect(kernelForwardPass(inputOf([madeMotif(9)], codes, MOST_RANGE + 1))).toBeUndefined();
  });
});

describe("windowSums", () => {
  it("are the products of the letters' probabilities, whatever the width", () => {
    const codes = Uint8Array.from({ length: 200 }, (_, i) => (i === 90 ? 4 : (i * i + (i >> 3)) & 3));
    const matrices = inputOf([4, 5, 9, 10, 14, 16, 21].map(madeMotif), codes).matrices;
    for (const width of distinctWidths(matrices)) {
      const sums = windowSums(codes, 0, 200, strandPairs(matrices), width);
      for (const [start, sum] of sums.entries()) {
        const window = [...codes.subarray(start, start + width)];
        const products = matrices
          .filter((matrix) => matrix.width === width && window.length === width)
          .map(({ share, probabilities }) => window.reduce((p, code, i) => p * probabilities[5 * i + code], share));
        const truth = products.reduce((total, product) => total + product, 0);
        expect(Math.abs(sum - truth)).toBeLessThanOrEqual(1e-12 * truth);
      }
    }
  });
});
