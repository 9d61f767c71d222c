import { util } from "@gmod/gff";
import { dataError, oneLine, type Place } from "../errors.ts";
import type { Interval } from "./interval.ts";

/** One feature of a GFF3 or GTF file, 0-based half-open. */
export interface GffRow extends Interval {
  readonly sequence: string;
  /** Third column: a Sequence Ontology term, or GTF's word. */
  readonly type: string;
  /** Seventh column; `.` when it is not given. */
  readonly strand: string;
  /** GFF3's Name, gene_name or ID; GTF's transcript or gene name, else its id; '' when there is none. */
  readonly name: string;
  readonly place: Place;
}

const COLUMNS = 9;

/**
 * One line of GFF3 or GTF whose type is among `types`; undefined for lines of other types. Columns and GFF3's escapes are read by @gmod/gff,
 * which checks nothing; a data error here names file and line.
 */
export function gffRow(line: string, place: Place, types: ReadonlySet<string>): GffRow | undefined {
  const cells = line.split("\t");
  if (cells.length < COLUMNS - 1) {
    throw dataError(`expected ${COLUMNS} columns with tabs between them (GFF3, GTF), found ${cells.length}`, place);
  }
  const type = cells[2].trim();
  if (!types.has(type)) return undefined;
  const start = coordinate(cells[3], "start", place);
  const end = coordinate(cells[4], "end", place);
  if (start > end) throw dataError(`start ${start} is above end ${end}`, place);
  const { seq_id: sequence, strand, attributes } = parsedLine(line, place);
  if (sequence === null) throw dataError("a row without a sequence name", place);
  const name = isGtf(cells[8]) ? gtfName(type, cells[8]) : gff3Name(attributes ?? {});
  const side = strand === "?" ? "." : (strand ?? ".");
  return { sequence: oneLine(sequence), start: start - 1, end, type, strand: side, name: oneLine(name), place };
}

function parsedLine(line: string, place: Place): ReturnType<typeof util.parseFeature> {
  try {
    return util.parseFeature(line);
  } catch {
    // Its only complaint is decodeURIComponent's.
    throw dataError("a % that starts no escape (GFF3 writes % itself as %25)", place);
  }
}

function coordinate(text: string, what: string, place: Place): number {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw dataError(`${what} '${text}' is not a whole number`, place);
  if (value < 1) throw dataError(`${what} ${value} is below 1 (GFF3 and GTF count from 1)`, place);
  return value;
}

/** GTF's ninth column: a key, a blank, a value, which stands in quotes where it is no number. */
function isGtf(attributes = ""): boolean {
  return /^\s*\w+\s+("|[^=;]+;)/.test(attributes);
}

function gtfName(type: string, attributes: string): string {
  const kind = type === "gene" ? "gene" : "transcript";
  return [`${kind}_name`, `${kind}_id`, "gene_name", "gene_id"].reduce(
    (name, key) => (name === "" ? gtfValue(attributes, key) : name),
    "",
  );
}

function gtfValue(attributes: string, key: string): string {
  const match = new RegExp(`(?:^|;)\\s*${key}\\s+(?:"([^"]*)"|([^;"]*))`).exec(attributes);
  return (match?.[1] ?? match?.[2] ?? "").trim();
}

function gff3Name({ Name, gene_name: geneName, ID }: Readonly<Record<string, string[] | undefined>>): string {
  return (Name ?? geneName ?? ID)?.join(",") ?? "";
}
