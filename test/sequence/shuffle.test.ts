import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RandomStream, randomStream } from "../../src/random.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { shuffleDinucleotides } from "../../src/sequence/shuffle.ts";
import { describeShared, sharedText } from "../shared.ts";

const text = (codes: Uint8Array) => Array.from(codes, (code) => "ACGTN"[code]).join("");
const shuffled = (word: string, random: RandomStream) => text(shuffleDinucleotides(encodeText(word), random));

/** Sorted pairs of neighbours. */
function dinucleotides(word: string): string {
  return Array.from({ length: Math.max(0, word.length - 1) }, (_, i) => word.slice(i, i + 2))
    .sort()
    .join(" ");
}

/** Every sequence with the dinucleotides and the ends of `word`, by trying all orders of its inner bases. */
function rearrangements(word: string): string[] {
  const found: string[] = [];
  const extend = (head: string, left: readonly string[]): void => {
    if (left.length === 0) found.push(head + word.at(-1));
    for (const base of new Set(left)) {
      const at = left.indexOf(base);
      extend(head + base, [...left.slice(0, at), ...left.slice(at + 1)]);
    }
  };
  extend(word[0], [...word.slice(1, -1)]);
  return found.filter((other) => dinucleotides(other) === dinucleotides(word));
}

const sequences = fc.oneof(
  fc.string({ unit: fc.constantFrom("A", "C", "G", "T"), maxLength: 60 }),
  fc.string({ unit: fc.constantFrom("A", "A", "A", "C"), maxLength: 60 }),
  fc.string({ unit: fc.constantFrom("A", "C", "G", "T", "a", "c", "g", "t", "N"), maxLength: 80 }),
);

describe("shuffleDinucleotides", () => {
  it("keeps every dinucleotide count, both ends and the unknown letters, run by run", () => {
    fc.assert(
      fc.property(sequences, fc.nat(), (word, seed) => {
        const before = word.toUpperCase().split("N");
        const after = shuffled(word, randomStream(seed)).split("N");
        expect(after.map((run) => run.length)).toEqual(before.map((run) => run.length));
        before.forEach((run, i) => {
          expect(dinucleotides(after[i])).toBe(dinucleotides(run));
          expect(after[i].at(0)).toBe(run.at(0));
          expect(after[i].at(-1)).toBe(run.at(-1));
        });
      }),
    );
  });

  it("depends on the seed alone, not on letter case", () => {
    const word = "ACGTTGCATGCCATGACTAGCTAGGATC";
    const first = shuffled(word, randomStream(3, "x"));
    expect(shuffled(word.toLowerCase(), randomStream(3, "x"))).toBe(first);
    expect(shuffled(word, randomStream(4, "x"))).not.toBe(first);
    expect(first).not.toBe(word);
  });

  // 99.9 % points of chi-square by degrees of freedom.
  for (const { word, orders, limit } of [
    { word: "ACAGATA", orders: 6, limit: 20.52 },
    { word: "AACAAGAT", orders: 12, limit: 31.26 },
    { word: "ACACGTGTC", orders: 2, limit: 10.83 },
    { word: "AACCGGTTACG", orders: 8, limit: 24.32 },
    { word: "GATTACAGATTACA", orders: 90, limit: 135.98 },
  ]) {
    it(`makes each of the ${orders} rearrangements of ${word} equally often (chi-square)`, () => {
      const all = rearrangements(word);
      expect(all.length).toBe(orders);
      const counts = new Map(all.map((other) => [other, 0]));
      const random = randomStream(1, "uniform", word);
      const draws = 400 * orders;
      for (let i = 0; i < draws; i++) {
        const other = shuffled(word, random);
        counts.set(other, counts.get(other)! + 1);
      }
      const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 400) ** 2 / 400, 0);
      expect(counts.size).toBe(orders);
      expect(chiSquare).toBeLessThan(limit);
    });
  }

  it("draws the last exits once, also where bases are left by one rare dinucleotide", () => {
    const word = `${"AC".repeat(50_000)}${"GT".repeat(50_000)}`;
    const random = randomStream(1);
    let trees = 0;
    const uniform = () => {
      trees++;
      return random.uniform();
    };
    expect(dinucleotides(shuffled(word, { ...random, uniform }))).toBe(dinucleotides(word));
    expect(trees).toBe(1);
  });
});

describeShared(
  "peaks of data/cnn/deepbind (their negatives are exact dinucleotide shuffles by another program)",
  () => {
    it("are shuffled into the same class as those negatives", () => {
      const rows = sharedText("data/cnn/deepbind/REST_GM12878_NRSF_HudsonAlpha_B.seq.gz").trim().split("\n").slice(1);
      const sequence = (row: string) => row.split("\t")[2];
      const positives = rows.filter((row) => row.endsWith("\t1")).map(sequence);
      const negatives = rows.filter((row) => row.endsWith("\t0")).map(sequence);
      expect(positives.length).toBe(500);
      positives.forEach((peak, i) => {
        const ours = shuffled(peak, randomStream(1, "shuffle", i));
        expect(dinucleotides(ours)).toBe(dinucleotides(negatives[i]));
        expect([ours[0], ours.at(-1)]).toEqual([negatives[i][0], negatives[i].at(-1)]);
        expect(ours).not.toBe(peak);
      });
    });
  },
);
