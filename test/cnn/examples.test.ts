import { describe, expect, it } from "vitest";
import {
  checkClasses,
  classWeights,
  dealGroups,
  type Example,
  exampleOf,
  gcMatchedNegatives,
  shuffledNegatives,
  splitExamples,
} from "../../src/cnn/examples.ts";
import { randomStream } from "../../src/random.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";

function randomExamples(count: number, length: number, target = 1, seed = 1): Example[] {
  const random = randomStream(seed, "examples", target);
  return Array.from({ length: count }, (_, i) =>
    exampleOf({ name: `s${i}`, codes: Uint8Array.from({ length }, () => random.below(4)) }, target),
  );
}

const dinucleotides = (codes: Uint8Array) => {
  const counts = new Array<number>(16).fill(0);
  for (let i = 0; i + 1 < codes.length; i++) counts[4 * codes[i] + codes[i + 1]]++;
  return counts;
};
const gcCount = (codes: Uint8Array) => codes.filter((code) => code === 1 || code === 2).length;

describe("negatives", () => {
  const positives = randomExamples(50, 100);

  it("shuffled: the same dinucleotides, another order, the positive's group, a new draw each round", () => {
    const negatives = shuffledNegatives(positives, 1);
    negatives.forEach(({ codes, target, group }, i) => {
      expect(dinucleotides(codes)).toEqual(dinucleotides(positives[i].codes));
      expect(codes).not.toEqual(positives[i].codes);
      expect([target, group]).toEqual([0, positives[i].group]);
    });
    expect(shuffledNegatives(positives, 1)).toEqual(negatives);
    expect(shuffledNegatives(positives, 1, 1)[0].codes).not.toEqual(negatives[0].codes);
  });

  it("GC-matched: as many of each GC bin as the positives have, no window twice", () => {
    const background = randomExamples(4, 20_000, 0, 2);
    const { negatives, missing } = gcMatchedNegatives(positives, background, 1);
    expect(missing + negatives.length).toBe(50);
    expect(missing).toBeLessThan(10);
    const bins = (examples: readonly Example[]) => examples.map(({ codes }) => Math.floor(gcCount(codes) / 2)).sort();
    const wanted = bins(positives);
    for (const bin of bins(negatives)) {
      const at = wanted.indexOf(bin);
      expect(at).toBeGreaterThanOrEqual(0);
      wanted.splice(at, 1);
    }
    expect(new Set(negatives.map(({ name }) => name)).size).toBe(negatives.length);
  });

  it("GC-matched: counts what the background cannot give", () => {
    const background = [exampleOf({ name: "at", codes: encodeText("AT".repeat(500)) }, 0)];
    expect(gcMatchedNegatives(positives, background, 1)).toEqual({ negatives: [], missing: 50 });
  });
});

describe("splits", () => {
  const positives = randomExamples(60, 30);
  const examples = [
    ...positives,
    ...shuffledNegatives(positives, 1),
    ...randomExamples(40, 30, 0),
    ...positives.slice(0, 10),
  ];

  it("keep equal sequences, and a positive and its shuffle, together", () => {
    const part = dealGroups(examples, 5, 1);
    const partOf = new Map<number, number>();
    examples.forEach(({ group }, i) => {
      expect(partOf.get(group) ?? part[i]).toBe(part[i]);
      partOf.set(group, part[i]);
    });
  });

  it("deal every class out evenly", () => {
    const part = dealGroups(examples.slice(0, 60), 5, 1);
    for (let k = 0; k < 5; k++) expect(part.filter((p) => p === k).length).toBe(12);
  });

  it("depend on the seed alone", () => {
    const { training, validation } = splitExamples(examples, 10, 1);
    expect(training.length + validation.length).toBe(examples.length);
    expect(splitExamples(examples, 10, 1).validation).toEqual(validation);
    expect(splitExamples(examples, 10, 2).validation).not.toEqual(validation);
    expect(() => splitExamples(examples.slice(0, 1), 10, 1)).toThrow("too few sequences to hold some back");
  });
});

describe("classes", () => {
  it("class weights make every class weigh the same", () => {
    const examples = [...randomExamples(30, 10, 0), ...randomExamples(10, 10, 1)];
    const weights = classWeights(examples);
    const total = (target: number) => weights.reduce((sum, w, i) => sum + (examples[i].target === target ? w : 0), 0);
    expect(total(0)).toBeCloseTo(20, 4);
    expect(total(1)).toBeCloseTo(20, 4);
  });

  it("refuses one class alone and contradictions", () => {
    const some = randomExamples(3, 10);
    expect(() => checkClasses(some, ["negative", "positive"])).toThrow("no sequences of class 'negative'");
    const twice = { ...some[0], name: "again", target: 0 };
    expect(() => checkClasses([...some, twice], ["negative", "positive"])).toThrow("(s0) and class 'negative' (again)");
  });
});
