import { dataError, type Place } from "../../errors.ts";

/** One measurement of a methylation file. Positions are 0-based. */
export interface MethylationRow {
  readonly sequence: string;
  /** Of the base itself, also on the reverse strand (the G of the forward strand's CpG). */
  readonly position: number;
  /** Letters that the row covers; 2 for both strands of a CpG. */
  readonly span: number;
  /** null where the file does not say: the sequence tells. `.`: the row stands for both strands. */
  readonly strand: "+" | "-" | "." | null;
  /** Reads that are methylated; without counts the methylated share. */
  readonly methylated: number;
  /** Reads with a call; null without counts. */
  readonly coverage: number | null;
  /** What is counted; rows of one base with different codes add up. */
  readonly code: "any" | "m" | "h";
}

/** Why a row says nothing about a CpG's methylation. */
export type Skip = "other context" | "other modification" | "no reads";

/** Reads the columns of a row. Throws a data error with the place. */
export type RowReader = (cells: readonly string[], place: Place) => MethylationRow | Skip;

/** A layout of text: its name, whether it has counts, and how its first row looks. */
export interface RowFormat {
  readonly name: string;
  readonly hasCounts: boolean;
  matches(cells: readonly string[], hasTrackLine: boolean): boolean;
  readonly read: RowReader;
}

/**
 * Columns by tabs; a line with blanks besides (older bedMethyl, bsseq's exports) is cut at both after the third column, so
 * that mixed files are read alike.
 */
export function splitColumns(line: string): string[] {
  const text = line.trimEnd();
  if (!text.includes(" ")) return text.split("\t");
  if (!text.includes("\t")) return text.trimStart().split(/ +/);
  const cells = text.split("\t");
  return [...cells.slice(0, 3), ...cells.slice(3).flatMap((cell) => cell.trim().split(/ +/))];
}

export function wholeNumber(text: string | undefined, what: string, place: Place): number {
  const value = text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw dataError(`${what} '${text ?? ""}' is not a whole number ≥ 0`, place);
  return value;
}

/** A position of the row's format that is at least `least` and fits 32 bits. */
export function positionOf(text: string | undefined, what: string, least: 0 | 1, place: Place): number {
  const value = wholeNumber(text, what, place);
  if (value < least) throw dataError(`${what} 0 in a format that counts from 1`, place);
  if (value >= 2 ** 32) throw dataError(`${what} ${value} is larger than any sequence`, place);
  return value;
}

/** Start and end of a 0-based half-open row. */
export function bedInterval(cells: readonly string[], place: Place): { position: number; span: number } {
  const position = positionOf(cells[1], "start", 0, place);
  const end = positionOf(cells[2], "end", 0, place);
  if (end <= position) throw dataError(`start ${position} is not below end ${end}`, place);
  return { position, span: end - position };
}

/** A percentage as a share. */
export function percentOf(text: string | undefined, place: Place): number {
  const value = numberOf(text, "percentage", place);
  if (value < 0 || value > 100) throw dataError(`percentage ${text} is not between 0 and 100`, place);
  return value / 100;
}

export function numberOf(text: string | undefined, what: string, place: Place): number {
  const value = text === undefined || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw dataError(`${what} '${text ?? ""}' is not a number`, place);
  return value;
}

export function strandOf(text: string, place: Place): "+" | "-" | "." {
  if (text === "+" || text === "-" || text === ".") return text;
  throw dataError(`strand '${text}' is not +, - or .`, place);
}

/** Counts of a row, or that it has none. */
export function counted(
  row: Omit<MethylationRow, "methylated" | "coverage">,
  methylated: number,
  coverage: number,
  place: Place,
): MethylationRow | Skip {
  if (methylated > coverage) throw dataError(`${methylated} methylated of ${coverage} reads`, place);
  return coverage === 0 ? "no reads" : { ...row, methylated, coverage };
}

export const isWhole = (text: string | undefined): boolean => text !== undefined && /^\d+$/.test(text);
export const isNumber = (text: string | undefined): boolean =>
  text !== undefined && /^-?\d*\.?\d+(e[-+]?\d+)?$/i.test(text);
