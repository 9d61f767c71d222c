import type { RandomStream } from "../random.ts";
import { UNKNOWN_BASE } from "./alphabet.ts";

/**
 * A random sequence with exactly the dinucleotide counts of `codes` (hence its base counts), and its first and last base:
 * each sequence with these properties is equally likely. Runs of known bases are shuffled each for itself; unknown letters
 * keep their places. Time linear in the length, whatever the composition.
 *
 * The bases are the vertices of a graph and the dinucleotides its edges; a shuffle is an Eulerian path from the first to
 * the last base (Altschul & Erickson 1985, Mol Biol Evol 2:526). The last exits from the bases form a tree towards the
 * last base; it is drawn by its exact probability from the at most 27 possible ones (Altschul & Erickson draw until they
 * hit one, Kandel et al. 1996 walk at random: both may take long where a base is left by one rare dinucleotide alone).
 */
export function shuffleDinucleotides(codes: Uint8Array, random: RandomStream): Uint8Array {
  const out = codes.slice();
  let start = 0;
  for (let end = 0; end <= out.length; end++) {
    if (end < out.length && out[end] < UNKNOWN_BASE) continue;
    // With three bases or fewer, both ends fixed, there is nothing to choose.
    if (end - start > 3) shuffleRun(out.subarray(start, end), random);
    start = end + 1;
  }
  return out;
}

function shuffleRun(run: Uint8Array, random: RandomStream): void {
  const { exits, first } = exitLists(run);
  const root = run[run.length - 1];
  const lastExits = drawLastExits(exitCounts(run), root, random);
  for (let base = 0; base < 4; base++) {
    const list = exits.subarray(first[base], first[base + 1]);
    if (list.length === 0) continue;
    const reserved = base === root ? list.length : moveToEnd(list, lastExits[base]);
    random.shuffle(list, reserved);
  }
  walk(run, exits, first);
}

/** The bases that follow each base, in one array: those behind base b lie in [first[b], first[b + 1]). */
function exitLists(run: Uint8Array): { exits: Uint8Array; first: number[] } {
  const first = [0, 0, 0, 0, 0];
  for (let i = 0; i + 1 < run.length; i++) first[run[i] + 1]++;
  for (let base = 0; base < 4; base++) first[base + 1] += first[base];
  const next = first.slice();
  const exits = new Uint8Array(run.length - 1);
  for (let i = 0; i + 1 < run.length; i++) exits[next[run[i]]++] = run[i + 1];
  return { exits, first };
}

/** Number of each dinucleotide, [4·first base + second base]. */
function exitCounts(run: Uint8Array): Float64Array {
  const counts = new Float64Array(16);
  for (let i = 0; i + 1 < run.length; i++) counts[4 * run[i] + run[i + 1]]++;
  return counts;
}

/** One last exit of each base but the root that has any, as a tree towards the root, drawn by the product of its counts. */
function drawLastExits(counts: Float64Array, root: number, random: RandomStream): readonly number[] {
  const trees = treesTowards(counts, root);
  const total = trees.reduce((sum, { weight }) => sum + weight, 0);
  let mark = random.uniform() * total;
  for (const { exits, weight } of trees) {
    mark -= weight;
    if (mark < 0) return exits;
  }
  return trees[trees.length - 1].exits;
}

interface Tree {
  /** Last exit by base; −1 for the root and for bases that do not occur. */
  readonly exits: readonly number[];
  /** In how many ways single dinucleotides can make it. */
  readonly weight: number;
}

function treesTowards(counts: Float64Array, root: number): Tree[] {
  let partial: Tree[] = [{ exits: [], weight: 1 }];
  for (let base = 0; base < 4; base++) {
    const choices = base === root ? [] : [0, 1, 2, 3].filter((exit) => exit !== base && counts[4 * base + exit] > 0);
    partial = partial.flatMap(({ exits, weight }) =>
      choices.length === 0
        ? [{ exits: [...exits, -1], weight }]
        : choices.map((exit) => ({ exits: [...exits, exit], weight: weight * counts[4 * base + exit] })),
    );
  }
  return partial.filter(({ exits }) => exits.every((exit) => exit < 0 || reaches(root, exits, exit)));
}

/** Does the way from `base` along the exits end at the root? (It may take three steps.) */
function reaches(root: number, exits: readonly number[], base: number): boolean {
  let at = base;
  for (let step = 0; step < 3 && at !== root; step++) at = exits[at];
  return at === root;
}

/** Puts one `exit` at the end of the list, out of the shuffle's reach; returns how many are left before it. */
function moveToEnd(list: Uint8Array, exit: number): number {
  const end = list.length - 1;
  list[list.indexOf(exit)] = list[end];
  list[end] = exit;
  return end;
}

/** Follows the exits in their order, from the first base on. */
function walk(run: Uint8Array, exits: Uint8Array, first: readonly number[]): void {
  const next = first.slice();
  for (let i = 0; i + 1 < run.length; i++) run[i + 1] = exits[next[run[i]]++];
}
