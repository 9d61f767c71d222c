import { dataError, type Place } from "../../errors.ts";
import { consensus } from "../information.ts";
import type { Motif } from "../motif.ts";
import { cellText, motifOfEither } from "./matrix.ts";
import { basesOf } from "./meme-alphabet.ts";
import { columnOf, type NumberRow } from "./number-rows.ts";
import { type Line, noWarnings, oneWord, onOneLine, shortened, textLines, type Warn } from "./text.ts";

/** The line that names the columns: `P0` or (letter O) `PO`. */
export const TRANSFAC_COLUMNS = /^P[0O]\s+[ACGTU]\s+[ACGTU]\s+[ACGTU]\s+[ACGTU]\s*$/i;

const ROW = /^\d+\s/;

/**
 * TRANSFAC's flat file, as HOCOMOCO, JASPAR, RSAT and PRODORIC write it: letters in the order of the `P0` line, rows
 * from 00 or 01, fields in any order. id = AC, name = ID (or NA); a record without AC is called by its ID.
 * Throws a data error naming file, line and motif.
 */
export function readTransfac(text: string, source: string, warn: Warn = noWarnings): Motif[] {
  const records = splitRecords(textLines(text));
  // A first record without matrix (VV, the version of the collection) is no motif.
  const motifs = records.filter((record) => record.some(({ text }) => ROW.test(text) || /^P[0O]\s/i.test(text)));
  return motifs.map((record) => readRecord(record, source, warn));
}

/** Records end at `//`; the last may lack it. */
function splitRecords(lines: readonly Line[]): Line[][] {
  const records: Line[][] = [[]];
  for (const line of lines) {
    if (line.text.startsWith("//")) records.push([]);
    else records.at(-1)!.push(line);
  }
  return records;
}

function readRecord(lines: readonly Line[], source: string, warn: Warn): Motif {
  const names = { ...recordNames(lines, source), source };
  const place = { file: source, line: lines[0].number, motif: names.id };
  const header = lines.find(({ text }) => /^P[0O](\s|$)/i.test(text));
  if (header === undefined) throw dataError("expected a line 'P0 A C G T' before the rows", place);
  const bases = TRANSFAC_COLUMNS.test(header.text) ? basesOf(header.text.slice(2).replace(/\s/g, "")) : undefined;
  if (bases === undefined) {
    const found = `expected the four letters A C G T in any order, found '${shortened(header.text)}'`;
    throw dataError(found, { ...place, line: header.number });
  }
  const columns = lines.filter(({ text }) => ROW.test(text)).map((line) => readRow(line, bases, place));
  return motifOfEither({ names, columns, line: header.number }, warn);
}

function recordNames(lines: readonly Line[], file: string): { id: string; name: string } {
  const field = (key: string): string => {
    const line = lines.find(({ text }) => text.startsWith(`${key} `) || text.startsWith(`${key}\t`));
    return line?.text.slice(key.length).trim() ?? "";
  };
  const [id, ...others] = [field("AC"), field("ID"), field("NA")].filter((name) => name !== "");
  if (id === undefined) throw dataError("a matrix without AC, ID or NA", { file, line: lines[0].number });
  return { id, name: others.find((name) => name !== id) ?? "" };
}

/** `01 3 0 9 1 G`: number of the row, four counts, mostly a consensus letter. */
function readRow({ text, number }: Line, bases: readonly number[], place: Place): NumberRow {
  const cells = text.replace(ROW, "").replace(/\s[A-Za-z]$/, "");
  const row = columnOf(cells, { ...place, line: number }, "counts");
  return { ...row, values: [0, 1, 2, 3].map((code) => row.values[bases.indexOf(code)]) };
}

/** AC, ID (the name, or once more the id), counts (else probabilities with 6 decimals) and IUPAC consensus. */
export function writeTransfac(motifs: readonly Motif[]): string {
  return motifs.map(writeRecord).join("");
}

function writeRecord(motif: Motif): string {
  const letters = consensus(motif);
  const rows = Array.from({ length: motif.width }, (_, position) => {
    const cells = [0, 1, 2, 3].map((base) => cellText(motif, 4 * position + base).padStart(8));
    return `${String(position + 1).padStart(2, "0")} ${cells.join(" ")}      ${letters[position]}\n`;
  });
  const id = oneWord(motif.id);
  const name = motif.name === "" ? id : onOneLine(motif.name);
  const head = "P0        A        C        G        T\n";
  return `AC  ${id}\nXX\nID  ${name}\nXX\n${head}${rows.join("")}XX\n//\n`;
}
