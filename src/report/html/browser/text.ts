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

/** A name as it can be read: characters without a shape, and those that turn the direction of reading, by their number. */
export function visible(name: string): string {
  return name.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** A record's name, or where its region lies. */
export function recordName({ n, l, o, g }: OverviewLine): string {
  if (g === undefined) return n;
  const word = regionWord(n, { start: o, end: o + l });
  return g === word || g === n ? g : `${word} ${g}`;
}
