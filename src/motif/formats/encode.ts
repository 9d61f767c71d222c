import { dataError } from "../../errors.ts";
import { IUPAC_BITS } from "../../sequence/alphabet.ts";
import type { Motif } from "../motif.ts";
import { motifOfProbabilities } from "./matrix.ts";
import { columnOf, type NumberRow } from "./number-rows.ts";
import {
  type HeadedRecord,
  headedRecords,
  idAndName,
  isComment,
  type Line,
  noWarnings,
  shortened,
  textLines,
  type Warn,
} from "./text.ts";

/**
 * ENCODE's motifs.txt (Kheradpour & Kellis 2014): `>ID free text`, then a row a position: IUPAC letter (not used),
 * probabilities A C G T. Throws naming file, line and motif.
 */
export function readEncode(text: string, source: string, warn: Warn = noWarnings): Motif[] {
  return headedRecords(textLines(text), source, "ENCODE").map((record) => readRecord(record, source, warn));
}

/** A letter and four numbers. */
export function isEncodeRow(text: string): boolean {
  return /^[A-Za-z](\s+[-+.\deE]+){4}$/.test(text);
}

function readRecord({ header, title, body }: HeadedRecord, source: string, warn: Warn): Motif {
  const names = { ...idAndName(title, { file: source, line: header.number }), source };
  const rows = body.filter((line) => !isComment(line));
  const columns = rows.map((line) => readRow(line, source, names.id));
  return motifOfProbabilities({ names, columns, line: header.number }, warn);
}

function readRow({ text, number }: Line, file: string, motif: string): NumberRow {
  const place = { file, line: number, motif };
  const [, letter, cells] = /^(\S*)\s*(.*)$/.exec(text)!;
  if (!(letter.toUpperCase() in IUPAC_BITS)) {
    throw dataError(`expected an IUPAC letter and four probabilities, found '${shortened(text)}'`, place);
  }
  return columnOf(cells, place, "probabilities");
}
