import { dataError, type Place } from "../../errors.ts";
import type { Motif } from "../motif.ts";
import { hasBaseLabel, readBaseRows } from "./base-rows.ts";
import { motifOfEither } from "./matrix.ts";
import { basesOf } from "./meme-alphabet.ts";
import { byPosition, columnOf, isNumber, type NumberRow, numberRow } from "./number-rows.ts";
import { blocksOf, columnLetters, type PlainBlock } from "./plain-blocks.ts";
import { noWarnings, textLines, type Warn } from "./text.ts";

/**
 * Plain counts or probabilities (PFM): four rows, with or without letters (`A | 1 2`), or four columns, with or without a line
 * that names them (`Pos A C G T`); titles before a matrix name it, else the file does. Blank lines, comments and titles
 * part the matrices. Four rows of four numbers are read as rows A C G T, with a warning. Throws naming file, line and motif.
 */
export function readPlainCounts(text: string, source: string, warn: Warn = noWarnings): Motif[] {
  const blocks = blocksOf(textLines(text));
  return blocks.map((block, i) => {
    const stem = source === "-" ? "motif" : source.replace(/\.[^.]*$/, "");
    const names = { ...titleNames(block, blocks.length === 1 ? stem : `${stem}_${i + 1}`), source };
    const place = { file: source, line: block.line, motif: names.id };
    const motif = motifOfEither({ names, columns: readBlock(block, place, warn), line: block.line }, warn);
    if (motif.counts !== undefined) warnOfPercentages(motif, place, warn);
    return motif;
  });
}

function readBlock(block: PlainBlock, place: Place, warn: Warn): NumberRow[] {
  const { rows, columns } = block;
  if (rows.length === 0) throw dataError("a title without a matrix", place);
  if (hasBaseLabel(rows[0].text)) return readBaseRows(rows, place);
  if (columns !== undefined) return readNamedColumns(block, columns, place);
  const numbers = rows.map(({ text, number }) => numberRow(text, { ...place, line: number }, "counts (numbers ≥ 0)"));
  const fours = numbers.every(({ values }) => values.length === 4);
  if (numbers.length === 4) {
    if (fours) warn(dataError("four rows of four numbers are read as the rows A C G T", place).message);
    return byPosition(numbers, place);
  }
  if (fours) return numbers;
  const uneven = numbers.find(({ values }) => values.length !== 4)!;
  const found = `expected four rows (A C G T) or rows of four numbers, found ${rows.length} rows`;
  throw dataError(`${found}, this one of ${uneven.values.length}`, { ...place, line: uneven.line });
}

/** Rows under `A C G T` hold four numbers, under `Pos A C G T` a label before them. */
function readNamedColumns({ rows }: PlainBlock, heading: string, place: Place): NumberRow[] {
  const letters = columnLetters(heading)!;
  const bases = basesOf(letters.bases)!;
  return rows.map(({ text, number }) => {
    const cells = letters.labelled ? text.replace(/^\S+\s*/, "") : text;
    const row = columnOf(cells, { ...place, line: number }, "counts");
    return { ...row, values: [0, 1, 2, 3].map((code) => row.values[bases.indexOf(code)]) };
  });
}

/** CIS-BP names a motif in several lines; any other title is `ID name`, with or without `>`. */
function titleNames({ titles }: PlainBlock, stem: string): { id: string; name: string } {
  const keyed = new Map<string, string>();
  for (const title of titles) {
    const pair = /^(TF Name|TF|Gene|Motif|Family|Species)\s+(.+)$/.exec(title);
    if (pair !== null && !keyed.has(pair[1])) keyed.set(pair[1], pair[2]);
  }
  const [id, ...others] = ["Motif", "Gene", "TF"].flatMap((key) => keyed.get(key) ?? []);
  if (id !== undefined) return { id, name: keyed.get("TF Name") ?? others[0] ?? "" };
  const title = titles.find((title) => !title.split(/\s+/).slice(1).every(isNumber) || !title.includes(" "));
  const [, word, name] = /^>?\s*(\S*)\s*(.*)$/.exec(title ?? "")!;
  return { id: word === "" ? stem : word, name };
}

/** Counts of exactly 100 a column are mostly percentages, whose number of sites nobody knows. */
function warnOfPercentages({ counts, width }: Motif, place: Place, warn: Warn): void {
  const cells = [...counts!];
  const totals = Array.from({ length: width }, (_, i) => cells.slice(4 * i, 4 * i + 4).reduce((sum, x) => sum + x, 0));
  if (totals.every((total) => Math.abs(total - 100) < 0.05)) {
    warn(dataError("columns sum to 100 (percentages?); read as counts of 100 sites", place).message);
  }
}
