import { formatFixed } from "../printf.ts";
import type { Expression } from "../regulation/expression.ts";
import { type ExpressionLevel, expressionLevel } from "../regulation/expression-parameters.ts";
import { alignedLines, type Paint } from "./columns.ts";

/** How text for people is drawn: with or without colours, and how wide. */
export interface TextStyle {
  readonly paint: Paint;
  /** Characters a line. */
  readonly columns: number;
}

/** Factors that change expression by less than this share are not named here (JSON has them). */
const SHOWN_EFFECT = 0.02;
const SHOWN_FACTORS = 3;
const SMALLEST_SHOWN = 0.001;

const NARROW_BAR = 5;
const WIDE_BAR = 12;
/** From so many columns on, bars are wide. */
const WIDE = 110;

/** A row a cell: unmethylated, in the methylation state (if there is one), and as many of the factors that matter as fit. */
export function expressionTable(
  expression: readonly Expression[],
  state: string | undefined,
  { paint, columns }: TextStyle,
): string {
  const bar = columns >= WIDE ? WIDE_BAR : NARROW_BAR;
  const heads = ["    expression in", "unmethylated", ...(state === undefined ? [] : [state])];
  const amounts = expression.map((value) => [
    `      ${value.cell}`,
    amount(value.expressionUnmethylated, bar, paint),
    ...(state === undefined ? [] : [amount(value.expression, bar, paint)]),
  ]);
  const widths = heads.map((head, i) =>
    Math.max(head.length, i === 0 ? Math.max(...amounts.map(([cell]) => cell.length)) : amountWidth(bar)),
  );
  const room = columns - widths.reduce((sum, width) => sum + width + 2, 0);
  return alignedLines(
    [...heads, "because of"].map((head) => paint.bold(head)),
    amounts.map((row, i) => [...row, because(expression[i], room)]),
  );
}

/** `0.082 ███▏  medium`; what would print as 0.000 is `<0.001`. */
function amount(expression: number, bar: number, paint: Paint): string {
  const level = expressionLevel(expression);
  const colour = levelColour(level, paint);
  const shown = expression < SMALLEST_SHOWN ? `<${SMALLEST_SHOWN}` : formatFixed(expression, 3);
  return `${shown.padEnd(6)} ${colour(barOf(expression, bar))} ${colour(level)}`;
}

function amountWidth(bar: number): number {
  return `<${SMALLEST_SHOWN}`.length + 1 + bar + 1 + "medium".length;
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A logarithmic bar, empty at 0.001 and full at 1. */
function barOf(expression: number, width: number): string {
  const share = Math.max(0, 1 - Math.log10(Math.max(expression, SMALLEST_SHOWN)) / Math.log10(SMALLEST_SHOWN));
  const eighths = Math.round(Math.min(1, share) * width * 8);
  return `${"█".repeat(eighths >> 3)}${EIGHTHS[eighths & 7]}`.padEnd(width);
}

function levelColour(level: ExpressionLevel, paint: Paint): (text: string) => string {
  return { off: paint.red, low: paint.yellow, medium: paint.blue, high: paint.green }[level];
}

/** The factors that matter most, the strongest always, the next two where there is room. */
function because({ activators, repressors }: Expression, room: number): string {
  const factors = [...activators, ...repressors]
    .filter(({ effect }) => Math.abs(effect - 1) >= SHOWN_EFFECT)
    .sort((a, b) => Math.abs(Math.log(b.effect)) - Math.abs(Math.log(a.effect)))
    .slice(0, SHOWN_FACTORS)
    .map(({ factor, effect }) => `${factor} ×${formatFixed(effect, 2)}`);
  while (factors.length > 1 && factors.join(", ").length > room) factors.pop();
  return factors.length === 0 ? "–" : factors.join(", ");
}

/** One line on a gene: where it is on, and what methylation does to it. */
export function verdict(expression: readonly Expression[], state: string | undefined): string {
  const on = expression
    .filter(({ expressionUnmethylated }) => expressionLevel(expressionUnmethylated) !== "off")
    .sort((a, b) => b.expressionUnmethylated - a.expressionUnmethylated);
  if (on.length === 0) return expression.length === 1 ? `off in ${expression[0].cell}` : "off in every cell";
  const where = whereOn(on, expression.length);
  return state === undefined ? where : `${where}; ${state}: ${methylationVerdict(on)}`;
}

/** Cells that are listed by name. */
const NAMED_CELLS = 2;

/** `on`: the cells where it is, the strongest first. */
function whereOn(on: readonly Expression[], cells: number): string {
  const levels = new Set(on.map(({ expressionUnmethylated }) => expressionLevel(expressionUnmethylated)));
  if (on.length === cells && cells > 1 && levels.size === 1) return `on in all ${cells} cells (${[...levels][0]})`;
  const named = ({ cell, expressionUnmethylated }: Expression) =>
    `${cell} (${expressionLevel(expressionUnmethylated)})`;
  if (on.length > NAMED_CELLS) {
    return `on in ${on.length === cells ? `all ${cells}` : `${on.length} of ${cells}`} cells, most in ${named(on[0])}`;
  }
  const names =
    levels.size === 1 ? `${on.map(({ cell }) => cell).join(", ")} (${[...levels][0]})` : on.map(named).join(", ");
  return `on ${on.length < cells ? "only " : ""}in ${names}`;
}

/** Weaker: below this share of the unmethylated expression. */
const WEAKER = 0.8;

function methylationVerdict(on: readonly Expression[]): string {
  if (on.every(({ expression: level }) => expressionLevel(level) === "off")) return "silenced";
  if (on.some((value) => value.expression < WEAKER * value.expressionUnmethylated)) return "weaker";
  return "the same";
}
