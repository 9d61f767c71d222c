import type { Measure } from "../cnn/evaluation.ts";
import { formatFixed } from "../printf.ts";
import type { Column, Shape } from "../report/shape.ts";

const fixed = (x: number | undefined) => (x === undefined ? "" : formatFixed(x, 4));

const COLUMNS: readonly Column<Measure>[] = [
  { head: "measure", text: ({ measure }) => measure },
  { head: "value", text: ({ value, note }) => (value === undefined ? `n/a (${note})` : fixed(value)), right: true },
  { head: "low", text: ({ interval }) => fixed(interval?.[0]), right: true },
  { head: "high", text: ({ interval }) => fixed(interval?.[1]), right: true },
];

/** How well a model does, a row a measure. */
export const MEASURE_SHAPE: Shape<Measure> = {
  list: "measures",
  item: "measure",
  tsv: COLUMNS,
  table: COLUMNS,
  footnote: "low, high: 95 % intervals (Wilson's for shares, 500 bootstrap draws for AUC, average precision and CC).",
  json: ({ measure, value, interval, note }) => ({
    ...{ measure, value: value ?? null, low: interval?.[0] ?? null, high: interval?.[1] ?? null },
    ...(value === undefined ? { note } : {}),
  }),
};
