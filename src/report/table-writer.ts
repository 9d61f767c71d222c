import { type Paint, paddedLine } from "./columns.ts";
import type { Column } from "./shape.ts";
import { renderTable } from "./table.ts";
import type { ResultWriter } from "./writers.ts";

/** Rows after which a table's widths are settled: what comes later is printed at once. */
const SETTLING_ROWS = 1000;

/** A table is laid out over its first rows, so that memory does not grow with the rest. */
export function tableWriter<F>(
  table: readonly Column<F>[],
  footnote: string | undefined,
  paint: Paint,
): ResultWriter<F> {
  let waiting: string[][] | undefined = [];
  let widths: number[] = [];
  const settle = (rows: string[][]) => {
    widths = table.map(({ head }, i) => Math.max(head.length, ...rows.map((row) => row[i].length)));
    waiting = undefined;
    return renderTable(table, rows, paint);
  };
  return {
    head: () => "",
    feature(feature) {
      const row = table.map(({ text }) => text(feature));
      if (waiting === undefined) return paddedLine(table, row, widths);
      waiting.push(row);
      return waiting.length < SETTLING_ROWS ? "" : settle(waiting);
    },
    recordEnd: () => "",
    end: () => (waiting === undefined ? "" : settle(waiting)) + (footnote === undefined ? "" : `\n${footnote}\n`),
  };
}
