import { UNKNOWN_BASE } from "../../sequence/alphabet.ts";

/** Three bases a letter (base 64: 16·first + 4·second + third), unknown ones as A; `[start, length]` of every unknown run. */
export type PackedBases = readonly [letters: string, ...unknownRuns: number[]];

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function packBases(codes: Uint8Array): PackedBases {
  const base = (at: number) => (at < codes.length && codes[at] < UNKNOWN_BASE ? codes[at] : 0);
  const letters = new Uint8Array(Math.ceil(codes.length / 3));
  for (let i = 0, at = 0; i < letters.length; i++, at += 3) {
    letters[i] = ALPHABET.charCodeAt(16 * base(at) + 4 * base(at + 1) + base(at + 2));
  }
  return [new TextDecoder().decode(letters), ...unknownRuns(codes)];
}

/** The `length` codes that {@link packBases} packed. */
export function unpackBases([letters, ...runs]: PackedBases, length: number): Uint8Array {
  const values = new Map([...ALPHABET].map((letter, value) => [letter.charCodeAt(0), value]));
  const codes = new Uint8Array(3 * letters.length);
  for (let i = 0; i < letters.length; i++) {
    const value = values.get(letters.charCodeAt(i)) ?? 0;
    codes[3 * i] = value >> 4;
    codes[3 * i + 1] = (value >> 2) & 3;
    codes[3 * i + 2] = value & 3;
  }
  for (let i = 0; i < runs.length; i += 2) codes.fill(UNKNOWN_BASE, runs[i], runs[i] + runs[i + 1]);
  return codes.subarray(0, length);
}

function unknownRuns(codes: Uint8Array): number[] {
  const runs: number[] = [];
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] < UNKNOWN_BASE) continue;
    const start = i;
    while (i < codes.length && codes[i] >= UNKNOWN_BASE) i++;
    runs.push(start, i - start);
  }
  return runs;
}
