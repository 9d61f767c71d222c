import { dataError } from "../../errors.ts";
import { hasBaseLabel } from "./base-rows.ts";
import { isClusterBusterComment } from "./cluster-buster.ts";
import { isConsensusLine } from "./consensus-words.ts";
import { isEncodeRow } from "./encode.ts";
import { isHomerHeader } from "./homer.ts";
import { isNumber } from "./number-rows.ts";
import { isPlainRow } from "./plain-blocks.ts";
import { isSitesHeader } from "./sites.ts";
import { type HeadedRecord, headedRecords, isComment, type Line, textLines, type Warn } from "./text.ts";
import { TRANSFAC_COLUMNS } from "./transfac.ts";
import { isUniprobeRow } from "./uniprobe.ts";

export type MotifFormat =
  | "MEME"
  | "JASPAR"
  | "TRANSFAC"
  | "HOMER"
  | "ENCODE"
  | "Cluster-Buster"
  | "UniPROBE"
  | "JASPAR sites"
  | "XMS"
  | "plain counts"
  | "consensus words";

/**
 * The format of a motif file by its content; undefined when it is none that is known. The file's name is asked only where
 * every matrix of the file is four by four, so that rows may be bases (JASPAR) or positions (Cluster-Buster).
 */
export function detectFormat(text: string, source: string, warn: Warn): MotifFormat | undefined {
  const lines = textLines(text);
  const content = lines.filter((line) => !isComment(line));
  const some = (test: (text: string) => boolean): boolean => content.some((line) => test(line.text));
  if (content.length === 0) return undefined;
  if (some((line) => /^MEME version\b/i.test(line) || /^letter-probability matrix:/i.test(line))) return "MEME";
  if (content[0].text.startsWith("<")) return /<(motif|weightmatrix)[\s>]/.test(text) ? "XMS" : undefined;
  if (some((line) => TRANSFAC_COLUMNS.test(line)) || isTransfacLike(content)) return "TRANSFAC";
  if (some(isUniprobeRow)) return "UniPROBE";
  if (content[0].text.startsWith(">")) return headedFormat(headedRecords(lines, source, "motifs"), source, warn);
  if (2 * content.filter((line) => isPlainRow(line.text)).length >= content.length) return "plain counts";
  return content.every((line) => isConsensusLine(line.text)) ? "consensus words" : undefined;
}

/** Records that end at `//` and begin with a TRANSFAC field, though the `P0` line is missing or broken. */
function isTransfacLike(lines: readonly Line[]): boolean {
  return /^(AC|ID|VV|XX)(\s|$)/.test(lines[0].text) && lines.some((line) => /^(\/\/|P[0O]\s)/.test(line.text));
}

/** Formats whose records begin with `>`. */
function headedFormat(records: readonly HeadedRecord[], source: string, warn: Warn): MotifFormat | undefined {
  if (records.some(({ body }) => body.some((line) => isClusterBusterComment(line.text)))) return "Cluster-Buster";
  const matrices = records.map(({ body }) => body.filter((line) => !isComment(line)).map((line) => line.text));
  const rows = matrices.flat();
  if (rows.length > 0 && rows.every((row) => /^[A-Za-z*-]+$/.test(row))) return sequenceFormat(records, source);
  const numeric = !rows.some(hasBaseLabel);
  if (numeric && records.some(({ header }) => isHomerHeader(header.text))) return "HOMER";
  if (matrices.some((matrix) => matrix.length > 0 && isEncodeRow(matrix[0]) && !hasOneRowPerBase(matrix)))
    return "ENCODE";
  if (!rows.some(isPlainRow)) return undefined;
  return numeric ? numericFormat(matrices.map(numbersOf), source, warn) : "JASPAR";
}

function sequenceFormat(records: readonly HeadedRecord[], source: string): MotifFormat {
  if (records.every(({ title }) => isSitesHeader(title))) return "JASPAR sites";
  throw dataError("holds sequences (FASTA), not motifs", {
    file: source,
  });
}

function hasOneRowPerBase(matrix: readonly string[]): boolean {
  const letters = new Set(matrix.map((row) => row[0].toUpperCase().replace("U", "T")));
  return matrix.length === 4 && letters.size === 4 && matrix.every(hasBaseLabel);
}

function numbersOf(matrix: readonly string[]): number[][] {
  return matrix.map((row) => row.split(/[\s,]+/).map((word) => (isNumber(word) ? Number(word) : Number.NaN)));
}

/** Rows without letters: bases (raw JASPAR) or positions (HOMER, Cluster-Buster)? The first matrix that is not 4 × 4 knows. */
function numericFormat(matrices: readonly number[][][], source: string, warn: Warn): MotifFormat {
  const oblong = matrices.find((rows) => rows.length > 0 && (rows.length !== 4 || rows[0].length !== 4));
  if (oblong === undefined) return squareFormat(matrices, source, warn);
  return oblong[0].length === 4 ? positionFormat(matrices, source) : "JASPAR";
}

/** Rows are positions: probabilities in HOMER's files, counts in Cluster-Buster's. */
function positionFormat(matrices: readonly number[][][], source: string): MotifFormat {
  const probabilities = matrices.flat().every((row) => Math.abs(total(row) - 1) <= 0.05);
  return probabilities && !isClusterBusterName(source) ? "HOMER" : "Cluster-Buster";
}

/** Four by four throughout: the file's name decides, else equal totals do, else it is JASPAR with a warning. */
function squareFormat(matrices: readonly number[][][], source: string, warn: Warn): MotifFormat {
  if (isClusterBusterName(source)) return "Cluster-Buster";
  if (/\.(jaspar|pfm)(\.|$)/i.test(source)) return "JASPAR";
  const rowsEqual = matrices.every((rows) => allEqual(rows.map(total)));
  const columnsEqual = matrices.every((rows) => allEqual(rows.map((_, at) => total(rows.map((row) => row[at])))));
  if (rowsEqual && !columnsEqual) return positionFormat(matrices, source);
  if (rowsEqual === columnsEqual) {
    const what = "four rows of four numbers are read as the rows A C G T (JASPAR)";
    warn(dataError(`${what}; name the file *.cb if its rows are positions`, { file: source }).message);
  }
  return "JASPAR";
}

function isClusterBusterName(source: string): boolean {
  return /\.cb(\.|$)|cluster-?buster|cbust/i.test(source);
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0);
}

function allEqual(totals: readonly number[]): boolean {
  return totals.every((x) => Math.abs(x - totals[0]) <= 0.01 * Math.abs(totals[0]));
}
