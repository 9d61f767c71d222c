import { formatFixed, formatGeneral } from "../../../printf.ts";
import { regionWord } from "../../../sequence/interval.ts";
import type { OverviewLine } from "../page-data.ts";

/** Offsets as the field writes them: −32, +1. */
export function signed(offset: number): string {
  return offset < 0 ? `−${-offset}` : `+${offset}`;
}

/** Expression to three decimals; what would read 0.000 is `<0.001`. */
export function amount(expression: number): string {
  return expression < 0.001 ? "<0.001" : formatFixed(expression, 3);
}

export const short = (x: number) => formatGeneral(x, 3).replace("-", "−");

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** A record's name, or where its region lies. */
export function recordName({ n, l, o, g }: OverviewLine): string {
  if (g === undefined) return n;
  const word = regionWord(n, { start: o, end: o + l });
  return g === word || g === n ? g : `${word} ${g}`;
}
