import { counted } from "../printf.ts";
import type { Background } from "./background.ts";
import type { MotifFormat } from "./formats/detect.ts";
import { columnInformation } from "./information.ts";
import { columnTotal, type Motif, reverseComplementMotif } from "./motif.ts";
import { scoreDistribution } from "./score-distribution.ts";
import { type Pseudocount, scoreMatrix } from "./score-matrix.ts";

/** Columns with less information (bits) say nothing. */
const FLAT_BITS = 0.01;
/** Narrower motifs match every few hundred bases, whatever they are: the best of 4^4 words has p 0.4 %. */
const NARROW = 5;
/** Sums of probabilities that are further from 1 are more than rounding. */
const OFF_ONE = 5e-3;
/** Totals may differ by this share of the largest: rounding of converted files. */
const EQUAL_TOTALS = 1e-3;

export interface FileMotif {
  readonly motif: Motif;
  readonly format: MotifFormat | "library";
}

export interface CheckScoring {
  readonly background: Background;
  readonly pseudocount: Pseudocount;
  /** p-value at which a word is a hit. */
  readonly limit: number;
}

/** What was understood of a motif, what is odd about it, and what its scores can reach. */
export interface MotifCheck extends FileMotif {
  /** Smallest and largest column total, of the counts or (as read) of the probabilities. */
  readonly sums: readonly [least: number, most: number];
  /** Bits; −Infinity for the worst word where a letter is excluded. */
  readonly bestScore: number;
  readonly worstScore: number;
  /** p-value of the best word. */
  readonly smallestP: number;
  /** Lowest score with p ≤ limit; Infinity when no word has that. */
  readonly threshold: number;
  /** In words, the gravest first; empty when all is well. */
  readonly oddities: readonly string[];
}

/** Checks motifs one by one and against each other, in their order. */
export function checkMotifs(motifs: readonly FileMotif[], scoring: CheckScoring): MotifCheck[] {
  const twins = twinsOf(motifs);
  return motifs.map((one, i) => {
    const matrix = scoreMatrix(one.motif, scoring.background, scoring.pseudocount);
    const { smallestP, threshold } = scoreDistribution(matrix, scoring.limit);
    const sums = columnSums(one.motif);
    const unreachable = threshold === Number.POSITIVE_INFINITY ? [`no word reaches p ≤ ${scoring.limit}`] : [];
    return {
      ...one,
      sums,
      bestScore: matrix.maxScore,
      worstScore: matrix.minScore,
      smallestP,
      threshold,
      oddities: [...matrixOddities(one.motif, sums), ...unreachable, ...twins[i]],
    };
  });
}

function columnSums({ width, counts, sumAsRead }: Motif): [number, number] {
  if (counts === undefined) return [Math.min(1, sumAsRead ?? 1), Math.max(1, sumAsRead ?? 1)];
  const totals = Array.from({ length: width }, (_, position) => columnTotal(counts, position));
  return totals.reduce(([least, most], x) => [Math.min(least, x), Math.max(most, x)], [totals[0], totals[0]]);
}

function matrixOddities(motif: Motif, [least, most]: readonly [number, number]): string[] {
  const flat = Array.from({ length: motif.width }, (_, i) => i).filter((i) => columnInformation(motif, i) < FLAT_BITS);
  const zeros = (motif.counts ?? motif.probabilities).filter((x) => x === 0).length;
  const uneven = most - least > EQUAL_TOTALS * most;
  return [
    ...(flat.length === motif.width ? ["no information in any column"] : []),
    ...(motif.width < NARROW ? [`only ${counted(motif.width, "column")}`] : []),
    ...(Math.abs((motif.sumAsRead ?? 1) - 1) > OFF_ONE ? ["columns do not sum to 1; normalised"] : []),
    ...(motif.counts !== undefined && uneven ? ["column totals differ"] : []),
    ...(flat.length > 0 && flat.length < motif.width ? [`no information in ${columnList(flat)}`] : []),
    ...(zeros > 0 ? [counted(zeros, motif.counts === undefined ? "zero" : "zero count")] : []),
  ];
}

/** `column 3`, `columns 1, 2 and 9 more`; 1-based. */
function columnList(positions: readonly number[]): string {
  const shown = positions.slice(0, 5).map((position) => position + 1);
  const more = positions.length > shown.length ? ` and ${positions.length - shown.length} more` : "";
  return `column${positions.length === 1 ? "" : "s"} ${shown.join(", ")}${more}`;
}

/** Per motif: which earlier ones share its id or its matrix. */
function twinsOf(motifs: readonly FileMotif[]): string[][] {
  const ids = new Map<string, Motif>();
  const matrices = new Map<string, Motif>();
  return motifs.map(({ motif }) => {
    const key = matrixKey(motif);
    const sameId = ids.get(motif.id);
    const same = matrices.get(key);
    const turned = same === undefined ? matrices.get(matrixKey(reverseComplementMotif(motif))) : undefined;
    if (sameId === undefined) ids.set(motif.id, motif);
    if (same === undefined) matrices.set(key, motif);
    return [
      ...(sameId === undefined ? [] : [`id repeats${elsewhere(sameId, motif)}`]),
      ...(same === undefined ? [] : [`same matrix as ${same.id}${elsewhere(same, motif)}`]),
      ...(turned === undefined ? [] : [`reverse complement of ${turned.id}${elsewhere(turned, motif)}`]),
    ];
  });
}

function elsewhere(earlier: Motif, { source }: Motif): string {
  return earlier.source === source ? "" : ` (${earlier.source})`;
}

/** Equal to five decimals: formats print six. */
function matrixKey({ probabilities }: Motif): string {
  return Array.from(probabilities, (p) => Math.round(p * 1e5)).join(" ");
}
