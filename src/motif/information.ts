import { BASES } from "../sequence/alphabet.ts";
import type { Motif } from "./motif.ts";

/** Information of one column in bits (Schneider & Stephens 1990), 2 − entropy, without small-sample correction. */
export function columnInformation(motif: Motif, position: number): number {
  let entropy = 0;
  for (let base = 0; base < 4; base++) {
    const p = motif.probabilities[4 * position + base];
    if (p > 0) entropy -= p * Math.log2(p);
  }
  return 2 - entropy;
}

/** Information of the whole motif in bits. */
export function informationContent(motif: Motif): number {
  let bits = 0;
  for (let position = 0; position < motif.width; position++) bits += columnInformation(motif, position);
  return bits;
}

const PAIRS: Readonly<Record<string, string>> = { AC: "M", AG: "R", AT: "W", CG: "S", CT: "Y", GT: "K" };

/**
 * IUPAC consensus by Cavener's rule (1987, NAR 15:1353): one letter at ≥ 50 % and at least twice the next; two letters
 * at ≥ 75 % together; else N.
 */
export function consensus(motif: Motif): string {
  let word = "";
  for (let position = 0; position < motif.width; position++) word += consensusLetter(motif, position);
  return word;
}

function consensusLetter(motif: Motif, position: number): string {
  const column = [0, 1, 2, 3]
    .map((base) => ({ letter: BASES[base], p: motif.probabilities[4 * position + base] }))
    .sort((a, b) => b.p - a.p);
  const [first, second] = column;
  if (first.p >= 0.5 && first.p >= 2 * second.p) return first.letter;
  if (first.p + second.p >= 0.75) return PAIRS[[first.letter, second.letter].sort().join("")];
  return "N";
}
