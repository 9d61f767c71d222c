import { formatFixed } from "../../printf.ts";
import { UNIFORM } from "../background.ts";
import { consensus } from "../information.ts";
import type { Motif } from "../motif.ts";
import { scoreDistribution } from "../score-distribution.ts";
import { scoreMatrix } from "../score-matrix.ts";
import { looksLikeProbabilities, motifOfCounts, motifOfProbabilities } from "./matrix.ts";
import { columnOf, isNumber } from "./number-rows.ts";
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
 * HOMER's *.motif: `>consensus TAB name TAB threshold …`, then a row a position (A C G T), probabilities or counts (HOMER
 * normalises). id = the name's first word, name = the rest of it. Libraries that others converted have no tabs
 * (`>consensus_name`): id = the whole word, name = what follows the consensus. Throws naming file, line and motif.
 */
export function readHomer(text: string, source: string, warn: Warn = noWarnings): Motif[] {
  return headedRecords(textLines(text), source, "HOMER").map((record) => readRecord(record, source, warn));
}

/** Does a `>` line hold HOMER's tab fields: consensus (perhaps empty), name, threshold? */
export function isHomerHeader(header: string): boolean {
  return isNumber(header.split("\t")[2]?.trim() ?? "");
}

function readRecord({ header, title, body }: HeadedRecord, source: string, warn: Warn): Motif {
  const here = { file: source, line: header.number };
  const rows = body.filter((line) => !isComment(line));
  const [, word, threshold = ""] = header.text.slice(1).split("\t");
  const names = word === undefined ? joinedNames(idAndName(title, here), rows.length) : idAndName(word.trim(), here);
  const place = { ...here, motif: names.id };
  const columns = rows.map(({ text, number }) => columnOf(text, { ...place, line: number }, "probabilities"));
  const matrix = { names: { ...names, source }, columns, line: header.number };
  const whole = columns.every(({ values }) => values.every(Number.isInteger));
  const counts = whole && !looksLikeProbabilities(columns);
  const motif = counts ? motifOfCounts(matrix) : motifOfProbabilities(matrix, warn);
  return isNumber(threshold.trim()) ? { ...motif, homerThreshold: Number(threshold) } : motif;
}

/** `ATGACTCATC_AP-1(bZIP)/…`: what stands behind as many IUPAC letters as the motif is wide is its name. */
function joinedNames({ id, name }: { id: string; name: string }, width: number): { id: string; name: string } {
  const joined = name === "" && id[width] === "_" && /^[ACGTURYSWKMBDHVN]+$/i.test(id.slice(0, width));
  return { id, name: joined ? id.slice(width + 1) : name };
}

/**
 * HOMER's layout with 6 decimals; `name` is `id name`. HOMER wants a detection threshold: the one that was read, else the
 * score (natural log, uniform background) with p ≤ 1e-4, or the best word's for motifs that cannot reach it.
 */
export function writeHomer(motifs: readonly Motif[]): string {
  return motifs.map(writeRecord).join("");
}

function writeRecord(motif: Motif): string {
  const rows = Array.from({ length: motif.width }, (_, position) => {
    const row = [...motif.probabilities.subarray(4 * position, 4 * position + 4)];
    return `${row.map((p) => formatFixed(p, 6)).join("\t")}\n`;
  });
  const name = `${oneWord(motif.id)}${motif.name === "" ? "" : ` ${onOneLine(motif.name)}`}`;
  const threshold = motif.homerThreshold === undefined ? defaultThreshold(motif) : String(motif.homerThreshold);
  return `>${consensus(motif)}\t${name}\t${threshold}\t0\t0\n${rows.join("")}`;
}

/** Rounded down, so that the rounding of the cells loses no word. */
function defaultThreshold(motif: Motif): string {
  const matrix = scoreMatrix(motif, UNIFORM);
  const { threshold } = scoreDistribution(matrix, 1e-4);
  const bits = Math.min(threshold, matrix.maxScore);
  return formatFixed(Math.floor(bits * Math.LN2 * 1e3) / 1e3, 3);
}
