import { dataError, type Place } from "../errors.ts";

/** Rows of numbers under named columns. */
export interface NumberTable {
  readonly columns: readonly string[];
  /** By row name, one number a column; NaN where the cell is empty, `NA` or `.`. */
  readonly rows: ReadonlyMap<string, Float64Array>;
}

/**
 * A table of numbers: a header line with column names (its first cell is any word), then lines of a row name and numbers,
 * separated by tabs or blanks; `#` comments, blank lines and an empty last column are passed over. GEMSTAT's expression and
 * factor tables have this layout. Throws a data error that names file and line.
 */
export function parseNumberTable(text: string, file: string): NumberTable {
  const rows = new Map<string, Float64Array>();
  let columns: readonly string[] | undefined;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const place = { file, line: index + 1 };
    const [name, ...cells] = cellsOf(line);
    if (columns === undefined) columns = distinct(cells, place);
    else if (rows.has(name)) throw dataError(`the row ${name} is listed twice`, place);
    else rows.set(name, numbersOf(cells, columns, place));
  }
  if (columns === undefined || rows.size === 0) {
    throw dataError("holds no table; expected a header line of column names and rows of a name and numbers", { file });
  }
  return { columns, rows };
}

/** An empty last cell is a tab too many; within a row empty cells count. */
function cellsOf(line: string): string[] {
  if (!line.includes("\t")) return line.trim().split(/\s+/);
  return line.split("\t").map((cell) => cell.trim());
}

function distinct(cells: readonly string[], place: Place): string[] {
  const names = cells.at(-1) === "" ? cells.slice(0, -1) : [...cells];
  if (names.length === 0) throw dataError("a header without columns", place);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw dataError(`the column '${twice}' is listed twice`, place);
  return names;
}

function numbersOf(cells: readonly string[], columns: readonly string[], place: Place): Float64Array {
  const extra = cells.length - columns.length;
  if (extra > 1 || (extra === 1 && cells.at(-1) !== "") || extra < 0) {
    throw dataError(`has ${cells.length} numbers, the header ${columns.length} columns`, place);
  }
  return Float64Array.from(columns, (column, i) => {
    if (cells[i] === "" || cells[i] === "NA" || cells[i] === ".") return Number.NaN;
    const value = Number(cells[i]);
    if (!Number.isFinite(value)) throw dataError(`'${cells[i].slice(0, 20)}' in column ${column} is no number`, place);
    return value;
  });
}
