import { dataError } from "../errors.ts";
import type { Joiner, MergePiece } from "./merge-piece.ts";

/** Where a row says what it is about: column numbers from 0, and the first position's number in `start`. */
interface Layout {
  readonly sequence: number;
  readonly start: number;
  readonly firstPosition: 0 | 1;
}

/** Rows without a header line whose first columns are a BED interval: bed, narrowPeak, bedGraph. */
export function bedJoiner(): Joiner {
  return rowJoiner({ sequence: 0, start: 1, firstPosition: 0 });
}

/** Rows under one header line, which must be the same in every file. Records that are cut need scan's own columns. */
export function tsvJoiner(): Joiner {
  const checked = evenRows();
  let header: string | undefined;
  let atHeader = true;
  let layout: Layout | undefined;
  let file = "";
  let piece: MergePiece | undefined;
  const takeHeader = (line: string): string => {
    atHeader = false;
    if (header !== undefined && header !== line)
      throw dataError("has other columns than the files before it", { file, line: 1 });
    layout = piece === undefined ? undefined : tsvLayout(line, piece, file);
    const isFirst = header === undefined;
    header = line;
    return isFirst ? `${line}\n` : "";
  };
  return {
    open(next, path) {
      [atHeader, file, piece] = [true, path, next];
    },
    line: (line) => (atHeader ? takeHeader(checked(line, file)) : keptRow(checked(line, file), piece, layout)),
    close() {
      if (atHeader) throw dataError("has no header line; is it complete?", { file });
      return "";
    },
    end: () => "",
  };
}

function rowJoiner(layout: Layout): Joiner {
  const checked = evenRows();
  let piece: MergePiece | undefined;
  let file = "";
  return {
    open(next, path) {
      [piece, file] = [next, path];
    },
    line: (line) => keptRow(checked(line, file), piece, layout),
    close: () => "",
    end: () => "",
  };
}

/** Passes rows that have as many columns as the first one of all files: a file that was cut short ends in another. */
function evenRows(): (line: string, file: string) => string {
  let columns: number | undefined;
  return (line, file) => {
    const own = columnsOf(line);
    columns ??= own;
    if (own === columns) return line;
    throw dataError(`has a row of ${own} columns where others have ${columns}; is it complete?`, { file });
  };
}

/** Counted without taking the row apart: a merge reads every row. */
function columnsOf(line: string): number {
  let columns = 1;
  for (let tab = line.indexOf("\t"); tab >= 0; tab = line.indexOf("\t", tab + 1)) columns++;
  return columns;
}

function keptRow(line: string, piece: MergePiece | undefined, layout: Layout | undefined): string {
  if (piece !== undefined && layout !== undefined) {
    const cells = line.split("\t", Math.max(layout.sequence, layout.start) + 1);
    if (!piece.keeps(cells[layout.sequence], Number(cells[layout.start]) - layout.firstPosition)) return "";
  }
  return `${line}\n`;
}

function tsvLayout(header: string, piece: MergePiece, file: string): Layout {
  const heads = header.split("\t");
  const sequence = heads.indexOf("sequence_name");
  if (sequence < 0)
    throw dataError("has no column sequence_name; only tatabox's results are joined by a plan", { file });
  if (piece.isCut && !header.startsWith("motif_id\tmotif_alt_id\tsequence_name\tstart\tstop\t")) {
    throw dataError("only results of scan may be cut inside records; shard with --between-records", { file });
  }
  return { sequence, start: heads.indexOf("start"), firstPosition: 1 };
}
