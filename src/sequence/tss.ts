import { dataError, type Place } from "../errors.ts";
import type { Strand } from "./interval.ts";
import { openText } from "./open.ts";

/** A transcription start site. `position` is the 0-based first transcribed base. */
export interface Tss {
  readonly sequence: string;
  readonly position: number;
  readonly strand: Strand;
  /** False when the file gives no strand: then there is a site for either strand. */
  readonly strandGiven: boolean;
  /** Names of all rows that share the site, joined by commas; '' when the file gives none. */
  readonly name: string;
}

/** The start sites of an annotation file; see {@link parseTss}. */
export async function readTss(path: string): Promise<Tss[]> {
  return parseTss(await openText(path), path);
}

/**
 * The start sites of an annotation, in the file's order. Formats are told apart by content; so far there is BED alone.
 * Identical sites become one. Throws a data error that names file and line.
 */
export function parseTss(text: string, file: string): Tss[] {
  return collapse(parseBed(text, file));
}

/**
 * BED with three columns or more, tabs or blanks. The 5' end of an interval is the site: a one-base interval is the site
 * itself. Lines `track`, `browser` and `#` are skipped.
 */
function parseBed(text: string, file: string): Tss[] {
  return text.split(/\r\n|\n|\r/).flatMap((row, i) => {
    if (row.trim() === "" || /^(#|(track|browser)(\s|$))/.test(row)) return [];
    return parseRow(row, { file, line: i + 1 });
  });
}

function parseRow(row: string, place: Place): Tss[] {
  const cells = row.includes("\t") ? row.split("\t").map((cell) => cell.trim()) : row.trim().split(/\s+/);
  const [sequence, startText, endText, name = ".", , strandText = "."] = cells;
  if (endText === undefined) throw dataError("expected at least three columns: sequence, start, end (BED)", place);
  if (sequence === "") throw dataError("a row without a sequence name", place);
  const start = wholeNumber(startText, "start", place);
  const end = wholeNumber(endText, "end", place);
  if (start >= end) throw dataError(`start ${start} is not below end ${end} (BED is 0-based half-open)`, place);
  return strandsOf(strandText, place).map((strand, _, strands) => ({
    sequence,
    position: strand === "+" ? start : end - 1,
    strand,
    strandGiven: strands.length === 1,
    name: name === "." ? "" : name,
  }));
}

function strandsOf(text: string, place: Place): Strand[] {
  if (text === "+" || text === "-") return [text];
  if (text === "." || text === "") return ["+", "-"];
  throw dataError(`strand '${text}' is not +, - or . (BED's sixth column)`, place);
}

function wholeNumber(text: string, what: string, place: Place): number {
  if (/^-\d+$/.test(text)) throw dataError(`${what} ${text} is negative`, place);
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw dataError(`${what} '${text}' is not a whole number`, place);
  return value;
}

/** One site for each sequence, position and strand. A strand that one row gives counts for all. */
function collapse(sites: readonly Tss[]): Tss[] {
  const distinct = new Map<string, { tss: Tss; names: Set<string> }>();
  for (const tss of sites) {
    const key = `${tss.sequence}\t${tss.position}\t${tss.strand}`;
    const entry = distinct.get(key) ?? { tss, names: new Set<string>() };
    if (tss.strandGiven) entry.tss = tss;
    if (tss.name !== "") entry.names.add(tss.name);
    distinct.set(key, entry);
  }
  return [...distinct.values()].map(({ tss, names }) => ({ ...tss, name: [...names].join(",") }));
}
