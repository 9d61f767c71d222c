import { dataError, type Place } from "../../errors.ts";
import { powerOfTen } from "../../power.ts";
import { formatFixed, formatGeneral } from "../../printf.ts";
import {
  ASSUMED_SITES,
  columnTotal,
  type Motif,
  type MotifNames,
  motifFromCounts,
  motifFromProbabilities,
} from "../motif.ts";
import type { NumberRow } from "./number-rows.ts";
import type { Warn } from "./text.ts";

/** A matrix as the text gives it, before it is known what its numbers mean. */
export interface MatrixText {
  readonly names: MotifNames;
  /** A row a position, A C G T. */
  readonly columns: readonly NumberRow[];
  /** Line of the header. */
  readonly line: number;
}

/** Sums of probabilities may be off 1 by this much; beyond it they are no probabilities. */
const SUM_LIMIT = 0.05;

/** Sums this near to 1 are used as printed (FIMO 5.5.8 does the same). */
const SUM_EXACT = 1e-5;

/** Columns may have different totals. Throws for a column of zeros. */
export function motifOfCounts(matrix: MatrixText): Motif {
  return motifFromCounts(matrix.names, checkedCells(matrix));
}

/**
 * Columns off 1 by more than rounding explains are normalised with a warning. Throws beyond 5 %. `sites` 0: the file
 * does not know.
 */
export function motifOfProbabilities(matrix: MatrixText, warn: Warn, sites = 0): Motif {
  const cells = checkedCells(matrix);
  const off = matrix.columns.map((_, position) => Math.abs(columnTotal(cells, position) - 1));
  const beyond = off.findIndex((distance) => distance > SUM_LIMIT + 1e-9);
  if (beyond >= 0) throw dataError(`${sumText(cells, beyond)}; expected probabilities`, columnPlace(matrix, beyond));
  const first = off.findIndex((distance, position) => distance > roundingSlack(matrix.columns[position]));
  if (first >= 0) warn(dataError(`${sumText(cells, first)}; normalised`, columnPlace(matrix, first)).message);
  const motif = motifFromProbabilities(matrix.names, cells, sites > 0 ? sites : ASSUMED_SITES);
  const furthest = off.reduce((most, distance, position) => (distance > off[most] ? position : most), 0);
  return off[furthest] > SUM_EXACT ? { ...motif, sumAsRead: columnTotal(cells, furthest) } : motif;
}

/** Probabilities when every column sums to 1 within 5 %, else counts. */
export function motifOfEither(matrix: MatrixText, warn: Warn): Motif {
  return looksLikeProbabilities(matrix.columns) ? motifOfProbabilities(matrix, warn) : motifOfCounts(matrix);
}

export function looksLikeProbabilities(columns: readonly NumberRow[]): boolean {
  return columns.every(({ values }) => Math.abs(values.reduce((sum, x) => sum + x, 0) - 1) <= SUM_LIMIT + 1e-9);
}

/** Four numbers rounded to d decimals may move their sum by 2·10^-d. */
function roundingSlack({ decimals }: NumberRow): number {
  return Math.max(SUM_EXACT, 2 * powerOfTen(-decimals)) + 1e-9;
}

function sumText(cells: Float64Array, position: number): string {
  return `column ${position + 1} sums to ${formatGeneral(columnTotal(cells, position), 6)}, not 1`;
}

/** Flat cells of a matrix that has columns, each of which holds something. */
function checkedCells(matrix: MatrixText): Float64Array {
  if (matrix.columns.length === 0) throw dataError("holds no rows of numbers", matrixPlace(matrix));
  const cells = Float64Array.from(matrix.columns.flatMap(({ values }) => values));
  for (let position = 0; position < matrix.columns.length; position++) {
    const total = columnTotal(cells, position);
    if (total === 0) throw dataError(`column ${position + 1} holds only zeros`, columnPlace(matrix, position));
    if (!Number.isFinite(total)) throw dataError(`column ${position + 1} is too large`, columnPlace(matrix, position));
  }
  return cells;
}

function matrixPlace({ names, line }: MatrixText): Place {
  return { file: names.source, line, motif: names.id };
}

function columnPlace(matrix: MatrixText, position: number): Place {
  return { ...matrixPlace(matrix), line: matrix.columns[position].line };
}

/** A cell as writers print it: a count as it is, a probability with 6 decimals. */
export function cellText({ counts, probabilities }: Motif, cell: number): string {
  return counts === undefined ? formatFixed(probabilities[cell], 6) : String(counts[cell]);
}
