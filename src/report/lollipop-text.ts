import { oneLine } from "../errors.ts";
import { formatFixed, withCommas } from "../printf.ts";
import type { Interval } from "../sequence/interval.ts";
import type { Paint } from "./columns.ts";
import type { Drawing } from "./island-track.ts";

/** A record with the level of every CpG; NaN where nothing was measured. */
export interface LollipopRecord {
  readonly name: string;
  /** Of the record in its source. */
  readonly start: number;
  readonly length: number;
  readonly islands: readonly Interval[];
  /** Position of the C of each CpG, in the coordinates of the source. */
  readonly positions: readonly number[];
  readonly levels: readonly number[];
  /** A letter for each CpG and cell: `m` both strands, `h` one, `+` or `-` that one, `.` none. */
  readonly patterns: readonly string[];
}

/** From unmethylated to methylated in fifths, then without a measurement. */
const SHADES = { unicode: ["○", "◔", "◑", "◕", "●", "·"], ascii: [".", "-", "+", "*", "#", "?"] };
const CELL_LETTERS: Readonly<Record<string, string>> = { m: "●", h: "◐", "+": "◓", "-": "◒", ".": "○" };
const ISLAND_MARKS = { unicode: "▔", ascii: "=" };

/** Lines of one record; more CpGs share a sign. */
const MOST_LINES = 12;
const SHOWN_CELLS = 8;
const LEAST_WIDTH = 10;

/**
 * A record as a row of lollipops, one sign a CpG (or several, where there are many), broken to the width, islands marked
 * below; then some cells, where they were kept.
 */
export function lollipopText(record: LollipopRecord, drawing: Drawing, paint: Paint): string {
  const { name, length, positions, levels, islands } = record;
  const known = levels.filter((level) => !Number.isNaN(level));
  const mean = known.length === 0 ? "no measurement" : `mean level ${formatFixed(average(known), 3)}`;
  const heading = `${paint.bold(oneLine(name))}  ${withCommas(length)} bp, ${positions.length} CpGs, ${mean}`;
  const labelWidth = withCommas(positions.at(-1) ?? 0).length;
  const width = Math.max(LEAST_WIDTH, drawing.columns - labelWidth - 4);
  const perSign = Math.max(1, Math.ceil(positions.length / (width * MOST_LINES)));
  const binned = perSign === 1 ? "" : `, ${perSign} CpGs a sign`;
  const lines: string[] = [`${heading}${binned}`];
  for (let first = 0; first < positions.length; first += width * perSign) {
    const last = Math.min(positions.length, first + width * perSign);
    const label = withCommas(positions[first]).padStart(labelWidth);
    lines.push(`  ${paint.dim(label)}  ${signs(levels.slice(first, last), perSign, drawing.ascii)}`);
    const marks = islandMarks(positions.slice(first, last), islands, perSign, drawing.ascii);
    if (marks !== "") lines.push(`  ${" ".repeat(labelWidth)}  ${paint.green(marks)}`);
  }
  return `${[...lines, ...cellLines(record, labelWidth, width, drawing.ascii)].join("\n")}\n\n`;
}

/** What the signs mean. */
export function lollipopLegend(ascii: boolean): string {
  const shades = ascii ? SHADES.ascii : SHADES.unicode;
  const steps = ["below 0.2", "0.4", "0.6", "0.8", "above", "no measurement"];
  const mark = ascii ? ISLAND_MARKS.ascii : ISLAND_MARKS.unicode;
  return `level ${shades.map((shade, i) => `${shade} ${steps[i]}`).join("  ")}   ${mark} CpG island\n`;
}

function signs(levels: readonly number[], perSign: number, ascii: boolean): string {
  const shades = ascii ? SHADES.ascii : SHADES.unicode;
  return groups(levels, perSign)
    .map((group) => {
      const known = group.filter((level) => !Number.isNaN(level));
      return known.length === 0 ? shades[5] : shades[fifth(average(known))];
    })
    .join("");
}

/** 0..4, so that the outer two are the classes unmethylated (below 0.2) and methylated (above 0.8). */
function fifth(level: number): number {
  if (level > 0.8) return 4;
  return Math.min(3, Math.floor(5 * level + 1e-9));
}

function islandMarks(
  positions: readonly number[],
  islands: readonly Interval[],
  perSign: number,
  ascii: boolean,
): string {
  const mark = ascii ? ISLAND_MARKS.ascii : ISLAND_MARKS.unicode;
  const isInside = (position: number) => islands.some(({ start, end }) => position >= start && position < end);
  return groups(positions, perSign)
    .map((group) => (group.some(isInside) ? mark : " "))
    .join("")
    .trimEnd();
}

function cellLines({ patterns }: LollipopRecord, labelWidth: number, width: number, ascii: boolean): string[] {
  if (patterns.length === 0 || patterns[0].length === 0) return [];
  const shown = patterns.slice(0, SHOWN_CELLS);
  const part = patterns[0].length > width ? `, first ${width} CpGs` : "";
  const lines = shown.map((pattern, cell) => {
    const letters = pattern.slice(0, width);
    const drawn = ascii ? letters : Array.from(letters, (letter) => CELL_LETTERS[letter]).join("");
    return `  ${String(cell + 1).padStart(labelWidth)}  ${drawn}`;
  });
  return [`  cells 1 to ${shown.length} of ${patterns.length}${part}`, ...lines];
}

function groups<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
