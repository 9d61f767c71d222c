import { dataError, type Place } from "../../errors.ts";
import { shortened } from "./text.ts";

/** Numbers of one line. */
export interface NumberRow {
  readonly values: readonly number[];
  /** Digits after the point of the most finely printed number: how far rounding may have moved a sum. */
  readonly decimals: number;
  readonly line: number;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Splits at blanks and commas. Throws unless every word is a finite number ≥ 0 and there is at least one. */
export function numberRow(text: string, place: Place & { readonly line: number }, expected: string): NumberRow {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  if (words.length === 0) throw dataError(`expected ${expected}, found nothing`, place);
  const wrong = words.find((word) => !isNumber(word) || Number(word) < 0);
  if (wrong !== undefined) {
    const fault = !NUMBER.test(wrong) ? "is no number" : Number(wrong) < 0 ? "is negative" : "is too large";
    throw dataError(`'${shortened(wrong)}' ${fault}; expected ${expected}`, place);
  }
  return { values: words.map(Number), decimals: finest(words.map(decimalsOf)), line: place.line };
}

/** A finite number in decimal notation (no hexadecimal, no `inf`). */
export function isNumber(word: string): boolean {
  return NUMBER.test(word) && Number.isFinite(Number(word));
}

function decimalsOf(word: string): number {
  const [mantissa, exponent = "0"] = word.toLowerCase().split("e");
  const point = mantissa.indexOf(".");
  return (point < 0 ? 0 : mantissa.length - 1 - point) - Number(exponent);
}

/** The largest (a row may be too long to spread into Math.max). */
function finest(decimals: readonly number[]): number {
  return decimals.reduce((most, digits) => Math.max(most, digits), 0);
}

/** Four numbers of one position. Throws naming what was found instead. */
export function columnOf(text: string, place: Place & { readonly line: number }, what: string): NumberRow {
  const row = numberRow(text, place, `four ${what} (A C G T)`);
  if (row.values.length !== 4) {
    throw dataError(`expected four ${what} (A C G T), found ${row.values.length} numbers`, place);
  }
  return row;
}

/** Four rows (A C G T) of one number a position → a row a position. Throws when their lengths differ. */
export function byPosition(rows: readonly NumberRow[], place: Place): NumberRow[] {
  const width = rows[0].values.length;
  const uneven = rows.find((row) => row.values.length !== width);
  if (uneven !== undefined) {
    const found = `${uneven.values.length} columns where the first row has ${width}`;
    throw dataError(found, { ...place, line: uneven.line });
  }
  const decimals = finest(rows.map((row) => row.decimals));
  return rows[0].values.map((_, i) => ({ values: rows.map((row) => row.values[i]), decimals, line: rows[0].line }));
}
