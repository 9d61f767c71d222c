import { dataError } from "../errors.ts";
import { type RandomStream, randomStream } from "../random.ts";
import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import { shuffleDinucleotides } from "../sequence/shuffle.ts";

/** A sequence to learn from. */
export interface Example {
  readonly name: string;
  readonly codes: Uint8Array;
  /** Class number (two classes: 1 for positive), or the measured value. */
  readonly target: number;
  /** Examples of one group never come apart: equal sequences, and a positive with the negative made from it. */
  readonly group: number;
}

export interface NamedSequence {
  readonly name: string;
  readonly codes: Uint8Array;
}

export function exampleOf({ name, codes }: NamedSequence, target: number): Example {
  return { name, codes, target, group: sequenceHash(codes) };
}

/**
 * Equal for equal sequences; different ones that are equal by chance (1 in 2^53) are only never parted. 32-bit FNV-1a
 * (Fowler, Noll & Vo) forwards, and the like with another prime.
 */
function sequenceHash(codes: Uint8Array): number {
  let a = 0x811c9dc5;
  let b = codes.length;
  for (let i = 0; i < codes.length; i++) {
    a = Math.imul(a ^ codes[i], 0x01000193);
    b = Math.imul(b ^ codes[i], 0x9e3779b1);
  }
  return (b >>> 11) * 2 ** 32 + (a >>> 0);
}

/** One negative a positive: its dinucleotides in random order, in the positive's group. `round`: another draw. */
export function shuffledNegatives(positives: readonly Example[], seed: number, round = 0): Example[] {
  return positives.map(({ name, codes, group }, i) => ({
    name: `${name}_shuffled`,
    codes: shuffleDinucleotides(codes, randomStream(seed, "negatives", round, i)),
    target: 0,
    group,
  }));
}

const GC_BIN = 0.02;

/**
 * One window of `background` a positive, of its length and GC content (to the bin of 0.02), never the same window twice and
 * without unknown bases. `missing` counts positives for which the background has no such window left.
 */
export function gcMatchedNegatives(
  positives: readonly Example[],
  background: readonly NamedSequence[],
  seed: number,
): { negatives: Example[]; missing: number } {
  const random = randomStream(seed, "gc-matched");
  const pools = new Map<number, Map<number, Example[]>>();
  const negatives: Example[] = [];
  for (const { codes } of positives) {
    let pool = pools.get(codes.length);
    if (pool === undefined) {
      pool = windowsByGc(background, codes.length, random);
      pools.set(codes.length, pool);
    }
    const taken = pool.get(gcBin(codes))?.pop();
    if (taken !== undefined) negatives.push(taken);
  }
  return { negatives, missing: positives.length - negatives.length };
}

/** Windows side by side, from a random start in each record, in random order within each bin. */
function windowsByGc(
  background: readonly NamedSequence[],
  length: number,
  random: RandomStream,
): Map<number, Example[]> {
  const bins = new Map<number, Example[]>();
  for (const { name, codes } of background) {
    if (length === 0 || codes.length < length) continue;
    for (
      let start = random.below(Math.min(length, codes.length - length + 1));
      start + length <= codes.length;
      start += length
    ) {
      const window = codes.slice(start, start + length);
      if (window.some((code) => code >= UNKNOWN_BASE)) continue;
      const bin = gcBin(window);
      if (!bins.has(bin)) bins.set(bin, []);
      bins.get(bin)!.push(exampleOf({ name: `${name}:${start + 1}-${start + length}`, codes: window }, 0));
    }
  }
  for (const windows of bins.values()) shuffleItems(windows, random);
  return bins;
}

function shuffleItems<T>(items: T[], random: RandomStream): void {
  const order = items.map((_, i) => i);
  random.shuffle(order);
  const copy = items.slice();
  order.forEach((from, to) => {
    items[to] = copy[from];
  });
}

function gcBin(codes: Uint8Array): number {
  let gc = 0;
  for (const code of codes) if (code === 1 || code === 2) gc++;
  return Math.floor(gc / codes.length / GC_BIN + 1e-9);
}

/**
 * Deals the groups out to `parts` parts, class by class, in an order drawn from the seed: part number of each example.
 * Groups whose members have different targets count for the class of the first one.
 */
export function dealGroups(examples: readonly Example[], parts: number, seed: number): Uint32Array {
  const firstOf = new Map<number, number>();
  examples.forEach(({ group, target }) => {
    if (!firstOf.has(group)) firstOf.set(group, target);
  });
  const partOf = new Map<number, number>();
  let next = 0;
  for (const target of [...new Set(firstOf.values())].sort((a, b) => a - b)) {
    const groups = [...firstOf].filter(([, first]) => first === target).map(([group]) => group);
    const order = Uint32Array.from(groups, (_, i) => i);
    randomStream(seed, "split", target).shuffle(order);
    for (const i of order) partOf.set(groups[i], next++ % parts);
  }
  return Uint32Array.from(examples, ({ group }) => partOf.get(group)!);
}

/** About one in `oneIn` groups goes to validation. Throws when there are too few groups. */
export function splitExamples(
  examples: readonly Example[],
  oneIn: number,
  seed: number,
): { training: Example[]; validation: Example[] } {
  const part = dealGroups(examples, oneIn, seed);
  const training = examples.filter((_, i) => part[i] !== 0);
  const validation = examples.filter((_, i) => part[i] === 0);
  if (training.length === 0) {
    throw dataError("too few sequences to hold some back for validation; give more, or --validation-positive");
  }
  return { training, validation };
}

/** n / (classes · records of the class), so that every class weighs the same. [record] */
export function classWeights(examples: readonly Example[]): Float32Array {
  const counts = new Map<number, number>();
  for (const { target } of examples) counts.set(target, (counts.get(target) ?? 0) + 1);
  return Float32Array.from(examples, ({ target }) => examples.length / (counts.size * counts.get(target)!));
}

/** Throws when only one class is there, or an equal sequence is in two classes. */
export function checkClasses(examples: readonly Example[], names: readonly string[]): void {
  const counts = names.map((_, k) => examples.filter(({ target }) => target === k).length);
  const empty = counts.indexOf(0);
  if (empty >= 0) throw dataError(`no sequences of class '${names[empty]}': there is nothing to tell apart`);
  const seen = new Map<number, Example>();
  for (const example of examples) {
    const hash = sequenceHash(example.codes);
    const other = seen.get(hash);
    if (other !== undefined && other.target !== example.target && areEqual(other.codes, example.codes)) {
      throw dataError(
        `the same sequence is in class '${names[other.target]}' (${other.name}) and class '${names[example.target]}' (${example.name}); take one out, or allow it with --allow-conflicts`,
      );
    }
    seen.set(hash, example);
  }
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((code, i) => code === b[i]);
}
