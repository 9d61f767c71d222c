import { BASES } from "../sequence/alphabet.ts";
import { logoStacks, type StackLetter } from "./logo-stacks.ts";
import { LETTER_SHAPES, type LetterWidth } from "./logo-text-letters.ts";
import type { Motif } from "./motif.ts";

export interface TextLogoOptions {
  /** Text rows for 2 bits (default 8). */
  readonly rows?: number;
  /** Characters a line may have (default 80); wider logos go on below. */
  readonly columns?: number;
  /** Characters a letter is wide; default: the widest of 5, 3, 1 with which the motif fits one line, else 3. */
  readonly letterWidth?: LetterWidth;
  /** Colours a run of one letter's characters (`TTT`). */
  readonly color?: (letter: string, text: string) => string;
  /** Schneider's small-sample correction. */
  readonly correctSmallSample?: boolean;
}

const AXIS = "   |".length;

/**
 * A sequence logo in ASCII: column height = information, letters in proportion and drawn as tall as they are likely; an axis
 * in bits on the left, positions below. Ends with a line end; no line ends in blanks.
 */
export function logoText(motif: Motif, options: TextLogoOptions = {}): string {
  const { rows = 8, columns = 80, color = (_, text) => text, correctSmallSample = false } = options;
  const letterWidth = options.letterWidth ?? fittingWidth(motif.width, columns);
  const pitch = pitchOf(letterWidth);
  const perLine = Math.max(1, Math.floor((columns - AXIS) / pitch));
  const cells = logoStacks(motif, correctSmallSample).map((stack) => columnCells(stack, rows, letterWidth));
  const blocks: string[] = [];
  for (let start = 0; start < motif.width; start += perLine) {
    blocks.push(block(cells.slice(start, start + perLine), start, rows, letterWidth, color));
  }
  return blocks.join("\n");
}

/** Characters from one column's start to the next's. */
function pitchOf(letterWidth: LetterWidth): number {
  return letterWidth === 1 ? 1 : letterWidth + 1;
}

function fittingWidth(width: number, columns: number): LetterWidth {
  return ([5, 3, 1] as const).find((wide) => AXIS + width * pitchOf(wide) <= columns) ?? 3;
}

/** One row of one column: whose letter, and its characters. */
interface Cell {
  readonly letter: string;
  readonly text: string;
}

/** A column's cells from the bottom row up. */
function columnCells(stack: readonly StackLetter[], rows: number, letterWidth: LetterWidth): Cell[] {
  const heights = wholeRows(stack, rows);
  const cells = stack.flatMap(({ base }, i) =>
    Array.from({ length: heights[i] }, (_, row) => ({
      letter: BASES[base],
      text: letterRow(base, row, heights[i], letterWidth),
    })),
  );
  return cells.reverse();
}

/** Rows of each letter: the column's height rounded, shared by largest remainders. */
function wholeRows(stack: readonly StackLetter[], rows: number): number[] {
  const exact = stack.map(({ bits }) => (bits / 2) * rows);
  const whole = exact.map(Math.floor);
  const height = Math.round(exact.reduce((sum, x) => sum + x, 0));
  const byRemainder = exact.map((x, i) => ({ i, remainder: x - whole[i] })).sort((a, b) => b.remainder - a.remainder);
  const missing = height - whole.reduce((sum, x) => sum + x, 0);
  for (const { i } of byRemainder.slice(0, missing)) whole[i]++;
  return whole;
}

/** Row `row` (0 = top) of a letter `height` rows tall; one row holds the bare letter. */
function letterRow(base: number, row: number, height: number, letterWidth: LetterWidth): string {
  if (letterWidth === 1) return BASES[base];
  if (height === 1) return BASES[base].padStart((letterWidth + 1) / 2).padEnd(letterWidth);
  const shape = LETTER_SHAPES[letterWidth][base];
  if (row === 0) return shape.top;
  if (row === height - 1) return shape.bottom;
  const bar = Math.round(0.6 * (height - 1));
  return row < bar ? shape.upper : row === bar ? shape.bar : shape.lower;
}

function block(
  cells: readonly (readonly Cell[])[],
  start: number,
  rows: number,
  letterWidth: LetterWidth,
  color: (letter: string, text: string) => string,
): string {
  const gap = letterWidth === 1 ? "" : " ";
  const lines = Array.from({ length: rows }, (_, line) => {
    const row = rows - 1 - line;
    const texts = cells.map((column) => cellText(column[row], letterWidth, color));
    return `${axisLabel(row, rows)} |${gap}${texts.join(gap)}`;
  });
  const baseline = ` 0 +${"-".repeat(cells.length * pitchOf(letterWidth))}`;
  const all = ["bits", ...lines, baseline, `${" ".repeat(AXIS)}${ruler(start, cells.length, letterWidth)}`];
  return all.map((line) => `${line.trimEnd()}\n`).join("");
}

function cellText(
  cell: Cell | undefined,
  letterWidth: LetterWidth,
  color: (l: string, text: string) => string,
): string {
  if (cell === undefined) return " ".repeat(letterWidth);
  return cell.text.replace(/[A-Z]+/g, (run) => color(cell.letter, run));
}

/** The row whose upper edge is a whole number of bits carries it. */
function axisLabel(row: number, rows: number): string {
  const bits = (2 * (row + 1)) / rows;
  return Number.isInteger(bits) ? ` ${bits}` : "  ";
}

/** Positions from 1: each under its column; with letters one character wide every fifth, its last digit below the column. */
function ruler(start: number, count: number, letterWidth: LetterWidth): string {
  const positions = Array.from({ length: count }, (_, i) => start + i + 1);
  if (letterWidth > 1) {
    return positions.map((position) => ` ${centred(String(position), letterWidth)}`).join("");
  }
  let line = "";
  for (const [at, position] of positions.entries()) {
    const label = String(position);
    const wanted = position === start + 1 || position % 5 === 0;
    if (wanted && at + 1 - label.length >= (line === "" ? 0 : line.length + 1))
      line = line.padEnd(at + 1 - label.length) + label;
  }
  return line;
}

function centred(text: string, width: number): string {
  return text.padStart(Math.ceil((width + text.length) / 2)).padEnd(width);
}
