import fc from "fast-check";
import { expect, it } from "vitest";
import { ALL_TRIPLES, encodeSequences, KNOWN_TRIPLES, TRIPLE_LETTERS, writeRow } from "../../src/cnn/triples.ts";
import { reverseComplement } from "../../src/sequence/alphabet.ts";

const NOTHING = 5;

it("rows hold each position's letter and the two behind it, nothing where the sequence is not", () => {
  const codes = fc.uint8Array({ min: 0, max: 4, minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(codes, fc.nat(3), fc.nat(4), fc.boolean(), (record, missing, padding, reverse) => {
      const length = record.length + missing;
      const data = encodeSequences([record], length, padding, true);
      const known = missing === 0 && padding === 0 && record.every((code) => code < 4);
      expect(data.triples).toBe(known ? KNOWN_TRIPLES : ALL_TRIPLES);
      const out = new Uint8Array(data.rowLength + 2).fill(255);
      writeRow(data, 0, reverse, out, 1);
      expect([out[0], out[data.rowLength + 1]]).toEqual([255, 255]);
      const letters = [...(reverse ? reverseComplement(record) : record)];
      const row = [...Array(padding).fill(NOTHING), ...letters, ...Array(missing + padding).fill(NOTHING), 0, 0];
      for (let i = 0; i < data.rowLength; i++) {
        const triple = out[1 + i];
        expect(triple).toBeLessThan(data.triples);
        expect([...TRIPLE_LETTERS.subarray(3 * triple, 3 * triple + 3)]).toEqual(row.slice(i, i + 3));
      }
    }),
  );
});
