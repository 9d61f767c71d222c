import Table from "cli-table3";
import { type Paint, type TableColumn, visible } from "./columns.ts";

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
  for (const row of rows) table.push(row.map(visible));
  return `${table.toString().replace(/[ \t]+$/gm, "")}\n`;
}
