import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { FastaParser } from "../../src/sequence/fasta-parser.ts";
import { fastestLetterReader } from "../../src/sequence/letter-kernel.ts";
import { type LetterReader, PlainLetterReader } from "../../src/sequence/letter-reader.ts";

/** Every way of reading letters, for one test body over all. */
const READERS: readonly [string, () => LetterReader][] = [
  ["plain", () => new PlainLetterReader()],
  ["SIMD", fastestLetterReader],
];

interface Taken {
  readonly letters: string;
  readonly codes: number[];
  readonly end: number;
  readonly lines: number;
  readonly gaps: number;
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const bytesOf = (letters: string) => Uint8Array.from(letters, (letter) => letter.charCodeAt(0));

function take(reader: LetterReader, bytes: Uint8Array, from = 0, to = bytes.length): Taken {
  const [letters, codes] = [new Uint8Array(bytes.length + 3), new Uint8Array(bytes.length + 3)];
  reader.begin(bytes);
  const count = reader.take(from, to, letters, codes, 3);
  expect([text(letters.subarray(0, 3)), text(letters.subarray(3 + count))]).toEqual([
    "\0\0\0",
    "\0".repeat(bytes.length - count),
  ]);
  const { end, lines, gaps } = reader;
  return { letters: text(letters.subarray(3, 3 + count)), codes: [...codes.subarray(3, 3 + count)], end, lines, gaps };
}

describe.each(READERS)("%s letter reader", (_, reader) => {
  it("keeps letters as they are and leaves line ends and blanks out", () => {
    const taken = take(reader(), bytesOf("ACGT\r\nacgtuU\n\nRYSWKM \tBDHVNXn\n"));
    expect(taken).toEqual({
      letters: "ACGTacgtuURYSWKMBDHVNXn",
      codes: [...encodeText("ACGTacgtuURYSWKMBDHVNXn")],
      end: 30,
      lines: 4,
      gaps: 0,
    });
  });

  it("turns gaps into N and stops at foreign bytes", () => {
    expect(take(reader(), bytesOf("A-C*G.\n>T"))).toEqual({
      letters: "ANCNGN",
      codes: [0, 4, 1, 4, 2, 4],
      end: 7,
      lines: 1,
      gaps: 3,
    });
  });

  it("knows all 256 bytes", () => {
    const reading = reader();
    const kinds = Array.from({ length: 256 }, (_, byte) => {
      const { letters, codes, end } = take(reading, Uint8Array.of(byte));
      return end === 0 ? "foreign" : letters === "" ? "skipped" : `${letters}${codes}`;
    });
    const of = (kind: string) => text(Uint8Array.from(kinds.keys()).filter((byte) => kinds[byte] === kind));
    expect(of("skipped")).toBe("\t\n\r ");
    expect(of("N4")).toBe("*-.N");
    const known = kinds.filter((kind) => kind !== "foreign" && kind !== "skipped");
    expect(known.filter((kind) => !kind.endsWith("4"))).toEqual(
      Array.from("ACGTUacgtu", (letter) => `${letter}${encodeText(letter)}`),
    );
    expect(known.length).toBe(2 * 17 + 3);
  });

  it("takes chunks longer than its window, from and to anywhere", () => {
    const line = `${"ACGTNacgtu".repeat(6)}\r\n`;
    const bytes = bytesOf(line.repeat(3000));
    const taken = take(reader(), bytes, 61, bytes.length - 2);
    expect([taken.letters.length, taken.end, taken.lines]).toEqual([60 * 2999, bytes.length - 2, 2999]);
    expect(taken.letters).toBe("ACGTNacgtu".repeat(6 * 2999));
  });
});

/** Sequence lines with anything in them. */
const bytes = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.stringMatching(/^[ACGTacgtNnuRYkm]{1,70}$/) },
      { weight: 3, arbitrary: fc.constantFrom("\n", "\r\n", "-", "***", " ", "\t") },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)) },
    ),
    { maxLength: 40 },
  )
  .map((parts) => bytesOf(parts.join("")));

describe("letter readers", () => {
  it("agree on any bytes, cut anywhere", () => {
    const [plain, fast] = READERS.map(([, reader]) => reader());
    fc.assert(
      fc.property(bytes, fc.nat(), fc.nat(), (chunk, first, second) => {
        const [from, to] = [first % (chunk.length + 1), second % (chunk.length + 1)].sort((a, b) => a - b);
        expect(take(fast, chunk, from, to)).toEqual(take(plain, chunk, from, to));
      }),
      { numRuns: 2000 },
    );
  });

  it("make the same pieces of a file, warnings and faults included", () => {
    const parse = (reader: LetterReader, file: Uint8Array, chunkBytes: number) => {
      const parser = new FastaParser("text", { pieceBases: 50, overlap: 7 }, reader);
      try {
        for (let i = 0; i < file.length; i += chunkBytes) parser.push(file.subarray(i, i + chunkBytes));
        parser.finish();
        return { pieces: parser.take(), gaps: parser.gaps, foreign: parser.foreign };
      } catch (error) {
        return (error as Error).message;
      }
    };
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 90 }), (parts, size) => {
        const file = Buffer.concat(parts.flatMap((part, i) => [bytesOf(`>r${i} about\n`), part, bytesOf("\n")]));
        const [plain, fast] = READERS.map(([, reader]) => parse(reader(), file, size));
        expect(fast).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });
});
