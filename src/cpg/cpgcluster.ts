import { power } from "../power.ts";
import { formatGeneral } from "../printf.ts";
import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Interval } from "../sequence/interval.ts";
import { type CpgIsland, describeIsland } from "./island.ts";
import { countRegion, cpgPositions } from "./statistics.ts";
import { type IslandThresholds, RatioTest } from "./thresholds.ts";

export interface CpgClusterOptions extends IslandThresholds {
  /** Clusters are kept below this chance. */
  readonly maxPValue: number;
  /** What neighbours are joined up to: the median distance, or where distances exceed a geometric distribution most. */
  readonly distance: "median" | "intersection";
}

/** CpGcluster 2.0 as it is commonly run (`50`, 1E-5); it knows no other limits. */
export const CPGCLUSTER_DEFAULTS: CpgClusterOptions = {
  minLength: 0,
  minGcPercent: 0,
  minObsExp: 0,
  maxPValue: 1e-5,
  distance: "median",
};

const SIGNIFICANT_DIGITS = 6;

/**
 * Clusters of CpGs as CpGcluster 2.0 finds them (Hackenberg 2006, BMC Bioinformatics 7:446): chains of neighbours no
 * farther apart than the sequence's own typical distance, kept when so many CpGs in so few letters are improbable. No
 * limit on length, GC or CpG ratio unless asked for. Nothing where every pair of letters is a CpG or none is known. The
 * program passes over distances with N alone; here every unknown letter counts as N.
 */
export function cpgClusters(codes: Uint8Array, options: Partial<CpgClusterOptions> = {}): CpgIsland[] {
  const settings = { ...CPGCLUSTER_DEFAULTS, ...options };
  const positions = cpgPositions(codes);
  const probability = cpgProbability(codes, positions.length);
  if (!(probability > 0 && probability < 1)) return [];
  const distances = sorted(knownDistances(codes, positions));
  const threshold =
    settings.distance === "median" ? medianDistance(distances) : intersectionDistance(distances, probability);
  const test = new RatioTest(settings);
  return chains(positions, threshold)
    .filter(({ start, end }) => end - start >= settings.minLength)
    .flatMap((chain) => significantCluster(codes, chain, probability, settings.maxPValue))
    .filter((island) => passes(island, codes, test));
}

/** Is the record passed over, because it has no CpG, no pair of known letters, or nothing but CpGs? */
export function cpgClusterPassesOver(codes: Uint8Array): boolean {
  const probability = cpgProbability(codes, cpgPositions(codes).length);
  return !(probability > 0 && probability < 1);
}

interface Chain extends Interval {
  readonly cpgs: number;
}

/** Chance of a CpG at a pair of known letters, as the program estimates it: CpGs over pairs that are none. */
function cpgProbability(codes: Uint8Array, cpgs: number): number {
  if (!codes.includes(UNKNOWN_BASE)) return cpgs / (codes.length - 1 - cpgs);
  let unknownPairs = 0;
  let before = codes.length > 0 ? codes[0] : 0;
  for (let i = 1; i < codes.length; i++) {
    unknownPairs += (codes[i] | before) >> 2;
    before = codes[i];
  }
  return cpgs / (codes.length - 1 - unknownPairs - cpgs);
}

/**
 * Distances of neighbours (1 in CGCG) without unknown letters between them. The program also files the stretch before
 * the first CpG, as if a CpG stood just before the sequence.
 */
function knownDistances(codes: Uint8Array, positions: Uint32Array): Uint32Array {
  const distances = new Uint32Array(positions.length);
  const hasUnknown = codes.includes(UNKNOWN_BASE);
  let count = 0;
  let previous = -2;
  for (const position of positions) {
    if (!hasUnknown || allKnown(codes, previous + 2, position)) distances[count++] = position - previous - 1;
    previous = position;
  }
  return distances.subarray(0, count);
}

function allKnown(codes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (codes[i] === UNKNOWN_BASE) return false;
  return true;
}

/** Distances beyond this are sorted the usual way: a count for each would take too much memory. */
const COUNTED_DISTANCES = 1 << 16;

/** In ascending order, by counting where that is quicker. */
function sorted(distances: Uint32Array): Uint32Array {
  const largest = distances.reduce((most, distance) => Math.max(most, distance), 0);
  if (largest >= COUNTED_DISTANCES || distances.length < largest >> 3) return distances.sort();
  const counts = new Uint32Array(largest + 1);
  for (const distance of distances) counts[distance]++;
  let at = 0;
  for (const [distance, count] of counts.entries()) {
    distances.fill(distance, at, at + count);
    at += count;
  }
  return distances;
}

/** The program's median: the first of the sorted distances with at least half of them before it; 0 for a single one. */
function medianDistance(sorted: Uint32Array): number {
  return sorted[Math.ceil(sorted.length / 2)] ?? 0;
}

/** Where the observed share of distances exceeds that of a geometric distribution most. */
function intersectionDistance(sorted: Uint32Array, probability: number): number {
  let best = 0;
  let distance = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (sorted[i] === sorted[i + 1]) continue;
    const excess = (i + 1) / sorted.length - (1 - power(1 - probability, sorted[i]));
    if (excess <= best) continue;
    best = excess;
    distance = sorted[i];
  }
  return distance;
}

/** Maximal chains of at least two CpGs; they may run across unknown letters. */
function chains(positions: Uint32Array, threshold: number): Chain[] {
  const found: Chain[] = [];
  let first = 0;
  for (let i = 1; i <= positions.length; i++) {
    if (i < positions.length && positions[i] - positions[i - 1] - 1 <= threshold) continue;
    if (i - first >= 2) found.push({ start: positions[first], end: positions[i - 1] + 2, cpgs: i - first });
    first = i;
  }
  return found;
}

function significantCluster(codes: Uint8Array, chain: Chain, probability: number, maxPValue: number): CpgIsland[] {
  const lnPValue = lnClusterPValue(chain.cpgs, chain.end - chain.start, probability);
  // Rounding takes longer than the rest: only where it can matter.
  if (Math.exp(lnPValue) > 1.001 * maxPValue) return [];
  const pValue = Number(formatGeneral(Math.exp(lnPValue), SIGNIFICANT_DIGITS));
  if (pValue >= maxPValue) return [];
  return [describeIsland(codes, chain, { method: "cpgcluster", pValue, log10PValue: lnPValue / Math.LN10 })];
}

/**
 * ln of the chance that `cpgs` CpGs take at most `lengthBp` letters: the cumulative negative binomial distribution of the
 * letters between them. The sum is kept relative to its first term, scaled down before it can overflow.
 */
export function lnClusterPValue(cpgs: number, lengthBp: number, probability: number): number {
  const others = lengthBp - 2 * cpgs;
  let lnFirst = (cpgs - 1) * Math.log(probability);
  let term = 1;
  let sum = 1;
  for (let j = 0; j < others; j++) {
    term *= ((j + cpgs - 1) / (j + 1)) * (1 - probability);
    sum += term;
    if (sum < 1e200) continue;
    lnFirst += Math.log(sum);
    term /= sum;
    sum = 1;
  }
  return lnFirst + Math.log(sum);
}

function passes({ start, end }: Interval, codes: Uint8Array, test: RatioTest): boolean {
  const counts = countRegion(codes, start, end);
  return test.isAtLeast(counts, counts.known);
}
