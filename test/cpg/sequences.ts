import fc from "fast-check";
import { encodeText } from "../../src/sequence/alphabet.ts";

/** Words from which a stretch is drawn, by its kind. */
const WORDS = {
  cpgTract: ["CG"],
  aTract: ["A"],
  cTract: ["C"],
  gap: ["N"],
  island: ["CG", "CCG", "GC", "CGG", "A", "TG"],
  islandWithGaps: ["CG", "CCG", "GC", "CGG", "A", "N"],
  richInC: ["C", "C", "CA", "CG", "CG"],
  richInG: ["G", "G", "TG", "CG", "CG"],
  poorInCpg: ["A", "T", "CA", "TG", "GC", "CCT", "CG"],
  any: ["A", "C", "G", "T"],
} as const;

type Kind = keyof typeof WORDS;

interface Stretch {
  readonly kind: Kind;
  readonly words: number;
  readonly seed: number;
}

/** Sequences of up to twelve stretches of the kinds. The stretches shrink, the letters within follow from a seed. */
function mosaics(kinds: readonly Kind[]): fc.Arbitrary<Uint8Array> {
  const stretch = fc.record<Stretch>({
    kind: fc.constantFrom(...kinds),
    words: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 400 })),
    seed: fc.nat(1_000_000),
  });
  return fc
    .array(stretch, { maxLength: 12, size: "max" })
    .map((stretches) => encodeText(stretches.map(stretchText).join("")));
}

/** Sequences in which every method finds islands and has something to decide. */
export const sequences = mosaics(Object.keys(WORDS) as Kind[]);

/**
 * Stretches rich in C, then in G, then in C, whose windows pass but not together: C and G apart make a higher CpG ratio
 * than C and G mixed.
 */
export const lopsidedSequences: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.integer({ min: 4, max: 20 }),
    fc.integer({ min: 100, max: 700 }),
    fc.integer({ min: 100, max: 700 }),
    fc.integer({ min: 0, max: 400 }),
  )
  .map(([run, first, second, third]) => {
    const richInC = `${"C".repeat(run)}CGCA`.repeat(100);
    const richInG = `${"G".repeat(run)}CGTG`.repeat(100);
    const bulk = "A".repeat(50);
    return encodeText(
      [bulk, richInC.slice(0, first), richInG.slice(0, second), richInC.slice(0, third), bulk].join(""),
    );
  });

function stretchText({ kind, words, seed }: Stretch): string {
  const choices = WORDS[kind];
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
