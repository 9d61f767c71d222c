import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Strand } from "../sequence/interval.ts";
import { UNIFORM } from "./background.ts";
import { bestWords, tiedWords } from "./best-words.ts";
import { ExactTail } from "./exact-tail.ts";
import { LossTable, type LossTail, lossTail, roundedLosses, Slacks } from "./loss-tail.ts";
import type { ScoreMatrix } from "./score-matrix.ts";
import { RankedWords, SCORE_TOLERANCE } from "./word-list.ts";

/** Up to this many words (limit · 4^width) are enumerated, and every motif up to this width. */
const ENUMERABLE_WORDS = 20_000;
const ENUMERABLE_WIDTH = 10;

/** Never more than about so many, where the background makes the best words rare. */
const MOST_WORDS = 200_000;

/** A matrix of so few different scores may have few different sums, though its words are many. */
const FEW_SCORES = 24;
const MOST_SUMS = 50_000;

/**
 * Wide motifs: scores rounded to this many bits, except the exact best words. Where more than a hundredth of all words
 * is wanted, the coarser step is as good: few words fall between two scores then.
 */
const FINE_STEP_BITS = 5e-4;
const COARSE_STEP_BITS = 2e-3;
const FINE_LIMIT = 0.01;
const HEAD_WORDS = 1024;
/** Of wider motifs the best word alone: p-values near it are too small for double precision. */
const LARGEST_HEAD_WIDTH = 500;
/** A rounded p above so many times the share of the head words lies beyond them. */
const HEAD_REACH = 4;
/** Widens a slack against rounding (bits). */
const SLACK_MARGIN = 1e-6;
/** A rounded p this near to the limit (relative) is decided by the exact threshold, so that no hit hangs on rounding. */
const DECIDED_EXACTLY = 0.01;
/** Wider motifs have too many words in a half (4^10 at 20 columns): tens of milliseconds a motif. */
const LARGEST_EXACT_WIDTH = 18;

/**
 * p-values of a score matrix: p(s) = P(S ≥ s − 1e-9 bit) over random words from the matrix's background. Exact where the
 * words can be enumerated (width ≤ 10, or limit·4^width ≤ 20,000), else a dynamic programme over scores rounded to
 * 5e-4 bit (Staden 1989) joined to the exact best 1,024 words: within 0.5 %. Whether p ≤ limit is exact up to width 18.
 */
export interface ScoreDistribution {
  /** p-values are known up to at least this one. */
  readonly limit: number;
  /** p of the best word: the smallest that the motif can reach. */
  readonly smallestP: number;
  /** Lowest attained score with p ≤ limit; Infinity when even the best word has a larger p. */
  readonly threshold: number;
  /** No window below this score (bits) has p ≤ limit; windows above it are decided by their p. */
  readonly scoreFloor: number;
  /** What another thread makes the same distribution from, if it can. */
  readonly tables?: DistributionTables;
  /** p of the window at `start` whose score is `score`; at least `limit` when the window lies beyond what is known. */
  pValue(score: number, codes: Uint8Array, start: number, strand: Strand): number;
}

/** What p-values are looked up in. */
export type DistributionTables = WordTables | LossTables;

/** Ranked words: distinct scores, descending, and their p-values. */
export interface WordTables {
  readonly scores: Float64Array;
  readonly p: Float64Array;
}

/**
 * Losses in whole steps of each cell, and [x] = P(loss ≤ x). A p-value up to `askTo`, or no farther than `askWithin` from
 * the limit, is not the table's: pValue finds it.
 */
export interface LossTables {
  readonly losses: Int32Array;
  readonly lossTail: Float64Array;
  readonly askTo: number;
  readonly askWithin: number;
}

/** The distribution that `scoreDistribution(matrix, limit)` made, from its tables. */
export function distributionFrom(matrix: ScoreMatrix, limit: number, tables: DistributionTables): ScoreDistribution {
  if ("scores" in tables) return enumerated(new RankedWords(tables.scores, tables.p), limit);
  const { scoreAt } = roundedLosses(matrix, roundingStep(limit));
  const tail = { losses: tables.losses, scoreAt, table: new LossTable(tables.lossTail) };
  return new RoundedDistribution(matrix, limit, tail);
}

/** The distribution of `matrix` for p-values up to `limit` (1: all). */
export function scoreDistribution(matrix: ScoreMatrix, limit: number): ScoreDistribution {
  const slacks = new Slacks(matrix);
  const words = isEnumerable(matrix, limit, slacks)
    ? bestWords(matrix, slacks.reaching(limit))
    : fewSums(matrix, limit, slacks);
  if (words !== undefined) return enumerated(words, limit);
  const tail = lossTail(matrix, roundingStep(limit), slacks.reaching(limit * (1 + DECIDED_EXACTLY)));
  return new RoundedDistribution(matrix, limit, tail, slacks);
}

function roundingStep(limit: number): number {
  return limit > FINE_LIMIT ? COARSE_STEP_BITS : FINE_STEP_BITS;
}

/**
 * The words of a motif of few sites by their few different sums; undefined where these are many. Under a skewed
 * background different counts of different letters can have the same odds, and rounding would part words that tie.
 */
function fewSums(matrix: ScoreMatrix, limit: number, slacks: Slacks): RankedWords | undefined {
  if (isUniform(matrix) || new Set(matrix.scores).size > FEW_SCORES) return undefined;
  return tiedWords(matrix, slacks.reaching(limit), MOST_SUMS);
}

