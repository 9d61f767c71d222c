import type { Background } from "../motif/background.ts";
import { shareReaching } from "../motif/loss-tail.ts";
import type { MarkovChain } from "../motif/markov.ts";
import { markovDistribution } from "../motif/markov-distribution.ts";
import type { Motif } from "../motif/motif.ts";
import { type ScoreDistribution, scoreDistribution } from "../motif/score-distribution.ts";
import { type Pseudocount, type ScoreMatrix, scoreMatrix } from "../motif/score-matrix.ts";

/** What makes a window a hit: one rule for all motifs of a scan. */
export type HitRule =
  | { readonly by: "pValue"; readonly limit: number }
  | { readonly by: "score"; readonly bits: number }
  /** A share of the best score. */
  | { readonly by: "scoreFraction"; readonly fraction: number }
  /** A share of the way from the worst score to the best. */
  | { readonly by: "relativeScore"; readonly fraction: number }
  /** Each motif's own detection threshold, as HOMER's files carry it (natural log odds). */
  | { readonly by: "homer" }
  /** Exactly the words that an IUPAC consensus stands for. */
  | { readonly by: "word" };

type ScoreRule = Exclude<HitRule, { by: "pValue" }>;

/** A motif made ready for scanning. A window is a hit iff score ≥ scoreFloor, p ≤ pLimit and, for words, it matches. */
export interface Search {
  readonly motif: Motif;
  readonly matrix: ScoreMatrix;
  readonly distribution: ScoreDistribution;
  readonly scoreFloor: number;
  readonly pLimit: number;
  readonly matchWord: boolean;
  /** The score as it is reported (bits), where a scan adds something else. */
  readonly shownScore?: (score: number) => number;
}

export interface SearchSettings {
  readonly background: Background;
  readonly pseudocount: Pseudocount;
  readonly rule: HitRule;
  /** What p-values are against, in place of independent letters of the background. */
  readonly chain?: MarkovChain | undefined;
}

export function searchFor(motif: Motif, { background, pseudocount, rule, chain }: SearchSettings): Search {
  const matrix = scoreMatrix(motif, background, pseudocount);
  if (rule.by === "pValue") {
    const distribution = distributionOf(matrix, chain, rule.limit);
    const { scoreFloor } = distribution;
    return { motif, matrix, distribution, scoreFloor, pLimit: rule.limit, matchWord: false };
  }
  const scoreFloor = lowestScore(motif, matrix, rule);
  const limit = chain === undefined ? shareReaching(matrix, scoreFloor) : 1;
  const distribution = distributionOf(matrix, chain, limit);
  return { motif, matrix, distribution, scoreFloor, pLimit: 1, matchWord: rule.by === "word" };
}

function distributionOf(matrix: ScoreMatrix, chain: MarkovChain | undefined, limit: number): ScoreDistribution {
  return chain === undefined ? scoreDistribution(matrix, limit) : markovDistribution(matrix, chain, limit);
}

/** Can no window of this motif ever be a hit? (Its best word is more likely than the p-value allows.) */
export function isUnreachable(search: Search): boolean {
  return search.distribution.smallestP > search.pLimit;
}

/** The lowest score that makes a hit, for display; Infinity when none does. */
export function shownThreshold(search: Search): number {
  return search.pLimit < 1 ? search.distribution.threshold : search.scoreFloor;
}

function lowestScore(motif: Motif, matrix: ScoreMatrix, rule: ScoreRule): number {
  switch (rule.by) {
    case "score":
      return rule.bits;
    case "scoreFraction":
      return rule.fraction * matrix.maxScore;
    case "relativeScore":
      return matrix.minScore + rule.fraction * (matrix.maxScore - matrix.minScore);
    case "homer":
      return (motif.homerThreshold ?? Number.POSITIVE_INFINITY) / Math.LN2;
    case "word":
      return worstMatch(motif, matrix);
  }
}

/** Score of the worst word that the consensus stands for: in each column the lowest cell with probability above 0. */
function worstMatch(motif: Motif, matrix: ScoreMatrix): number {
  let sum = 0;
  for (let position = 0; position < matrix.width; position++) {
    let worst = Number.POSITIVE_INFINITY;
    for (let cell = 4 * position; cell < 4 * position + 4; cell++) {
      if (motif.probabilities[cell] > 0) worst = Math.min(worst, matrix.scores[cell]);
    }
    sum += worst;
  }
  return sum;
}
