import { dataError, type Place } from "../../errors.ts";
import { BEDGRAPH } from "./bedgraph.ts";
import { ENCODE_BEDMETHYL, MODBAM2BED, MODKIT } from "./bedmethyl.ts";
import { BISMARK_COVERAGE, CPG_REPORT, METHYLDACKEL } from "./bismark.ts";
import { METHYLKIT, METHYLKIT_GENERIC } from "./methylkit.ts";
import type { RowFormat } from "./row.ts";

/** In the order of trial: the more a layout asks for, the earlier. */
export const ROW_FORMATS: readonly RowFormat[] = [
  CPG_REPORT,
  MODKIT,
  MODBAM2BED,
  ENCODE_BEDMETHYL,
  METHYLKIT,
  METHYLKIT_GENERIC,
  BISMARK_COVERAGE,
  METHYLDACKEL,
  BEDGRAPH,
];

/** The layout of a file by its first row. Throws a data error that lists what can be read. */
export function rowFormat(cells: readonly string[], hasTrackLine: boolean, place: Place): RowFormat {
  const format = ROW_FORMATS.find((candidate) => candidate.matches(cells, hasTrackLine));
  if (format !== undefined) return format;
  const known = "Bismark coverage and CpG_report, bedMethyl (ENCODE, modkit, modbam2bed), methylKit, bedGraph, bigWig";
  throw dataError(`no methylation format that tatabox reads (${known})`, place);
}

/** Lines that hold no row: comments and what browsers read. */
export function isComment(line: string): boolean {
  return line.trim() === "" || /^(#|(track|browser)(\s|$))/.test(line);
}

/** The head of a table (methylKit, newer modkit): a first line in which no column is a number. */
export function isHead(cells: readonly string[]): boolean {
  return cells.length >= 4 && cells.every((cell) => !/^-?[\d.]+$/.test(cell));
}
