import { dataError } from "../../errors.ts";
import type { Motif } from "../motif.ts";
import { hasBaseLabel, readBaseRows } from "./base-rows.ts";
import { motifOfProbabilities } from "./matrix.ts";
import { isComment, type Line, noWarnings, textLines, type Warn } from "./text.ts";

/**
 * UniPROBE: a header line (`Gene: NAME …`, `Protein: NAME …` or a bare name), then `A:`, `C:`, `G:`, `T:` and a probability a
 * position. Throws naming file, line and motif.
 */
export function readUniprobe(text: string, source: string, warn: Warn = noWarnings): Motif[] {
  const motifs: Motif[] = [];
  let headers: Line[] = [];
  let rows: Line[] = [];
  const close = () => {
    if (headers.length + rows.length > 0) motifs.push(readRecord(headers, rows, source, warn));
    headers = [];
    rows = [];
  };
  for (const line of textLines(text).filter((line) => !isComment(line))) {
    const row = isUniprobeRow(line.text);
    if (!row && rows.length > 0) close();
    (row ? rows : headers).push(line);
  }
  close();
  return motifs;
}

/** `A: 0.25 …` */
export function isUniprobeRow(text: string): boolean {
  return hasBaseLabel(text) && /^.\s*:/.test(text);
}

function readRecord(headers: readonly Line[], rows: readonly Line[], source: string, warn: Warn): Motif {
  const header = headers.find(({ text }) => NAMED.test(text)) ?? headers[0];
  const place = { file: source, line: (header ?? rows[0]).number };
  if (header === undefined) throw dataError("rows without a line that names the motif", place);
  const id = NAMED.exec(header.text)?.[1] ?? header.text.replace(/^>\s*/, "").split(/\s/, 1)[0];
  if (id === "") throw dataError("a motif without a name", place);
  const columns = readBaseRows(rows, { ...place, motif: id });
  return motifOfProbabilities({ names: { id, name: "", source }, columns, line: place.line }, warn);
}

const NAMED = /(?:Gene|Protein):\s*(\S+)/i;
