import { SCORE_TOLERANCE } from "./best-words.ts";
import { EXCLUDED } from "./loss-mass.ts";
import { LossTable, roundedLosses, Slacks } from "./loss-tail.ts";
import type { MarkovChain } from "./markov.ts";
import { type ScoreDistribution, wordLoss } from "./score-distribution.ts";
import type { ScoreMatrix } from "./score-matrix.ts";

/** Scores are rounded to this many bits. */
const STEP_BITS = 1e-3;

/**
 * p-values of a score matrix against a Markov chain: P(S ≥ s) over words drawn from the chain, by a dynamic programme over
 * rounded scores and the last letters (Huang, Kann & Madden 2004 do so for protein profiles; the order-0 case is Staden's).
 * Within 1 % where many words are admitted; all widths are rounded.
 */
export function markovDistribution(matrix: ScoreMatrix, chain: MarkovChain, limit: number): ScoreDistribution {
  const { losses, scoreAt } = roundedLosses(matrix, STEP_BITS);
  const table = reachingTable(matrix, losses, chain, limit);
  const roundingBits = (matrix.width * STEP_BITS) / 2 + SCORE_TOLERANCE;
  const last = table.lastWithin(limit);
  return {
    limit,
    smallestP: table.p(0),
    threshold: last < 0 ? Number.POSITIVE_INFINITY : scoreAt(last),
    scoreFloor: scoreAt(Math.max(0, last)) - roundingBits,
    pValue: (_, codes, start, strand) => table.p(wordLoss(losses, matrix.width, codes, start, strand)),
  };
}

/** A table long enough to reach `limit`: tried with what independent letters need, then with twice as much. */
function reachingTable(matrix: ScoreMatrix, losses: Int32Array, chain: MarkovChain, limit: number): LossTable {
  const worst = worstLoss(losses);
  const slack = new Slacks(matrix).reaching(limit) / STEP_BITS;
  for (let cells = Math.min(worst, Math.ceil(slack) + matrix.width); ; cells = Math.min(worst, 2 * cells)) {
    const table = new LossTable(lossMass(losses, chain, cells));
    if (cells === worst || table.p(cells) > limit) return table;
  }
}

/** [x] = P(loss ≤ x), x = 0 … cells. */
function lossMass(losses: Int32Array, { order, given }: MarkovChain, cells: number): Float64Array {
  let contexts: Float64Array[] = [new Float64Array(cells + 1)];
  contexts[0][0] = 1;
  for (let column = 0; column < losses.length / 4; column++) {
    const known = Math.min(column, order);
    const kept = 4 ** Math.min(column + 1, order);
    const next = Array.from({ length: kept }, () => new Float64Array(cells + 1));
    for (const [context, mass] of contexts.entries()) {
      for (let letter = 0; letter < 4; letter++) {
        const share = given[known][4 * context + letter];
        addShifted(mass, losses[4 * column + letter], share, next[(4 * context + letter) % kept]);
      }
    }
    contexts = next;
  }
  return cumulatedSum(contexts, cells);
}

function addShifted(mass: Float64Array, loss: number, share: number, into: Float64Array): void {
  for (let i = 0; i + loss < mass.length; i++) into[i + loss] += share * mass[i];
}

function cumulatedSum(contexts: readonly Float64Array[], cells: number): Float64Array {
  const tail = new Float64Array(cells + 1);
  let sum = 0;
  for (let i = 0; i <= cells; i++) {
    for (const mass of contexts) sum += mass[i];
    tail[i] = Math.min(1, sum);
  }
  return tail;
}

function worstLoss(losses: Int32Array): number {
  let sum = 0;
  for (let at = 0; at < losses.length; at += 4) {
    sum += Math.max(...losses.subarray(at, at + 4).filter((loss) => loss < EXCLUDED));
  }
  return sum;
}
