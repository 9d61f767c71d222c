import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { lettersText } from "../../src/sequence/alphabet.ts";
import { cutIntoPieces, readFasta, readFastaPieces } from "../../src/sequence/fasta.ts";
import { FastaParser, type FastaPiece, type PieceCut } from "../../src/sequence/fasta-parser.ts";

const folder = mkdtempSync(join(tmpdir(), "pieces-"));
afterAll(() => rmSync(folder, { recursive: true }));

const text = ({ letters }: { letters: Uint8Array }) => lettersText(letters, 0, letters.length);

function parse(fasta: string, cut: PieceCut, chunkBytes: number): FastaPiece[] {
  const bytes = new TextEncoder().encode(fasta);
  const parser = new FastaParser("text", cut);
  const pieces: FastaPiece[] = [];
  for (let i = 0; i < bytes.length; i += chunkBytes) {
    parser.push(bytes.subarray(i, i + chunkBytes));
    pieces.push(...parser.take());
  }
  parser.finish();
  return [...pieces, ...parser.take()];
}

const dna = fc.stringMatching(/^[ACGTNacgtnRYu*-]{0,80}$/);
const cuts = fc.record({ pieceBases: fc.integer({ min: 1, max: 100 }), overlap: fc.integer({ min: 0, max: 40 }) });
/** Few foreign letters, so that every file is DNA. */
const files = fc.record({
  records: fc.array(dna, { minLength: 1, maxLength: 4 }),
  width: fc.integer({ min: 1, max: 30 }),
  end: fc.constantFrom("\n", "\r\n", "\n\n"),
  chunkBytes: fc.integer({ min: 1, max: 50 }),
});

/** What the pieces of a record must be, from its whole letters. */
function checkPieces(pieces: readonly FastaPiece[], letters: string, { pieceBases, overlap }: PieceCut): void {
  let offset = 0;
  for (const [i, piece] of pieces.entries()) {
    const last = i === pieces.length - 1;
    expect([piece.offset, piece.last, piece.length]).toEqual([offset, last, offset + piece.own]);
    if (!last) expect(piece.own).toBe(pieceBases);
    expect(text(piece)).toBe(letters.slice(offset, offset + piece.own + (last ? 0 : overlap)));
    offset += piece.own;
  }
  expect(offset).toBe(letters.length);
}

describe("pieces", () => {
  it("own every base once and overlap as asked, however the bytes come", () => {
    fc.assert(
      fc.property(files, cuts, ({ records, width, end, chunkBytes }, cut) => {
        const fasta = records.map(
          (letters, i) =>
            `>r${i} about${end}${(letters.match(new RegExp(`.{1,${width}}`, "g")) ?? []).join(end)}${end}`,
        );
        const pieces = parse(fasta.join(""), cut, chunkBytes);
        for (const [i, letters] of records.entries()) {
          const own = pieces.filter(({ name, description }) => name === `r${i}` && description === "about");
          checkPieces(own, letters.replace(/[*-]/g, "N"), cut);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("cut out of whole records are the same", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(dna, { minLength: 1, maxLength: 3 }), cuts, async (records, cut) => {
        const path = join(folder, "whole.fa");
        writeFileSync(path, records.map((letters, i) => `>r${i}\n${letters}\n`).join(""));
        const quiet = () => {};
        const pieces: FastaPiece[] = [];
        for await (const piece of cutIntoPieces(readFasta([path], quiet), cut)) pieces.push(piece);
        for (const [i, letters] of records.entries()) {
          checkPieces(
            pieces.filter(({ name }) => name === `r${i}`),
            letters.replace(/[*-]/g, "N"),
            cut,
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it("warn once a record and file, as whole records do", async () => {
    const path = join(folder, "odd.fa");
    writeFileSync(path, `>x\n>x\n${"ACGT".repeat(50)}-!\n`);
    const heard = async (records: (warn: (message: string) => void) => AsyncIterable<unknown>) => {
      const warnings: string[] = [];
      for await (const _ of records((message) => warnings.push(message)));
      return warnings;
    };
    const warnings = await heard((warn) => readFastaPieces([path], warn, { pieceBases: 7, overlap: 3 }));
    expect(warnings.length).toBe(4);
    expect(warnings).toEqual(await heard((warn) => readFasta([path], warn)));
  });
});
