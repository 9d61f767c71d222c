import { formatFixed, formatGeneral } from "../printf.ts";
import type { Agreement } from "../regulation/agreement.ts";
import { alignedLines, type Paint } from "./columns.ts";

/** A fitted number with where it came from. */
export interface FittedRow {
  readonly parameter: string;
  readonly start: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly onBound: boolean;
}

export interface FitSummary {
  readonly sequences: number;
  readonly conditions: number;
  readonly folds: number;
  readonly fitted: Agreement;
  readonly crossValidated: Agreement;
  /** Error that each start came to. */
  readonly starts: readonly number[];
}

const number = (x: number) => formatGeneral(x, 4);

/** Start, end and bounds of each number, a line each, for scripts. */
export function fittedTsv(rows: readonly FittedRow[]): string {
  const lines = rows.map(({ parameter, start, value, low, high, onBound }) =>
    [parameter, number(start), number(value), number(low), number(high), onBound ? "yes" : "no"].join("\t"),
  );
  return `${["parameter\tstart\tfitted\tlow\thigh\ton_bound", ...lines].join("\n")}\n`;
}

/** The fitted numbers, what else was in force, and how well it does. */
export function fitText(
  rows: readonly FittedRow[],
  inForce: readonly { readonly name: string; readonly value: unknown; readonly source: string }[],
  summary: FitSummary,
  paint: Paint,
): string {
  const heads = ["parameter", "start", "fitted", "range", ""].map((head) => paint.bold(head));
  const lines = rows.map(({ parameter, start, value, low, high, onBound }) => [
    parameter,
    number(start),
    number(value),
    `${number(low)}–${number(high)}`,
    onBound ? paint.yellow("on its bound") : "",
  ]);
  const others = inForce.map(({ name, value, source }) => [name, String(value), source]);
  const othersHead = ["in force", "value", "source"].map((head) => paint.bold(head));
  return `${alignedLines(heads, lines)}\n${alignedLines(othersHead, others)}\n${summaryText(summary, paint)}`;
}

export function summaryText(summary: FitSummary, paint: Paint): string {
  const { sequences, conditions, folds, fitted, crossValidated, starts } = summary;
  const heads = ["", "points", "R²", "RMSE", "Spearman"].map((head) => paint.bold(head));
  const share = (x: number | null) => (x === null ? "–" : formatFixed(x, 3));
  const line = (name: string, { points, r2, rmse, spearman }: Agreement) => [
    name,
    String(points),
    share(r2),
    formatFixed(rmse, 4),
    share(spearman),
  ];
  return (
    alignedLines(heads, [line("fitted", fitted), line(`left out (${folds} folds)`, crossValidated)]) +
    `${sequences} sequences × ${conditions} conditions; whole sequences are left out. Error of each start: ${starts.map((x) => formatFixed(x, 4)).join(", ")}\n`
  );
}
