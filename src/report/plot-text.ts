import { formatGeneral } from "../printf.ts";

/** Points of one kind, drawn as one letter: what tells the series apart must not be a colour. */
export interface TextSeries {
  readonly mark: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface TextPlot {
  /** Later ones are drawn over earlier ones. */
  readonly series: readonly TextSeries[];
  /** Width of the whole, characters. */
  readonly columns: number;
  /** Height of the field, lines. */
  readonly rows: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Equal factors are equally high; both ends of `y` must be above 0. */
  readonly logarithmic?: boolean;
  /** The same of `x`. */
  readonly logarithmicX?: boolean;
  /** Where another series stands already, a mark goes to the right of it instead of over it. */
  readonly sideBySide?: boolean;
  readonly xLabel: string;
}

const LEAST_WIDTH = 20;

/** A plot in ASCII characters with the ends of both axes; points outside and those that are no numbers are left out. */
export function plotText({ series, columns, rows, x, y, xLabel, ...options }: TextPlot): string {
  const labels = [y[1], y[0]].map((value) => formatGeneral(value, 3));
  const margin = Math.max(...labels.map(({ length }) => length));
  const width = Math.max(LEAST_WIDTH, columns - margin - 3);
  // The marks of the last x need room to their right.
  const span = options.sideBySide ? Math.max(1, width - series.length + 1) : width;
  const cells = Array.from({ length: rows }, () => Array.from({ length: width }, () => " "));
  const across = cellOf(x, span, options.logarithmicX ? Math.log : (value) => value);
  const up = cellOf(y, rows, options.logarithmic ? Math.log : (value) => value);
  for (const { mark, points } of series) {
    for (const [px, py] of points) {
      const [column, row] = [across(px), up(py)];
      if (column === undefined || row === undefined) continue;
      const line = cells[rows - 1 - row];
      line[options.sideBySide ? freeCell(line, column) : column] = mark;
    }
  }
  const lines = cells.map((line, i) => {
    const label = i === 0 ? labels[0] : i === rows - 1 ? labels[1] : "";
    return `${label.padStart(margin)} |${line.join("").trimEnd()}`;
  });
  const axis = `${" ".repeat(margin)} +${"-".repeat(width)}`;
  const [left, right] = x.map((value) => formatGeneral(value, 4));
  const room = Math.max(1, span - left.length - right.length - xLabel.length);
  const before = " ".repeat(Math.floor(room / 2));
  const bottom = `${" ".repeat(margin + 2)}${left}${before}${xLabel}${" ".repeat(Math.ceil(room / 2))}${right}`;
  return `${[...lines, axis, bottom].join("\n")}\n`;
}

/** The first free cell from `column` on; `column` itself when there is none. */
function freeCell(line: readonly string[], column: number): number {
  const free = line.indexOf(" ", column);
  return free < 0 ? column : free;
}

/** Which of `count` cells a value lies in, ends included. */
function cellOf([from, to]: readonly [number, number], count: number, scale: (value: number) => number) {
  const [low, high] = [scale(from), scale(to)];
  return (value: number): number | undefined => {
    const share = high > low ? (scale(value) - low) / (high - low) : 0.5;
    return share >= 0 && share <= 1 ? Math.min(count - 1, Math.floor(share * count)) : undefined;
  };
}
