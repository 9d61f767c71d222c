import fc from "fast-check";
import { encodeText } from "../../src/sequence/alphabet.ts";

/** Sequences with islands, tracts, gaps and lone CpGs at every distance: what methods disagree about. */
export const sequences: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.oneof(
      fc.integer({ min: 1, max: 40 }).map((n) => "CG".repeat(n)),
      fc.integer({ min: 1, max: 60 }).map((n) => "A".repeat(n)),
      fc.integer({ min: 1, max: 120 }).map((n) => "N".repeat(n)),
      fc.stringMatching(/^[ACGT]{0,200}$/),
      fc.stringMatching(/^[CG]{0,200}$/),
      fc.constantFrom("C", "G", "CG", "GC", "N"),
    ),
    { maxLength: 40 },
  )
  .map((parts) => encodeText(parts.join("")));

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
