import { dataError, type Place } from "../errors.ts";
import { bedRow, parseBed } from "./bed.ts";
import type { FastaRecord } from "./fasta.ts";
import type { Interval, Strand } from "./interval.ts";
import { openLines } from "./open.ts";

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

/** Start sites by the sequence that they lie on, each list in the file's order. */
export type TssBySequence = ReadonlyMap<string, readonly Tss[]>;

/** What BED, GFF3 and GTF say of a feature, as far as its start site goes. */
interface AnnotationRow extends Interval {
  readonly sequence: string;
  readonly strand: string;
  readonly name: string;
  readonly place: Place;
}

type RowReader = (row: string, place: Place) => AnnotationRow | undefined;

/** The features of GFF3 and GTF that start where transcription does (Sequence Ontology, Ensembl, NCBI, GENCODE). */
const STARTING_TYPES: ReadonlySet<string> = new Set([
  ...["TSS", "transcription_start_site", "transcription_start", "SO:0000315"],
  ...["gene", "protein_coding_gene", "ncRNA_gene", "SO:0000704"],
  ...["transcript", "mRNA", "primary_transcript", "lnc_RNA", "lncRNA", "ncRNA", "SO:0000673", "SO:0000234"],
]);

/**
 * The start sites of an annotation file in its order, read line by line. BED: the 5' end of each interval. GFF3 and GTF,
 * known by content: the 5' ends of genes and transcripts, and start sites themselves. Identical sites become one. Throws a
 * data error that names file and line.
 */
export async function readTss(path: string): Promise<Tss[]> {
  const sites = new DistinctSites();
  let read: RowReader | undefined;
  let gffHeader = false;
  let line = 0;
  for await (const rows of openLines(path)) {
    for (const row of rows) {
      line++;
      if (/^##FASTA|^>/.test(row)) return startSites(sites, path, read);
      gffHeader ||= /^##gff-version/i.test(row);
      if (row.startsWith("#") || row.trim() === "") continue;
      read ??= await rowReader(row, gffHeader);
      const found = read(row, { file: path, line });
      if (found !== undefined) sites.add(found);
    }
  }
  return startSites(sites, path, read);
}

/** The start sites of a BED text; see {@link readTss}. */
export function parseBedTss(text: string, file: string): Tss[] {
  const sites = new DistinctSites();
  for (const row of parseBed(text, file)) sites.add(row);
  return sites.list();
}

export function bySequence(sites: readonly Tss[]): TssBySequence {
  const groups = new Map<string, Tss[]>();
  for (const site of sites) {
    const group = groups.get(site.sequence);
    if (group === undefined) groups.set(site.sequence, [site]);
    else group.push(site);
  }
  return groups;
}

/**
 * The sites on a record, their positions within its letters. Of a part of a sequence (`offset` known) those inside it; a
 * whole record gets all that name it, also beyond its end.
 */
export function sitesOnRecord(
  sites: TssBySequence,
  { name, offset, codes }: Pick<FastaRecord, "name" | "offset" | "codes">,
): readonly Tss[] {
  const named = sites.get(name) ?? [];
  if (offset === undefined) return named;
  return named
    .map((site) => ({ ...site, position: site.position - offset }))
    .filter(({ position }) => position >= 0 && position < codes.length);
}

/** GFF3's and GTF's reader and its package are loaded only when such a file comes. */
async function rowReader(row: string, gffHeader: boolean): Promise<RowReader> {
  if (!gffHeader && !looksLikeGff(row)) return bedRow;
  const { gffRow } = await import("./gff.ts");
  return (line, place) => gffRow(line, place, STARTING_TYPES);
}

/** A strand in the seventh column, and no interval in the second and third, where BED has it. */
function looksLikeGff(row: string): boolean {
  const cells = row.split(row.includes("\t") ? "\t" : /\s+/);
  const bedInterval = /^-?\d+$/.test(cells[1] ?? "") && /^-?\d+$/.test(cells[2] ?? "");
  return cells.length >= 8 && !bedInterval && /^[+\-.?]$/.test(cells[6].trim());
}

/** GFF3 or GTF without a single start says nothing: that is no empty list but another kind of file. */
function startSites(sites: DistinctSites, file: string, read: RowReader | undefined): Tss[] {
  const list = sites.list();
  if (list.length === 0 && read !== undefined && read !== bedRow) {
    throw dataError("holds no gene, transcript, mRNA or TSS feature (third column)", { file });
  }
  return list;
}

/** One site for each sequence, position and strand, with the names of all. A strand that one row gives counts for all. */
class DistinctSites {
  readonly #sites = new Map<string, { tss: Tss; names: Set<string> }>();

  add(row: AnnotationRow): void {
    for (const tss of sitesOf(row)) {
      const key = `${tss.sequence}\t${tss.position}\t${tss.strand}`;
      const known = this.#sites.get(key);
      const entry = known ?? { tss, names: new Set<string>() };
      if (known === undefined) this.#sites.set(key, entry);
      if (tss.strandGiven) entry.tss = tss;
      if (tss.name !== "") entry.names.add(tss.name);
    }
  }

  list(): Tss[] {
    return [...this.#sites.values()].map(({ tss, names }) => ({ ...tss, name: [...names].join(",") }));
  }
}

/** The 5' end of an interval is the site: a one-base interval is the site itself. */
function sitesOf({ sequence, start, end, name, strand, place }: AnnotationRow): Tss[] {
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
  throw dataError(`strand '${text}' is not +, - or .`, place);
}
