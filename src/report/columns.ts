import { oneLine } from "../errors.ts";

/** Colours of a terminal as functions from text to text; `plain` where there are none. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly blue: (text: string) => string;
}

export interface TableColumn {
  readonly head: string;
  readonly right?: boolean;
}

/** One more row under a table whose column widths are settled. */
export function paddedLine(columns: readonly TableColumn[], row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, i) =>
    columns[i].right ? oneLine(cell).padStart(widths[i]) : oneLine(cell).padEnd(widths[i]),
  );
  return `${cells.join("  ").trimEnd()}\n`;
}

/** Lines of cells in columns as wide as their widest cell, two blanks between; a head line first. */
export function alignedLines(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, ...rows.map((row) => row.map(visible))];
  const widths = heads.map((_, i) => lines.reduce((most, line) => Math.max(most, shownLength(line[i])), 0));
  const padded = (cell: string, i: number) => cell + " ".repeat(widths[i] - shownLength(cell));
  return lines.map((line) => `${line.map(padded).join("  ").trimEnd()}\n`).join("");
}

/** Characters that a terminal shows: colours take no room. */
function shownLength(cell: string): number {
  return cell.replace(COLOUR, "").length;
}

const COLOUR = /\u001b\[\d+m/g;

/** Escape sequences of our own colours stay; everything else that controls a terminal is shown as text. */
export function visible(cell: string): string {
  return cell
    .split(/(\u001b\[\d+m)/)
    .map((part, i) => (i % 2 === 1 ? part : oneLine(part)))
    .join("");
}
