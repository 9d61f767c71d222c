/** How a sample ranks against another, over all pairs. */
export interface RankTest {
  /** Share of pairs in which the sample's value is the larger one, ties by half: area under the ROC curve. */
  readonly auc: number;
  /** ln of the one-sided p-value: the sample's values are no larger. */
  readonly lnP: number;
  /** Standard normal deviate, with tie and continuity correction; 0 where all values are equal. */
  readonly z: number;
}

/** Up to this many values in all the p-value is the share of all splits, ties as they are; beyond, a normal deviate. */
const EXACT_UP_TO = 20;

/**
 * Mann and Whitney's test (1947, Ann Math Stat 18:50) that `sample` is larger than `control`; both hold at least one value
 * and are sorted in place. Ties take mid-ranks; −Infinity is a value like any other.
 */
export function rankTest(sample: Float32Array, control: Float32Array): RankTest {
  const n = sample.length;
  const m = control.length;
  const { doubledRanks, doubledSum, tieTerm } = midRanks(sample.sort(), control.sort());
  const u = doubledSum / 2 - (n * (n + 1)) / 2;
  const z = deviate(u, n, m, tieTerm);
  const lnP = n + m <= EXACT_UP_TO ? Math.log(exactShare(doubledRanks, n, doubledSum)) : lnNormalTail(z);
  return { auc: u / (n * m), lnP: Math.min(0, lnP), z };
}

interface MidRanks {
  /** Twice the mid-rank of each value, ascending. */
  readonly doubledRanks: readonly number[];
  /** Sum over the sample. */
  readonly doubledSum: number;
  /** Σ t³ − t over groups of t equal values. */
  readonly tieTerm: number;
}

/** Walks through both sorted lists at once, a group of equal values at a time. */
function midRanks(sample: Float32Array, control: Float32Array): MidRanks {
  const doubledRanks: number[] = [];
  let doubledSum = 0;
  let tieTerm = 0;
  let i = 0;
  let j = 0;
  while (i < sample.length || j < control.length) {
    const value = j >= control.length || sample[i] <= control[j] ? sample[i] : control[j];
    const before = i + j;
    const first = i;
    while (i < sample.length && sample[i] === value) i++;
    while (j < control.length && control[j] === value) j++;
    const tied = i + j - before;
    const doubled = 2 * before + tied + 1;
    doubledSum += (i - first) * doubled;
    tieTerm += tied * tied * tied - tied;
    for (let k = 0; k < tied && i + j <= EXACT_UP_TO; k++) doubledRanks.push(doubled);
  }
  return { doubledRanks, doubledSum, tieTerm };
}

function deviate(u: number, n: number, m: number, tieTerm: number): number {
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - tieTerm / (total * (total - 1)));
  return variance <= 0 ? 0 : (u - (n * m) / 2 - 0.5) / Math.sqrt(variance);
}

/** Share of the subsets of n ranks whose sum is at least `sum` (all ranks doubled, hence whole): counted, not drawn. */
function exactShare(doubledRanks: readonly number[], n: number, sum: number): number {
  const largest = doubledRanks.reduce((total, rank) => total + rank, 0);
  const ways = Array.from({ length: n + 1 }, () => new Float64Array(largest + 1));
  ways[0][0] = 1;
  for (const rank of doubledRanks) {
    for (let size = n; size > 0; size--) {
      for (let total = largest; total >= rank; total--) ways[size][total] += ways[size - 1][total - rank];
    }
  }
  const all = ways[n].reduce((total, count) => total + count, 0);
  return ways[n].subarray(sum).reduce((total, count) => total + count, 0) / all;
}

/** ln P(Z ≥ z) of a standard normal deviate, also where the probability itself is below the smallest double. */
export function lnNormalTail(z: number): number {
  const lnDensity = -0.5 * z * z - 0.5 * Math.log(2 * Math.PI);
  if (z < 3) {
    // Φ(z) − 1/2 = φ(z) · Σ z^(2k+1) / (1·3·5 … (2k+1))
    let term = z;
    let sum = z;
    for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
      term *= (z * z) / odd;
      sum += term;
    }
    return z < -37 ? 0 : Math.log(0.5 - sum * Math.exp(lnDensity));
  }
  // Laplace's continued fraction z + 1/(z + 2/(z + 3/(z + …))), from the inside out.
  let fraction = z;
  for (let k = 200; k > 0; k--) fraction = z + k / fraction;
  return lnDensity - Math.log(fraction);
}
