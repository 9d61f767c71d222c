import { power } from "../power.ts";

/** The columns by which the kernel rules out most windows before it looks at the others. */
export interface Sieve {
  /** First base of the window that is looked at. */
  readonly start: number;
  /** Dinucleotides looked at, one after another: bases start … start + 2·steps. */
  readonly steps: number;
}

/** The kernel keeps the tables of so many steps in registers. */
const MOST_STEPS = 6;

/** Windows that share a fate, on two lanes. */
const GROUP = 16;

/*
 * Cost of what follows the sieve, in its steps: a group that passes costs AFTER_GROUP and AFTER_STEP for each
 * dinucleotide of the motif.
 */
const AFTER_GROUP = 8;
const AFTER_STEP = 1.7;

/** Losses are counted in this many parts of the slack, which is enough to choose by. */
const LEVELS = 32;

/**
 * The stretch of bases that costs least: its own steps and what passes, for random sequence. Losses are flat [4·position +
 * base], in bits; `slack` is what a hit may lose. Where `mirrored`, the second lane holds the other strand's windows.
 */
export function chooseSieve(losses: Float64Array, slack: number, mirrored: boolean): Sieve {
  const width = losses.length / 4;
  const afterGroup = AFTER_GROUP + AFTER_STEP * ((width + 1) >> 1);
  const shares = passingShares(losses, slack);
  let best: Sieve = { start: 0, steps: 1 };
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < width; start++) {
    for (let steps = 1; steps <= MOST_STEPS && (steps === 1 || start + 2 * steps <= width + 1); steps++) {
      const mirror = mirrored ? Math.max(0, width - start - 2 * steps) : start;
      const none = (1 - shares[MOST_STEPS * start + steps - 1]) * (1 - shares[MOST_STEPS * mirror + steps - 1]);
      const cost = steps + (1 - power(none, GROUP)) * afterGroup;
      if (cost < least) {
        least = cost;
        best = { start, steps };
      }
    }
  }
  return best;
}

/** Share of random words that lose no more than `slack` on bases start … start + 2·steps: [6·start + steps − 1]. */
function passingShares(losses: Float64Array, slack: number): Float64Array {
  const width = losses.length / 4;
  const levels = Int32Array.from(losses, (loss) => Math.min(LEVELS, Math.floor((loss / slack) * (LEVELS - 1))));
  const shares = new Float64Array(MOST_STEPS * width);
  let mass = new Float64Array(2 * LEVELS);
  let next = new Float64Array(2 * LEVELS);
  for (let start = 0; start < width; start++) {
    mass.fill(0);
    mass[LEVELS] = 1;
    let share = 1;
    for (let column = 0; column < 2 * MOST_STEPS; column++) {
      if (start + column < width) {
        share = addColumn(next, mass, levels, 4 * (start + column));
        [mass, next] = [next, mass];
      }
      if (column % 2 === 1) shares[MOST_STEPS * start + (column >> 1)] = share;
    }
  }
  return shares;
}

/** Adds a column's losses to the mass of words by loss, which lies behind as many zeros; returns what is left of it. */
function addColumn(next: Float64Array, mass: Float64Array, levels: Int32Array, cell: number): number {
  const [a, c, g, t] = [levels[cell], levels[cell + 1], levels[cell + 2], levels[cell + 3]];
  let sum = 0;
  for (let i = LEVELS; i < 2 * LEVELS; i++) {
    next[i] = (mass[i - a] + mass[i - c] + mass[i - g] + mass[i - t]) / 4;
    sum += next[i];
  }
  return sum;
}
