import { hasBaseLabel } from "./base-rows.ts";
import { basesOf } from "./meme-alphabet.ts";
import { isNumber } from "./number-rows.ts";
import { isComment, type Line } from "./text.ts";

/** A matrix without a format of its own: what stands above it and its rows. */
export interface PlainBlock {
  readonly titles: readonly string[];
  /** The line that names the columns (`Pos A C G T`). */
  readonly columns: string | undefined;
  readonly rows: readonly Line[];
  readonly line: number;
}

interface OpenBlock {
  titles: string[];
  columns: string | undefined;
  rows: Line[];
  line: number;
}

/** Cuts lines into matrices: a title, a comment, a blank line, a change of kind or a fifth lettered row ends one. */
export function blocksOf(lines: readonly Line[]): PlainBlock[] {
  const blocks: OpenBlock[] = [];
  let last = 0;
  for (const line of lines) {
    const gap = line.number > last + 1;
    last = line.number;
    if (isComment(line) || isFooter(line.text)) {
      if ((blocks.at(-1)?.rows.length ?? 0) > 0) last = -1;
      continue;
    }
    let block = blocks.at(-1);
    if (block === undefined || endsBlock(block, line, gap)) {
      block = { titles: [], columns: undefined, rows: [], line: line.number };
      blocks.push(block);
    }
    if (isPlainRow(line.text)) block.rows.push(line);
    else if (columnLetters(line.text) !== undefined) block.columns = line.text;
    else block.titles.push(line.text);
  }
  return blocks;
}

function endsBlock({ rows }: OpenBlock, line: Line, gap: boolean): boolean {
  if (rows.length === 0) return false;
  const lettered = hasBaseLabel(rows[0].text);
  return gap || !isPlainRow(line.text) || lettered !== hasBaseLabel(line.text) || (lettered && rows.length === 4);
}

/** A row of numbers, perhaps behind a base's letter. */
export function isPlainRow(text: string): boolean {
  const words = text.split(/[\s,:|=[\]]+/).filter((word) => word !== "");
  return isNumber(words[0] ?? "") || (hasBaseLabel(text) && words.some(isNumber));
}

/** The four letters of a line that names columns, perhaps behind one more word (`Pos`). */
export function columnLetters(text: string): { bases: string; labelled: boolean } | undefined {
  const words = text.split(/[\s,]+/);
  const letters = words.slice(-4);
  if (words.length < 4 || words.length > 5 || letters.some((word) => word.length !== 1)) return undefined;
  const bases = letters.join("");
  return basesOf(bases) === undefined ? undefined : { bases, labelled: words.length === 5 };
}

/** The Cys2His2 predictor writes each column's entropy below its matrix. */
function isFooter(text: string): boolean {
  return /^Ent\s*=/.test(text);
}
