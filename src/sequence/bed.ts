import { dataError, oneLine, type Place } from "../errors.ts";
import type { Interval } from "./interval.ts";

/** One row of a BED file, 0-based half-open. */
export interface BedRow extends Interval {
  readonly sequence: string;
  /** Fourth column; '' when it is missing or `.`. */
  readonly name: string;
  /** Sixth column as it stands; `.` when it is missing. */
  readonly strand: string;
  /** File and line, for messages. */
  readonly place: Place;
}

/**
 * BED with three columns or more, tabs or blanks. Lines `track`, `browser` and `#` are skipped. Throws a data error that
 * names file and line.
 */
export function parseBed(text: string, file: string): BedRow[] {
  return text.split(/\r\n|\n|\r/).flatMap((row, i) => bedRow(row, { file, line: i + 1 }) ?? []);
}

/** One line of BED; undefined for those that hold no interval. See {@link parseBed}. */
export function bedRow(row: string, place: Place): BedRow | undefined {
  if (row.trim() === "" || /^(#|(track|browser)(\s|$))/.test(row)) return undefined;
  const cells = row.includes("\t") ? row.split("\t").map((cell) => cell.trim()) : row.trim().split(/\s+/);
  const [sequence, startText, endText, name = ".", , strand = "."] = cells;
  if (endText === undefined) throw dataError("expected at least three columns: sequence, start, end (BED)", place);
  if (sequence === "") throw dataError("a row without a sequence name", place);
  const start = wholeNumber(startText, "start", place);
  const end = wholeNumber(endText, "end", place);
  if (start >= end) throw dataError(`start ${start} is not below end ${end} (BED is 0-based half-open)`, place);
  return { sequence: oneLine(sequence), start, end, name: name === "." ? "" : oneLine(name), strand, place };
}

function wholeNumber(text: string, what: string, place: Place): number {
  if (/^-\d+$/.test(text)) throw dataError(`${what} ${text} is negative`, place);
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw dataError(`${what} '${text}' is not a whole number`, place);
  return value;
}
