import fc from "fast-check";
import { encodeText } from "../src/sequence/alphabet.ts";

export interface PlainEdit {
  readonly start: number;
  readonly end: number;
  readonly bases: string;
}

export const base = fc.constantFrom("A", "C", "G", "T");

export const codesOf = encodeText;

export function textOf(codes: Uint8Array): string {
  return Array.from(codes, (code) => "ACGTN"[code]).join("");
}

/** One or two bases changed, or some put in or taken out, inside a sequence of so many letters. */
export function randomEdit(length: number): fc.Arbitrary<PlainEdit> {
  return fc
    .record({
      start: fc.nat(length - 5),
      taken: fc.nat(4),
      bases: fc.string({ unit: base, maxLength: 4 }),
    })
    .map(({ start, taken, bases }) => ({ start, end: start + taken, bases }));
}
