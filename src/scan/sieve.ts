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
const LEVELS = 48;

/**
 * The stretch of columns that costs least: its own steps and what passes, for random sequence, on both lanes. Losses are
 * flat [4·position + base], in bits, in the window's frame; `slack` is what a hit may lose.
 */
export function chooseSieve(lossesA: Float64Array, lossesB: Float64Array, slack: number): Sieve {
  const width = lossesA.length / 4;
  const allSteps = (width + 1) >> 1;
  const aliveA = passingShares(lossesA, slack);
  const aliveB = passingShares(lossesB, slack);
  let best: Sieve = { start: 0, steps: 1 };
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < width; start++) {
    for (let steps = 1; steps <= MOST_STEPS && (steps === 1 || start + 2 * steps <= width + 1); steps++) {
      const alive = start * MOST_STEPS + steps - 1;
      const passing = 1 - ((1 - aliveA[alive]) * (1 - aliveB[alive])) ** GROUP;
      const cost = steps + passing * (AFTER_GROUP + AFTER_STEP * allSteps);
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
  const levels = Int32Array.from(losses, (loss) => Math.min(LEVELS + 1, Math.floor((loss / slack) * LEVELS)));
  const shares = new Float64Array(MOST_STEPS * width);
  for (let start = 0; start < width; start++) {
    let mass = new Float64Array(LEVELS + 1);
    mass[0] = 1;
    for (let column = 0; column < 2 * MOST_STEPS; column++) {
      if (start + column < width) mass = extended(mass, levels, 4 * (start + column));
      if (column % 2 === 1) shares[MOST_STEPS * start + (column >> 1)] = mass.reduce((sum, p) => sum + p, 0);
    }
  }
  return shares;
}

function extended(mass: Float64Array, levels: Int32Array, cell: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(mass.length);
  for (let base = 0; base < 4; base++) {
    const level = levels[cell + base];
    for (let i = 0; i + level < mass.length; i++) next[i + level] += mass[i] / 4;
  }
  return next;
}
