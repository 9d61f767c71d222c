import { dataError } from "../errors.ts";
import { BASES } from "../sequence/alphabet.ts";
import { type Motif, motifFromCounts } from "./motif.ts";

/**
 * JASPAR: `>ID name`, then four rows of counts, raw (order A C G T) or bracketed (`A [ 1 2 ]`). Column totals may differ.
 * Throws a data error naming file, line and motif.
 */
export function readJaspar(text: string, source: string): Motif[] {
  const motifs: Motif[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (let at = 0; at < lines.length; ) {
    const line = lines[at].trim();
    if (line === "" || line.startsWith("#")) at++;
    else if (line.startsWith(">")) {
      motifs.push(readRecord(lines, at, source));
      at = nextHeader(lines, at + 1);
    } else throw dataError("expected a line '>ID name' (JASPAR)", { file: source, line: at + 1 });
  }
  return motifs;
}

function nextHeader(lines: readonly string[], from: number): number {
  const found = lines.findIndex((line, i) => i >= from && line.trimStart().startsWith(">"));
  return found < 0 ? lines.length : found;
}

function readRecord(lines: readonly string[], header: number, source: string): Motif {
  const [, id, name] = /^>\s*(\S*)\s*(.*)$/.exec(lines[header].trim())!;
  const place = { file: source, line: header + 1, motif: id };
  if (id === "") throw dataError("a motif without an id after '>'", { file: source, line: header + 1 });
  const end = nextHeader(lines, header + 1);
  const rows = lines
    .map((text, i) => ({ text: text.trim(), line: i + 1 }))
    .slice(header + 1, end)
    .filter(({ text }) => text !== "" && !text.startsWith("#"));
  if (rows.length !== 4) throw dataError(`expected four rows of counts (A C G T), found ${rows.length}`, place);
  const values = rows.map(({ text, line }, base) => readRow(text, base, { ...place, line }));
  const width = values[0].length;
  const uneven = values.findIndex((row) => row.length !== width);
  if (uneven >= 0) {
    const found = `${values[uneven].length} columns where the first row has ${width}`;
    throw dataError(found, { ...place, line: rows[uneven].line });
  }
  return motifFromCounts({ id, name, source }, interleave(values, place));
}

function readRow(text: string, base: number, place: { file: string; line: number; motif: string }): number[] {
  const match = /^([A-Za-z])?\s*\[?([^[\]]*)\]?$/.exec(text);
  if (match?.[1] !== undefined && !`${BASES[base]}${BASES[base] === "T" ? "U" : ""}`.includes(match[1].toUpperCase())) {
    throw dataError(`expected the row of ${BASES[base]}, found ${match[1]}`, place);
  }
  const values = (match?.[2] ?? "")
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  if (!values.every((x) => x >= 0 && Number.isFinite(x)) || match?.[2].trim() === "") {
    throw dataError(`expected counts (numbers ≥ 0), found '${text.slice(0, 40)}'`, place);
  }
  return values;
}

/** Four rows by base → flat rows by position; every column must hold something. */
function interleave(rows: readonly number[][], place: { file: string; line: number; motif: string }): Float64Array {
  const width = rows[0].length;
  const counts = new Float64Array(4 * width);
  for (let position = 0; position < width; position++) {
    for (let base = 0; base < 4; base++) counts[4 * position + base] = rows[base][position];
    if (rows.every((row) => row[position] === 0)) throw dataError(`column ${position + 1} holds only zeros`, place);
  }
  return counts;
}
