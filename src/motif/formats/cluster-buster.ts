import { dataError, type Place } from "../../errors.ts";
import type { Motif } from "../motif.ts";
import { cellText, motifOfEither } from "./matrix.ts";
import { columnOf, isNumber } from "./number-rows.ts";
import {
  type HeadedRecord,
  headedRecords,
  idAndName,
  isComment,
  type Line,
  noWarnings,
  oneWord,
  onOneLine,
  shortened,
  textLines,
  type Warn,
} from "./text.ts";

/**
 * Cluster-Buster: `>name`, perhaps `# WEIGHT: w` and `# GAP: g`, then a row a position (counts A C G T). The weight is kept;
 * a gap (the mean distance to the next motif) means nothing to a single motif. Throws naming file, line and motif.
 */
export function readClusterBuster(text: string, source: string, warn: Warn = noWarnings): Motif[] {
  const records = headedRecords(textLines(text), source, "Cluster-Buster");
  return records.map((record) => readRecord(record, source, warn));
}

/** `# WEIGHT` or `# GAP`: nobody but Cluster-Buster writes these. */
export function isClusterBusterComment(text: string): boolean {
  return /^#\s*(WEIGHT|GAP)\b/i.test(text);
}

function readRecord({ header, title, body }: HeadedRecord, source: string, warn: Warn): Motif {
  const names = { ...idAndName(title, { file: source, line: header.number }), source };
  const place = { file: source, line: header.number, motif: names.id };
  const rows = body.filter((line) => !isComment(line));
  const columns = rows.map(({ text, number }) => columnOf(text, { ...place, line: number }, "counts"));
  const motif = motifOfEither({ names, columns, line: header.number }, warn);
  const comment = body.find((line) => /^#\s*WEIGHT\b/i.test(line.text));
  return comment === undefined ? motif : { ...motif, weight: readWeight(comment, place) };
}

function readWeight({ text, number }: Line, place: Place): number {
  const word = text.replace(/^#\s*WEIGHT\b\s*:?\s*/i, "");
  if (isNumber(word) && Number(word) >= 0) return Number(word);
  throw dataError(`expected '# WEIGHT: number', found '${shortened(text)}'`, { ...place, line: number });
}

/** `>id name`, weight if there is one, counts; probabilities (6 decimals) where there are no counts. */
export function writeClusterBuster(motifs: readonly Motif[]): string {
  return motifs.map(writeRecord).join("");
}

function writeRecord(motif: Motif): string {
  const rows = Array.from({ length: motif.width }, (_, position) => {
    const cells = [0, 1, 2, 3].map((base) => cellText(motif, 4 * position + base));
    return `${cells.join("\t")}\n`;
  });
  const name = motif.name === "" ? "" : ` ${onOneLine(motif.name)}`;
  const weight = motif.weight === undefined ? "" : `# WEIGHT: ${motif.weight}\n`;
  return `>${oneWord(motif.id)}${name}\n${weight}${rows.join("")}`;
}
