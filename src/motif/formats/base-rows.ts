import { dataError, type Place } from "../../errors.ts";
import { BASES, encodeText } from "../../sequence/alphabet.ts";
import { byPosition, type NumberRow, numberRow } from "./number-rows.ts";
import type { Line } from "./text.ts";

/** A row that holds one base's numbers at all positions; `base` is its code when the row begins with a letter. */
interface BaseRow extends NumberRow {
  readonly base: number | undefined;
}

/** `A [ 1 2 ]`, `A: 1 2`, `A | 1 2`, `a 1 2`: the letter, then the numbers. */
const LABEL = /^([ACGTU])(?=[\s:|=[]|$)\s*[:|=]?\s*/i;

export function hasBaseLabel(text: string): boolean {
  return LABEL.test(text);
}

/**
 * Four rows, one a base, as a row a position. Letters, where rows begin with them, set the order; else it is A C G T.
 * Throws naming file, line and motif.
 */
export function readBaseRows(lines: readonly Line[], place: Place): NumberRow[] {
  if (lines.length !== 4) throw dataError(`expected four rows (A C G T), found ${lines.length}`, place);
  const rows = lines.map((line) => readBaseRow(line, place));
  return byPosition(inBaseOrder(rows, place), place);
}

function readBaseRow({ text, number }: Line, place: Place): BaseRow {
  const label = LABEL.exec(text);
  const cells = text.slice(label?.[0].length ?? 0);
  const row = numberRow(
    cells.replace(/^\[/, "").replace(/\]$/, ""),
    { ...place, line: number },
    "counts (numbers ≥ 0)",
  );
  return { ...row, base: label === null ? undefined : encodeText(label[1])[0] };
}

function inBaseOrder(rows: readonly BaseRow[], place: Place): readonly BaseRow[] {
  if (rows.every(({ base }) => base === undefined)) return rows;
  return [0, 1, 2, 3].map((code) => {
    const found = rows.filter(({ base }) => base === code);
    if (found.length === 1) return found[0];
    const second = found[1]?.line ?? rows[code].line;
    throw dataError(`expected one row of ${BASES[code]}, found ${found.length}`, { ...place, line: second });
  });
}
