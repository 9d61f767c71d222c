import Table from "cli-table3";
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

const NO_FRAME = Object.fromEntries(
  [
    ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
    ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
  ].map((name) => [name, ""]),
);

/** A table without frames: heads, then rows. Control characters in a cell are shown, never sent to the terminal. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { bold }: Pick<Paint, "bold">,
): string {
  const table = new Table({
    head: columns.map(({ head }) => bold(head)),
    colAligns: columns.map(({ right }) => (right ? "right" : "left")),
    // cli-table3 colours its heads and frames even in a pipe unless its style is emptied.
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: NO_FRAME,
  });
  table.push(...rows.map((row) => row.map(visible)));
  return `${table.toString().replace(/[ \t]+$/gm, "")}\n`;
}

/** One more row under a table whose column widths are settled. */
export function paddedLine(columns: readonly TableColumn[], row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, i) =>
    columns[i].right ? oneLine(cell).padStart(widths[i]) : oneLine(cell).padEnd(widths[i]),
  );
  return `${cells.join("  ").trimEnd()}\n`;
}

/** Escape sequences of our own colours stay; everything else that controls a terminal is shown as text. */
function visible(cell: string): string {
  return cell
    .split(/(\u001b\[\d+m)/)
    .map((part, i) => (i % 2 === 1 ? part : oneLine(part)))
    .join("");
}
