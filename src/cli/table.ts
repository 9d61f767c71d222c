import Table from "cli-table3";
import type { Chalk } from "./colours.ts";

export interface Column {
  readonly head: string;
  readonly right?: boolean;
}

/** A plain table without frames: heads, then rows; colour only as far as `colours` has it. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], colours: Chalk): string {
  const none = "";
  const table = new Table({
    head: columns.map(({ head }) => colours.bold(head)),
    colAligns: columns.map(({ right }) => (right ? "right" : "left")),
    // cli-table3 colours its heads and frames even in a pipe unless its style is emptied.
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    chars: {
      top: none,
      "top-mid": none,
      "top-left": none,
      "top-right": none,
      bottom: none,
      "bottom-mid": none,
      "bottom-left": none,
      "bottom-right": none,
      left: none,
      "left-mid": none,
      mid: none,
      "mid-mid": none,
      right: none,
      "right-mid": none,
      middle: none,
    },
  });
  table.push(...rows.map((row) => [...row]));
  return `${table.toString().replace(/[ \t]+$/gm, "")}\n`;
}
