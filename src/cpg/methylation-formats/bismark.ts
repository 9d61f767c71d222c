import { dataError } from "../../errors.ts";
import {
  bedInterval,
  counted,
  isNumber,
  isWhole,
  percentOf,
  positionOf,
  type RowFormat,
  strandOf,
  wholeNumber,
} from "./row.ts";

const sixNumbers = (cells: readonly string[]) =>
  cells.length === 6 && [1, 2, 4, 5].every((i) => isWhole(cells[i])) && isNumber(cells[3]);

/**
 * Bismark's coverage file: chrom start end percent methylated unmethylated, 1-based. A row is a C without its strand
 * (start = end), or both strands of a CpG (`--merge_CpG`, end = start + 1).
 */
export const BISMARK_COVERAGE: RowFormat = {
  name: "Bismark coverage",
  hasCounts: true,
  matches: (cells, hasTrackLine) => sixNumbers(cells) && !hasTrackLine,
  read(cells, place) {
    const start = positionOf(cells[1], "start", 1, place);
    const end = positionOf(cells[2], "end", 1, place);
    if (end !== start && end !== start + 1) {
      throw dataError(`start ${start} and end ${end}: a Bismark coverage row is one C or one CpG`, place);
    }
    const methylated = wholeNumber(cells[4], "methylated reads", place);
    const unmethylated = wholeNumber(cells[5], "unmethylated reads", place);
    percentOf(cells[3], place);
    const row = { sequence: cells[0], position: start - 1, span: end - start + 1, strand: null, code: "any" } as const;
    return counted(row, methylated, methylated + unmethylated, place);
  },
};

/** MethylDackel's bedGraph: the same columns 0-based half-open, after a `track` line. */
export const METHYLDACKEL: RowFormat = {
  name: "MethylDackel bedGraph",
  hasCounts: true,
  matches: (cells, hasTrackLine) => sixNumbers(cells) && hasTrackLine,
  read(cells, place) {
    const methylated = wholeNumber(cells[4], "methylated reads", place);
    const unmethylated = wholeNumber(cells[5], "unmethylated reads", place);
    const row = { sequence: cells[0], ...bedInterval(cells, place), strand: null, code: "any" } as const;
    return counted(row, methylated, methylated + unmethylated, place);
  },
};

/** Bismark's CpG_report and CX_report: chrom pos strand methylated unmethylated context trinucleotide, 1-based. */
export const CPG_REPORT: RowFormat = {
  name: "Bismark CpG report",
  hasCounts: true,
  matches: (cells) =>
    (cells[2] === "+" || cells[2] === "-") && isWhole(cells[3]) && /^C(G|HG|HH|N)$/.test(cells[5] ?? ""),
  read(cells, place) {
    const position = positionOf(cells[1], "position", 1, place) - 1;
    const methylated = wholeNumber(cells[3], "methylated reads", place);
    const unmethylated = wholeNumber(cells[4], "unmethylated reads", place);
    const strand = strandOf(cells[2] ?? "", place);
    if (cells[5] !== "CG") return "other context";
    const row = { sequence: cells[0], position, span: 1, strand, code: "any" } as const;
    return counted(row, methylated, methylated + unmethylated, place);
  },
};