/** Under a skewed background the best words may be rare, and many of them needed to reach the limit. */
function isEnumerable(matrix: ScoreMatrix, limit: number, slacks: Slacks): boolean {
  if (matrix.width <= ENUMERABLE_WIDTH) return true;
  if (limit * 4 ** matrix.width > ENUMERABLE_WORDS) return false;
  return isUniform(matrix) || slacks.reaching(limit) <= slackOfWords(matrix, MOST_WORDS);
}

function isUniform({ background }: ScoreMatrix): boolean {
  return background.every((b) => b === background[0]);
}

/** A slack within which at least so many words lie. */
function slackOfWords(matrix: ScoreMatrix, words: number): number {
  return new Slacks({ ...matrix, background: UNIFORM }).reaching(words / 4 ** matrix.width);
}

/** The distribution that ranked words make, known down to the last of them. */
export function enumerated(words: RankedWords, limit: number): ScoreDistribution {
  const last = words.lastWithin(limit);
  const threshold = last < 0 ? Number.POSITIVE_INFINITY : words.scores[last];
  return {
    limit,
    smallestP: words.p[0],
    threshold,
    scoreFloor: threshold - SCORE_TOLERANCE,
    tables: { scores: words.scores, p: words.p },
    pValue: (score) => words.pOf(score),
  };
}

class RoundedDistribution implements ScoreDistribution {
  readonly limit: number;
  readonly scoreFloor: number;
  readonly #matrix: ScoreMatrix;
  #slacks: Slacks | undefined;
  readonly #tail: LossTail;
  readonly #roundingBits: number;
  readonly #headShare: number;
  readonly #askWithin: number;
  /** Made when first asked for: many searches never need them. */
  #head: RankedWords | undefined;
  #exactThreshold: number | undefined;

  constructor(matrix: ScoreMatrix, limit: number, tail: LossTail, slacks?: Slacks) {
    this.limit = limit;
    this.#matrix = matrix;
    this.#slacks = slacks;
    this.#tail = tail;
    this.#roundingBits = (matrix.width * roundingStep(limit)) / 2 + SCORE_TOLERANCE;
    this.#headShare = HEAD_WORDS / 4 ** matrix.width;
    this.#askWithin = limit === 1 ? -1 : limit * DECIDED_EXACTLY;
    this.scoreFloor = this.#lowestWithin(limit * (1 + DECIDED_EXACTLY));
  }

  get tables(): DistributionTables {
    return {
      losses: this.#tail.losses,
      lossTail: this.#tail.table.tail,
      askTo: HEAD_REACH * this.#headShare,
      askWithin: this.#askWithin,
    };
  }

  get smallestP(): number {
    return this.#headWords().p[0];
  }

  get threshold(): number {
    const head = this.#headWords();
    if (head.p[head.p.length - 1] <= this.limit) return this.#tail.scoreAt(this.#tail.table.lastWithin(this.limit));
    const last = head.lastWithin(this.limit);
    return last < 0 ? Number.POSITIVE_INFINITY : head.scores[last];
  }

  pValue(score: number, codes: Uint8Array, start: number, strand: Strand): number {
    const p = this.#tail.table.p(wordLoss(this.#tail.losses, this.#matrix.width, codes, start, strand));
    if (p > HEAD_REACH * this.#headShare) return this.#decided(p, score);
    const head = this.#headWords();
    const last = head.scores.length - 1;
    if (score >= head.scores[last] - SCORE_TOLERANCE) return head.pOf(score);
    return this.#decided(Math.max(head.p[last], p), score);
  }

  /** p, moved to its side of the limit where rounding leaves that open. */
  #decided(p: number, score: number): number {
    if (Math.abs(p - this.limit) > this.#askWithin) return p;
    this.#exactThreshold ??= this.#findThreshold();
    if (Number.isNaN(this.#exactThreshold)) return p;
    return score >= this.#exactThreshold ? Math.min(p, this.limit) : Math.max(p, this.limit * (1 + Number.EPSILON));
  }

  /** NaN where the motif is too wide. */
  #findThreshold(): number {
    if (this.#matrix.width > LARGEST_EXACT_WIDTH) return Number.NaN;
    const low = this.scoreFloor - this.#roundingBits;
    const high =
      this.#tail.scoreAt(this.#tail.table.lastWithin(this.limit * (1 - DECIDED_EXACTLY))) + this.#roundingBits;
    const slack = this.#matrix.maxScore - low + SLACK_MARGIN;
    return new ExactTail(this.#matrix, slack).threshold(this.limit, low, high);
  }

  /** No word below this score has p ≤ limit. */
  #lowestWithin(limit: number): number {
    return this.#tail.scoreAt(Math.max(0, this.#tail.table.lastWithin(limit))) - this.#roundingBits;
  }

  #headWords(): RankedWords {
    this.#head ??= bestWords(this.#matrix, this.#headSlack());
    return this.#head;
  }

  #headSlack(): number {
    if (this.#matrix.width > LARGEST_HEAD_WIDTH) return 0;
    this.#slacks ??= new Slacks(this.#matrix);
    const slack = this.#slacks.reaching(this.#headShare);
    return isUniform(this.#matrix) ? slack : Math.min(slack, slackOfWords(this.#matrix, MOST_WORDS));
  }
}

/** Sum of the rounded losses of a window: what the rounded table must be looked up with, never the exact score. */
export function wordLoss(losses: Int32Array, width: number, codes: Uint8Array, start: number, strand: Strand): number {
  let sum = 0;
  for (let position = 0; position < width; position++) {
    const code = strand === "+" ? codes[start + position] : codes[start + width - 1 - position];
    if (code >= UNKNOWN_BASE) return Number.POSITIVE_INFINITY;
    sum += losses[4 * position + (strand === "+" ? code : 3 - code)];
  }
  return sum;
}
