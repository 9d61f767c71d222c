import type { Strand } from "../sequence/interval.ts";
import { AlignmentTails } from "./alignment-tails.ts";
import {
  COLUMN_MEASURES,
  type ColumnDistance,
  type ColumnMeasure,
  type ColumnPool,
  columnPool,
  poolSteps,
} from "./column-similarity.ts";
import { type Motif, reverseComplementMotif } from "./motif.ts";

/** Two or three rare columns that happen to agree (TOMTOM's default is 1) would outrank a family's own members. */
export const DEFAULT_OVERLAP = 5;

export interface CompareOptions {
  /** Default: pearson. */
  readonly distance?: ColumnDistance;
  /** Columns that must lie on each other (default 5); all of them in a motif that is narrower. */
  readonly minOverlap?: number;
  /** `forward`: targets only as they are (default both). */
  readonly strand?: "both" | "forward";
}

/** The best placement of a query on one target, and how likely a random target would have one as good. */
export interface MotifMatch<M extends Motif = Motif> {
  readonly target: M;
  /** `-`: the target is reverse-complemented. */
  readonly orientation: Strand;
  /** Column of the target, so turned, on which the query's first column lies; negative when the query begins before it. */
  readonly offset: number;
  /** Columns that lie on each other. */
  readonly overlap: number;
  /** Sum over these columns: Pearson's correlations, or minus the Euclidean distances. */
  readonly score: number;
  /** That a target of this width, its columns drawn from all targets' columns, has a placement as good. */
  readonly pValue: number;
  /** Such matches expected among the targets: pValue · number of targets. */
  readonly eValue: number;
  /** Benjamini & Hochberg (1995) over the targets. */
  readonly qValue: number;
}

/**
 * How `query` matches each target, best first, in the manner of TOMTOM (Gupta et al. 2007, Genome Biol 8:R24): every
 * offset and orientation is scored by its aligned columns, its p-value is exact for independent draws from all columns of
 * the targets (both strands) at scores in whole steps of 1/100 of their range, and the smallest of n placements counts as
 * 1 − (1 − p)ⁿ. Equal p-values: higher score first, then the targets' order.
 */
export function compareMotifs<M extends Motif>(
  query: Motif,
  targets: readonly M[],
  options: CompareOptions = {},
): MotifMatch<M>[] {
  return motifComparer(targets, options)(query);
}

/** {@link compareMotifs} for many queries: what depends on the targets alone is done once. */
export function motifComparer<M extends Motif>(
  targets: readonly M[],
  { distance = "pearson", minOverlap = DEFAULT_OVERLAP, strand = "both" }: CompareOptions = {},
): (query: Motif) => MotifMatch<M>[] {
  const measure = COLUMN_MEASURES[distance];
  const turned = strand === "both" ? targets.map(reverseComplementMotif) : [];
  const pool = columnPool([...targets, ...turned], measure);
  return (query) => {
    const aligned = alignedQuery(query, pool, measure);
    const found = targets.map((target, i) => {
      const sides = strand === "both" ? [i, targets.length + i] : [i];
      return match(aligned, target, sides, pool, minOverlap);
    });
    return ranked(found);
  };
}

interface AlignedQuery {
  readonly columns: Float64Array;
  readonly measure: ColumnMeasure;
  /** Per query column: steps against each column of the pool. */
  readonly steps: readonly Uint8Array[];
  readonly tails: AlignmentTails;
}

function alignedQuery(query: Motif, pool: ColumnPool, measure: ColumnMeasure): AlignedQuery {
  const columns = measure.prepared(query.probabilities);
  const steps = Array.from({ length: query.width }, (_, i) => poolSteps(columns, 4 * i, pool, measure));
  return { columns, measure, steps, tails: new AlignmentTails(steps) };
}

type Unranked<M extends Motif> = Omit<MotifMatch<M>, "eValue" | "qValue">;

/** One way to lay the query on a target; `side`: the target, or its reverse complement, in the pool. */
interface Placement {
  readonly side: number;
  readonly offset: number;
  readonly from: number;
  readonly to: number;
  readonly p: number;
}

/** `sides`: the target and its reverse complement in the pool. */
function match<M extends Motif>(
  query: AlignedQuery,
  target: M,
  sides: readonly number[],
  pool: ColumnPool,
  minOverlap: number,
): Unranked<M> {
  const least = Math.min(minOverlap, query.steps.length, target.width);
  const best = sides.map((side) => bestPlacement(query, side, target.width, pool, least)).reduce(better);
  const placements = sides.length * (query.steps.length + target.width - 2 * least + 1);
  return {
    target,
    orientation: best.side === sides[0] ? "+" : "-",
    offset: best.offset,
    overlap: best.to - best.from,
    score: exactScore(query, best, pool),
    pValue: smallestOf(placements, best.p),
  };
}

/** 1 − (1 − p)ⁿ, exact also where p is tiny. */
function smallestOf(n: number, p: number): number {
  return Math.min(1, -Math.expm1(n * Math.log1p(-p)));
}

function bestPlacement(
  { steps, tails }: AlignedQuery,
  side: number,
  width: number,
  { starts }: ColumnPool,
  least: number,
): Placement {
  let best: Placement | undefined;
  for (let offset = least - steps.length; offset <= width - least; offset++) {
    const from = Math.max(0, -offset);
    const to = Math.min(steps.length, width - offset);
    let sum = 0;
    for (let i = from; i < to; i++) sum += steps[i][starts[side] + offset + i];
    const placement = { side, offset, from, to, p: tails.tail(from, to)[sum] };
    best = best === undefined ? placement : better(best, placement);
  }
  return best!;
}

/** The smaller p; of equals the one with more columns, then the earlier one. */
function better(a: Placement, b: Placement): Placement {
  if (a.p !== b.p) return a.p < b.p ? a : b;
  return b.to - b.from > a.to - a.from ? b : a;
}

function exactScore(
  { columns, measure }: AlignedQuery,
  { side, offset, from, to }: Placement,
  pool: ColumnPool,
): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    sum += measure.score(columns, 4 * i, pool.columns, 4 * (pool.starts[side] + offset + i));
  }
  return sum;
}

/** Sorted, with E-values and q-values. */
function ranked<M extends Motif>(found: readonly Unranked<M>[]): MotifMatch<M>[] {
  const sorted = found.toSorted((a, b) => a.pValue - b.pValue || b.score - a.score);
  const matches: MotifMatch<M>[] = [];
  let qValue = 1;
  for (let rank = sorted.length; rank > 0; rank--) {
    const one = sorted[rank - 1];
    const eValue = one.pValue * sorted.length;
    qValue = Math.min(qValue, eValue / rank);
    matches.push({ ...one, eValue, qValue });
  }
  return matches.reverse();
}
