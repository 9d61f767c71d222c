import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BestOfRecord } from "../../src/cli/scan-best.ts";
import { type PieceProduct, type PieceResult, pieceScanner } from "../../src/cli/scan-piece.ts";
import { UNIFORM } from "../../src/motif/background.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { fastestFlavour, kernelModule } from "../../src/scan/kernel.ts";
import { unpackHits } from "../../src/scan/packed-hits.ts";
import { Scanner } from "../../src/scan/scanner.ts";
import { plannedSearches } from "../../src/scan/search-plan.ts";
import { FastaParser, type FastaPiece } from "../../src/sequence/fasta-parser.ts";

const motifs = bundledLibrary().filter(({ name }) => ["TBP", "SP1", "NFYA", "GATA1", "Gata1"].includes(name));
const rule = { by: "pValue", limit: 0.01 } as const;
const searches = [...plannedSearches({ motifs, words: [], background: UNIFORM, pseudocount: 0.1, rule })];
const overlap = Math.max(...searches.map(({ matrix }) => matrix.width)) - 1;
const module = kernelModule(fastestFlavour());

/** Sequence with sites in it, N among it. */
const dna = fc
  .array(fc.constantFrom("TATAAAAGGC", "GGGGCGGGGC", "ccaatcag", "AGATAAGA", "N", "nn", "A", "cg", "T"), {
    maxLength: 60,
  })
  .map((parts) => parts.join(""));
const files = fc.array(dna, { minLength: 1, maxLength: 3 });
const sizes = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 300 }));

function piecesOf(records: readonly string[], pieceBases: number): FastaPiece[] {
  const parser = new FastaParser("text", { pieceBases, overlap });
  parser.push(new TextEncoder().encode(records.map((letters, i) => `>r${i}\n${letters}\n`).join("")));
  parser.finish();
  return parser.take();
}

/** What a scanner makes of the file in pieces of one size, each with its piece. */
function scanned(records: readonly string[], pieceBases: number, product: PieceProduct) {
  const scan = pieceScanner({ strands: "both", product }, new Scanner(searches, "both", module));
  return piecesOf(records, pieceBases).map((piece): { piece: FastaPiece; result: PieceResult } => {
    const { name, offset, letters, codes, own } = piece;
    return { piece, result: scan({ name, region: "peak", offset, letters, codes, own }) };
  });
}

const text = (format: string, named = false): PieceProduct => {
  return { kind: "text", format, fimo: false, named, qTables: undefined, largestQ: undefined };
};

describe("pieces of any size", () => {
  it.each([["tsv"], ["bed"], ["narrowpeak"], ["ndjson"], ["json"]])("give the same bytes: %s", (format) => {
    const bytes = (records: readonly string[], size: number, product: PieceProduct) =>
      Buffer.concat(scanned(records, size, product).map(({ result }) => result.text!.bytes)).toString();
    fc.assert(
      fc.property(files, sizes, fc.boolean(), (records, size, named) => {
        const product = text(format, named);
        expect(bytes(records, size, product)).toBe(bytes(records, Number.POSITIVE_INFINITY, product));
      }),
      { numRuns: 40 },
    );
  });

  it("give the same counts, presences and best scores", () => {
    const values = (records: readonly string[], size: number, value: "count" | "best" | "presence") => {
      const join = value === "count" ? (a: number, b: number) => a + b : Math.max;
      const rows = new Map<string, number[]>();
      for (const { piece, result } of scanned(records, size, { kind: "matrix", value })) {
        const row = rows.get(piece.name);
        rows.set(piece.name, row?.map((x, i) => join(x, result.values![i])) ?? [...result.values!]);
      }
      return [...rows];
    };
    fc.assert(
      fc.property(files, sizes, fc.constantFrom("count", "best", "presence"), (records, size, value) => {
        expect(values(records, size, value)).toEqual(values(records, Number.POSITIVE_INFINITY, value));
      }),
      { numRuns: 60 },
    );
  });

  it("give the same best hits", () => {
    const best = (records: readonly string[], size: number, count: number) => {
      const kept = new BestOfRecord(count, searches);
      return scanned(records, size, { kind: "hits", best: count }).flatMap(({ piece, result }) => {
        kept.add(piece, unpackHits(result.hits!));
        return piece.last ? [...kept.take({ name: piece.name, origin: 100 }, {})] : [];
      });
    };
    fc.assert(
      fc.property(files, sizes, fc.integer({ min: 1, max: 4 }), (records, size, count) => {
        expect(best(records, size, count)).toEqual(best(records, Number.POSITIVE_INFINITY, count));
      }),
      { numRuns: 60 },
    );
  });
});
