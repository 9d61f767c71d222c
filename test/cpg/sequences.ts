import fc from "fast-check";
import { encodeText } from "../../src/sequence/alphabet.ts";

/** Words from which a part is drawn, one kind a row: tracts, a gap, DNA like an island, DNA poor in CpG, any DNA. */
const KINDS: readonly (readonly string[])[] = [
  ["CG"],
  ["A"],
  ["C"],
  ["N"],
  ["CG", "CCG", "GC", "CGG", "A", "TG"],
  ["CG", "CCG", "GC", "CGG", "A", "N"],
  ["A", "T", "CA", "TG", "GC", "CCT", "CG"],
  ["A", "C", "G", "T"],
];

interface Part {
  readonly kind: number;
  readonly words: number;
  readonly seed: number;
}

/**
 * Sequences in which every method finds islands and has something to decide: stretches rich and poor in CpG, tracts, gaps
 * and lone words, some thousand letters in all. The parts shrink, the letters within follow from a part's seed.
 */
export const sequences: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.record<Part>({
      kind: fc.nat(KINDS.length - 1),
      words: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 400 })),
      seed: fc.nat(1_000_000),
    }),
    { maxLength: 12, size: "max" },
  )
  .map((parts) => encodeText(parts.map(partText).join("")));

function partText({ kind, words, seed }: Part): string {
  const choices = KINDS[kind];
  let state = seed;
  let text = "";
  for (let i = 0; i < words; i++) {
    state = (Math.imul(1103515245, state) + 12345) & 0x7fffffff;
    text += choices[Math.floor((state / 2 ** 31) * choices.length)];
  }
  return text;
}

/** Sequences on which a definition must not stumble. */
export const ODD_SEQUENCES: readonly string[] = [
  "",
  "C",
  "G",
  "N",
  "CG",
  "GC",
  "N".repeat(600),
  "CG".repeat(400),
  "C".repeat(400),
  "G".repeat(400),
  "AT".repeat(400),
  `${"CG".repeat(150)}${"N".repeat(300)}${"CG".repeat(150)}`,
];
