import { dataError, type Place } from "../errors.ts";
import { type BedRow, parseBed } from "./bed.ts";
import type { FastaRecord } from "./fasta.ts";
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
  return collapse(parseBed(text, file).flatMap(sitesOf));
}

/** The 5' end of a BED interval is the site: a one-base interval is the site itself. */
function sitesOf({ sequence, start, end, name, strand, place }: BedRow): Tss[] {
  return strandsOf(strand, place).map((side, _, sides) => ({
    sequence,
    position: side === "+" ? start : end - 1,
    strand: side,
    strandGiven: sides.length === 1,
    name,
  }));
}

function strandsOf(text: string, place: Place): Strand[] {
  if (text === "+" || text === "-") return [text];
  if (text === "." || text === "") return ["+", "-"];
  throw dataError(`strand '${text}' is not +, - or . (BED's sixth column)`, place);
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

/**
 * The sites on a record, their positions within its letters. Of a part of a sequence (`offset` known) those inside it; a
 * whole record gets all that name it, also beyond its end.
 */
export function sitesOnRecord(
  sites: readonly Tss[],
  { name, offset, codes }: Pick<FastaRecord, "name" | "offset" | "codes">,
): Tss[] {
  const named = sites.filter(({ sequence }) => sequence === name);
  if (offset === undefined) return named;
  return named
    .map((site) => ({ ...site, position: site.position - offset }))
    .filter(({ position }) => position >= 0 && position < codes.length);
}
