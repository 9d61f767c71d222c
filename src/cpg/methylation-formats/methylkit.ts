import { dataError, type Place } from "../../errors.ts";
import { counted, isNumber, isWhole, percentOf, positionOf, type RowFormat, wholeNumber } from "./row.ts";

const STRANDS: Readonly<Record<string, "+" | "-" | ".">> = { F: "+", R: "-", "+": "+", "-": "-", "*": "." };

/** methylKit: chrBase chr base strand (F or R) coverage freqC freqT; 1-based, percentages. */
export const METHYLKIT: RowFormat = {
  name: "methylKit",
  hasCounts: true,
  matches: (cells) => cells.length === 7 && isWhole(cells[2]) && Object.hasOwn(STRANDS, cells[3]) && isNumber(cells[5]),
  read: (cells, place) => row(cells[1], cells.slice(2), place),
};

/** methylKit's generic layout: chr start strand coverage freqC freqT. */
export const METHYLKIT_GENERIC: RowFormat = {
  name: "methylKit (generic)",
  hasCounts: true,
  matches: (cells) => cells.length === 6 && isWhole(cells[1]) && Object.hasOwn(STRANDS, cells[2]) && isNumber(cells[4]),
  read: (cells, place) => row(cells[0], cells.slice(1), place),
};

function row(sequence: string | undefined, cells: readonly string[], place: Place) {
  const [base, strandText, coverageText, percentText] = cells;
  const position = positionOf(base, "position", 1, place) - 1;
  const strand = Object.hasOwn(STRANDS, strandText ?? "") ? STRANDS[strandText] : undefined;
  if (strand === undefined) throw dataError(`strand '${strandText ?? ""}' is not F, R, + or -`, place);
  const coverage = wholeNumber(coverageText, "coverage", place);
  const methylated = Math.round(coverage * percentOf(percentText, place));
  return counted({ sequence: sequence ?? "", position, span: 1, strand, code: "any" }, methylated, coverage, place);
}
