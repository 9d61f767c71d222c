import { dataError, type Place } from "../../errors.ts";
import { formatFixed } from "../../printf.ts";
import { type Background, normalizedBackground, UNIFORM } from "../background.ts";
import type { Motif } from "../motif.ts";
import { motifOfProbabilities } from "./matrix.ts";
import { basesOf, memeAlphabet } from "./meme-alphabet.ts";
import { columnOf, isNumber, type NumberRow } from "./number-rows.ts";
import { idAndName, type Line, noWarnings, oneWord, onOneLine, shortened, textLines, type Warn } from "./text.ts";

const MATRIX = /^letter-probability matrix:/i;

/**
 * MEME text: minimal motif files and the output of MEME, DREME and STREME. Log-odds matrices are skipped; DNA and RNA
 * alphabets are read, any other refused by name. Throws a data error naming file, line and motif.
 */
export function readMeme(text: string, source: string, warn: Warn = noWarnings): Motif[] {
  const lines = textLines(text);
  const bases = memeAlphabet(lines, source);
  return motifSections(lines).map((section) => readSection(section, bases, source, warn));
}

/** The background letter frequencies of a MEME file (A C G T, scaled to sum 1); undefined when it gives none. */
export function memeBackground(text: string): Background | undefined {
  const lines = textLines(text);
  const heading = lines.findIndex((line) => /^Background letter frequencies/i.test(line.text));
  if (heading < 0) return undefined;
  const words = lines.slice(heading + 1, heading + 5).flatMap((line) => line.text.split(/\s+/));
  const frequencies = [0, 1, 2, 3].map((code) => Number(words[2 * code + 1]));
  const bases = basesOf([0, 2, 4, 6].map((at) => words[at] ?? "").join(""));
  if (bases === undefined || !frequencies.every((x) => x > 0 && Number.isFinite(x))) return undefined;
  return normalizedBackground([0, 1, 2, 3].map((code) => frequencies[bases.indexOf(code)]));
}

/** The lines from one `MOTIF` line up to the next. */
function motifSections(lines: readonly Line[]): Line[][] {
  const starts = lines.flatMap((line, i) => (/^MOTIF\s/.test(line.text) ? [i] : []));
  return starts.map((start, i) => lines.slice(start, starts[i + 1] ?? lines.length));
}

function readSection([heading, ...body]: readonly Line[], bases: readonly number[], source: string, warn: Warn): Motif {
  const { id, name } = memeNames(heading, source);
  const place = { file: source, line: heading.number, motif: id };
  const at = body.findIndex((line) => MATRIX.test(line.text));
  if (at < 0) throw dataError("has no 'letter-probability matrix:'", place);
  const header = readMatrixHeader(body[at], place);
  const columns = readColumns(body.slice(at + 1), header.width, bases, { ...place, line: body[at].number });
  const url = body
    .find((line) => /^URL\s/.test(line.text))
    ?.text.slice(3)
    .trim();
  const matrix = { names: { id, name, source }, columns, line: heading.number };
  const motif = motifOfProbabilities(matrix, warn, header.sites);
  return url === undefined ? motif : { ...motif, url };
}

/** `MOTIF id [name]`; MEME's own output goes on with `width = 18 sites = 14 …`. */
function memeNames({ text, number }: Line, file: string): { id: string; name: string } {
  const { id, name } = idAndName(text.slice(5).trim(), { file, line: number });
  const [second = ""] = name.split(/\s+/);
  return { id, name: /^width\s*=/.test(name) ? "" : second };
}

interface MatrixHeader {
  /** 0: not said. */
  readonly width: number;
  readonly sites: number;
}

/** `alength= 4 w= 18 nsites= 14 E= 3.7e-033`, in any spacing, any of them missing. */
function readMatrixHeader({ text, number }: Line, place: Place): MatrixHeader {
  const here = { ...place, line: number };
  const field = (name: string): number => {
    const word = new RegExp(`\\b${name}\\s*=\\s*(\\S+)`, "i").exec(text)?.[1] ?? "0";
    if (!isNumber(word) || Number(word) < 0) throw dataError(`${name}= '${shortened(word)}' is no number ≥ 0`, here);
    return Number(word);
  };
  const letters = field("alength");
  if (letters !== 0 && letters !== 4) {
    throw dataError(`alength= ${letters}: expected the four letters of DNA or RNA`, here);
  }
  const width = field("w");
  if (!Number.isInteger(width)) throw dataError(`w= ${width} is no whole number`, here);
  return { width, sites: field("nsites") };
}

/** `width` rows, or (width 0) those up to the first line that does not begin with a number. */
function readColumns(lines: readonly Line[], width: number, bases: readonly number[], place: Place): NumberRow[] {
  const end = lines.findIndex((line) => !isNumber(line.text.split(/\s+/, 1)[0]));
  const there = end < 0 ? lines.length : end;
  const wanted = width === 0 ? there : width;
  if (lines.length < wanted) throw dataError(`expected ${wanted} rows of probabilities, found ${there}`, place);
  return lines.slice(0, wanted).map(({ text, number }) => {
    const row = columnOf(text, { ...place, line: number }, "probabilities");
    return { ...row, values: [0, 1, 2, 3].map((code) => row.values[bases.indexOf(code)]) };
  });
}

/** MEME's minimal motif format, version 4: 6 decimals, number of sites, URL. Blanks in names become `_`. */
export function writeMeme(motifs: readonly Motif[], background: Background = UNIFORM): string {
  const frequencies = [...background].map((b, code) => `${"ACGT"[code]} ${b}`).join(" ");
  const head = `MEME version 4\n\nALPHABET= ACGT\n\nstrands: + -\n\nBackground letter frequencies\n${frequencies}\n`;
  return head + motifs.map(writeMotif).join("");
}

function writeMotif(motif: Motif): string {
  const rows = Array.from({ length: motif.width }, (_, position) => {
    const row = [...motif.probabilities.subarray(4 * position, 4 * position + 4)];
    return ` ${row.map((p) => formatFixed(p, 6)).join("  ")}\n`;
  });
  const heading = `MOTIF ${oneWord(motif.id)}${motif.name === "" ? "" : ` ${oneWord(motif.name)}`}`;
  const fields = `alength= 4 w= ${motif.width} nsites= ${motif.sites} E= 0`;
  const url = motif.url === undefined ? "" : `URL ${onOneLine(motif.url)}\n`;
  return `\n${heading}\nletter-probability matrix: ${fields}\n${rows.join("")}${url}`;
}
