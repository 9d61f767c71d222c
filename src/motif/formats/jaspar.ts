import { BASES } from "../../sequence/alphabet.ts";
import type { Motif } from "../motif.ts";
import { readBaseRows } from "./base-rows.ts";
import { cellText, motifOfEither } from "./matrix.ts";
import {
  type HeadedRecord,
  headedRecords,
  idAndName,
  isComment,
  noWarnings,
  oneWord,
  onOneLine,
  textLines,
  type Warn,
} from "./text.ts";

/**
 * JASPAR: `>ID name`, then four rows of counts, raw (order A C G T) or bracketed (`A [ 1 2 ]`). Column totals may differ.
 * A matrix whose columns all sum to 1 holds probabilities. Throws a data error naming file, line and motif.
 */
export function readJaspar(text: string, source: string, warn: Warn = noWarnings): Motif[] {
  return headedRecords(textLines(text), source, "JASPAR").map((record) => readRecord(record, source, warn));
}

function readRecord({ header, title, body }: HeadedRecord, source: string, warn: Warn): Motif {
  const names = { ...idAndName(title, { file: source, line: header.number }), source };
  const place = { file: source, line: header.number, motif: names.id };
  const rows = body.filter((line) => !isComment(line));
  return motifOfEither({ names, columns: readBaseRows(rows, place), line: header.number }, warn);
}

/** Bracketed JASPAR: counts as they are, probabilities (6 decimals) where there are no counts. */
export function writeJaspar(motifs: readonly Motif[]): string {
  return motifs.map(writeRecord).join("");
}

function writeRecord(motif: Motif): string {
  const cells = Array.from({ length: 4 * motif.width }, (_, cell) => cellText(motif, cell));
  const digits = cells.reduce((longest, cell) => Math.max(longest, cell.length), 0);
  const rows = [...BASES].map((letter, base) => {
    const row = cells.filter((_, cell) => cell % 4 === base).map((cell) => cell.padStart(digits));
    return `${letter}  [ ${row.join(" ")} ]\n`;
  });
  return `>${oneWord(motif.id)}${motif.name === "" ? "" : `\t${onOneLine(motif.name)}`}\n${rows.join("")}`;
}
