import { formatGeneral } from "../printf.ts";
import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Interval } from "../sequence/interval.ts";
import { CpgDistances } from "./cpg-distances.ts";
import { CpgGaps } from "./cpg-gaps.ts";
import { type CpgVisitor, CpgWalk } from "./cpg-walk.ts";
import { type CpgIsland, describeIsland, type IslandSearch, islandsOf } from "./island.ts";
import { LetterCounts } from "./letter-counts.ts";
import type { RegionCounts } from "./statistics.ts";
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
  return islandsOf(new CpgClusterSearch(options), codes);
}

/**
 * {@link cpgClusters} of a record that comes in pieces. What is typical of the record is known at its end alone: until then
 * memory holds how often each distance occurs and three or four bytes a CpG.
 */
export class CpgClusterSearch implements IslandSearch {
  readonly #settings: CpgClusterOptions;
  readonly #survey = new Survey();
  readonly #walk = new CpgWalk(this.#survey);

  constructor(options: Partial<CpgClusterOptions> = {}) {
    this.#settings = { ...CPGCLUSTER_DEFAULTS, ...options };
  }

  /** The record has no CpG, no pair of known letters, or nothing but CpGs. */
  get passedOver(): boolean {
    const { probability } = this.#survey;
    return !(probability > 0 && probability < 1);
  }

  take(codes: Uint8Array): CpgIsland[] {
    this.#survey.countPairs(codes);
    this.#walk.take(codes);
    return [];
  }

  finish(): CpgIsland[] {
    this.#walk.finish();
    if (this.passedOver) return [];
    const { gaps, distances, probability } = this.#survey;
    const { minLength, distance, maxPValue } = this.#settings;
    const threshold = distance === "median" ? distances.median() : distances.intersection(probability);
    const test = new RatioTest(this.#settings);
    const clusters: CpgIsland[] = [];
    forEachChain(gaps, threshold, (chain) => {
      const { start, end, counts } = chain;
      if (end - start < minLength || !test.isAtLeast(counts, counts.known)) return;
      clusters.push(...significantCluster(chain, probability, maxPValue));
    });
    return clusters;
  }
}

/** What must be known of a whole record. */
class Survey implements CpgVisitor {
  readonly gaps = new CpgGaps();
  readonly distances = new CpgDistances();
  #pairs = 0;
  #last: number | undefined;
  /** Of the letters since the last CpG. */
  readonly #gap = new LetterCounts();

  /** Chance of a CpG at a pair of known letters, as the program estimates it: CpGs over pairs that are none. */
  get probability(): number {
    return this.gaps.count / (this.#pairs - this.gaps.count);
  }

  /** Pairs of known letters. */
  countPairs(codes: Uint8Array): void {
    if (codes.length === 0) return;
    const straddles = this.#last !== undefined && this.#last < UNKNOWN_BASE && codes[0] < UNKNOWN_BASE;
    this.#pairs += codes.length - 1 + (straddles ? 1 : 0);
    if (codes.includes(UNKNOWN_BASE)) this.#pairs -= unknownPairs(codes);
    this.#last = codes[codes.length - 1];
  }

  pass(codes: Uint8Array, start: number, end: number): void {
    this.#gap.add(codes, start, end);
  }

  cpg(): void {
    const { letters, c, g, unknown } = this.#gap;
    // As if a CpG stood just before the sequence: the program files that stretch, too. 1 in CGCG.
    if (unknown === 0) this.distances.add(letters + 1);
    this.gaps.push(letters, c, g, unknown);
    if (letters > 0) this.#gap.clear();
  }
}

function unknownPairs(codes: Uint8Array): number {
  let pairs = 0;
  let before = codes[0];
  for (let i = 1; i < codes.length; i++) {
    pairs += (codes[i] | before) >> 2;
    before = codes[i];
  }
  return pairs;
}

interface Chain extends Interval {
  readonly counts: RegionCounts;
}

/** Maximal chains of at least two CpGs no farther apart than `threshold`; they may run across unknown letters. */
function forEachChain(gaps: CpgGaps, threshold: number, visit: (chain: Chain) => void): void {
  let [start, end, cpg, c, g, unknown] = [0, 0, 0, 0, 0, 0];
  const close = () => {
    if (cpg < 2) return;
    visit({ start, end, counts: { c: c + cpg, g: g + cpg, cpg, known: end - start - unknown } });
  };
  gaps.forEach((letters, moreC, moreG, moreUnknown) => {
    const goesOn = cpg > 0 && letters + 1 <= threshold;
    if (!goesOn) {
      close();
      start = end + letters;
      [cpg, c, g, unknown] = [0, -moreC, -moreG, -moreUnknown];
    }
    end += letters + 2;
    cpg++;
    c += moreC;
    g += moreG;
    unknown += moreUnknown;
  });
  close();
}

function significantCluster(chain: Chain, probability: number, maxPValue: number): CpgIsland[] {
  const lnPValue = lnClusterPValue(chain.counts.cpg, chain.end - chain.start, probability);
  // Rounding takes longer than the rest: only where it can matter.
  if (Math.exp(lnPValue) > 1.001 * maxPValue) return [];
  const pValue = Number(formatGeneral(Math.exp(lnPValue), SIGNIFICANT_DIGITS));
  if (pValue >= maxPValue) return [];
  return [describeIsland(chain, chain.counts, { method: "cpgcluster", pValue, log10PValue: lnPValue / Math.LN10 })];
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
