import type { MarkovChain } from "./markov.ts";
import type { ScoreMatrix } from "./score-matrix.ts";
import {
  bestRest,
  countReaching,
  merged,
  type RankedWords,
  ranked,
  SCORE_TOLERANCE,
  type Words,
  withCell,
  withoutTies,
} from "./word-list.ts";

/** Prefixes by their last letters, as many as the chain looks back. */
type ByContext = readonly Words[];

/**
 * The words of a chain down to `slackBits` below the best score, prefixes of one score and one context taken together at
 * every column; undefined when these are more than `most`. Words with a letter that a column excludes are left out.
 */
export function chainWords(
  matrix: ScoreMatrix,
  { order, given }: MarkovChain,
  slackBits: number,
  most: number,
): RankedWords | undefined {
  const floor = Math.max(-Number.MAX_VALUE, matrix.maxScore - slackBits - SCORE_TOLERANCE);
  const rest = bestRest(matrix);
  let prefixes: ByContext = [{ scores: Float64Array.of(0), p: Float64Array.of(1) }];
  for (let column = 0; column < matrix.width; column++) {
    const scores = matrix.scores.subarray(4 * column, 4 * column + 4);
    const grown = withLetter(prefixes, scores, given[Math.min(column, order)], floor - rest[column + 1], most);
    if (grown === undefined) return undefined;
    prefixes = joinedContexts(grown, 4 ** Math.min(column + 1, order));
  }
  return ranked(joinedContexts(prefixes, 1)[0], 0);
}

/** Each prefix with each letter behind it, as far as the word can still reach `needed`; undefined when more than `most`. */
function withLetter(
  prefixes: ByContext,
  scores: Float64Array,
  given: Float64Array,
  needed: number,
  most: number,
): ByContext | undefined {
  const reach = prefixes.flatMap((words) => Array.from(scores, (score) => countReaching(words.scores, needed, score)));
  if (reach.reduce((sum, count) => sum + count, 0) > most) return undefined;
  return reach.map((count, i) => withCell(prefixes[i >> 2], { score: scores[i & 3], share: given[i] }, count));
}

/** Lists whose numbers agree in the last letters (`kept` contexts) as one. */
function joinedContexts(lists: ByContext, kept: number): ByContext {
  return Array.from({ length: kept }, (_, context) => {
    return withoutTies(lists.filter((_, i) => i % kept === context).reduce(merged));
  });
}
