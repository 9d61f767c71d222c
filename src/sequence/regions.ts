import { dataError, didYouMean, oneLine, type Place, usageError } from "../errors.ts";
import { parseBed } from "./bed.ts";
import type { FastaRecord } from "./fasta.ts";
import { regionWord } from "./interval.ts";

/** A part of a sequence to be read as a record of its own. */
export interface Region {
  /** As it was asked for; a record of just this name is meant before any part of another one. */
  readonly word: string;
  readonly sequence: string;
  /** 0-based half-open; undefined: to the end of the record. */
  readonly start: number;
  readonly end: number | undefined;
  /** BED's fourth column. */
  readonly name?: string;
  /** Where the region stands, when it comes from a file. */
  readonly place?: Place;
}

/**
 * `NAME`, `NAME:START-END`, `NAME:START-`, `NAME:START` (to the end) or `NAME:-END`: 1-based, both ends included, commas in
 * numbers allowed, as samtools reads them. The name may hold colons. Throws a usage error for an empty or reversed stretch.
 */
export function parseRegion(given: string): Region {
  const word = oneLine(given);
  const match = /^(.+):(?:(\d[\d,]*)(?:-(\d[\d,]*)?)?|-(\d[\d,]*))$/.exec(word);
  if (match === null) return { word, sequence: word, start: 0, end: undefined };
  const [, sequence, startText = "1", endText, onlyEnd] = match;
  const first = position(startText);
  const last = endText ?? onlyEnd;
  const end = last === undefined ? undefined : position(last);
  if (first < 1) throw usageError(`region '${word}' starts at 0; positions count from 1`);
  if (end !== undefined && end < first) throw usageError(`region '${word}' ends before it starts`);
  return { word, sequence, start: first - 1, end };
}

function position(text: string): number {
  return Number(text.replaceAll(",", ""));
}

/** The regions of a BED file (three columns or more; the fourth is the region's name). See {@link parseBed}. */
export function parseBedRegions(text: string, file: string): Region[] {
  const rows = parseBed(text, file);
  if (rows.length === 0) throw dataError("holds no regions; expected BED rows: sequence, start, end", { file });
  return rows.map(({ sequence, start, end, name, place }) => ({
    word: regionWord(sequence, { start, end }),
    sequence,
    start,
    end,
    ...(name === "" ? {} : { name }),
    place,
  }));
}

/** A sequence of which parts can be had. */
export interface PartedRecord {
  readonly name: string;
  readonly description: string;
  readonly length: number;
  /** Where it begins in the sequence that `name` means. */
  readonly offset?: number;
  /** Letters and codes of [start, end), in their own memory. */
  part(start: number, end: number): Promise<Part> | Part;
}

export type Part = Pick<FastaRecord, "letters" | "codes">;

/** A record in memory. */
export function partedRecord(record: FastaRecord): PartedRecord {
  const { name, description, letters, codes, offset = 0 } = record;
  const part = (start: number, end: number) => ({ letters: letters.slice(start, end), codes: codes.slice(start, end) });
  return { name, description, length: codes.length, offset, part };
}

/**
 * The regions as records, cut out of `records`: in the order of the records, then as the regions were given. Each carries
 * its `offset` and `region`; its letters are its own copy. Throws a data error for a region outside its record, and at the
 * end for one whose record never came.
 */
export async function* cutRegions(
  records: AsyncIterable<FastaRecord | PartedRecord>,
  regions: readonly Region[],
): AsyncGenerator<FastaRecord> {
  const wanted = new WantedRegions(regions);
  for await (const record of records) {
    const parted = "part" in record ? record : partedRecord(record);
    for (const { region, whole } of wanted.of(record.name)) {
      yield await cut(parted, whole ? { ...region, start: 0, end: undefined } : region);
    }
  }
  wanted.finish();
}

/** Regions by the names of the records they may mean. */
class WantedRegions {
  readonly #byName = new Map<string, Region[]>();
  readonly #found = new Map<Region, { readonly record: string; readonly whole: boolean }>();
  readonly #regions: readonly Region[];
  readonly #names: string[] = [];

  constructor(regions: readonly Region[]) {
    this.#regions = regions;
    for (const region of regions) {
      // BED says which part is the name; only a word may mean a record that is called like a region.
      const names = region.place === undefined ? new Set([region.sequence, region.word]) : [region.sequence];
      for (const name of names) this.#regionsNamed(name).push(region);
    }
  }

  #regionsNamed(name: string): Region[] {
    const regions = this.#byName.get(name) ?? [];
    this.#byName.set(name, regions);
    return regions;
  }

  of(record: string): { region: Region; whole: boolean }[] {
    this.#names.push(record);
    return (this.#byName.get(record) ?? [])
      .map((region) => ({ region, whole: region.place === undefined && region.word === record }))
      .filter(({ region, whole }) => this.#accept(region, record, whole));
  }

  /** The exact name wins; where the stretch was read before the exact name came, nobody can say what was meant. */
  #accept(region: Region, record: string, whole: boolean): boolean {
    const before = this.#found.get(region);
    if (before !== undefined && before.whole !== whole) {
      if (before.whole) return false;
      throw dataError(`'${region.word}' is both a record and a stretch of record ${before.record}; rename one`, {
        record,
      });
    }
    this.#found.set(region, { record, whole });
    return true;
  }

  finish(): void {
    const missing = this.#regions.find((region) => !this.#found.has(region));
    if (missing === undefined) return;
    const { sequence, word, place } = missing;
    const what = sequence === word ? `no record '${sequence}'` : `region ${word}: no record '${sequence}'`;
    throw dataError(`${what} in the FASTA${didYouMean(sequence, [...new Set(this.#names)])}`, place);
  }
}

async function cut(record: PartedRecord, { word, start, end, name, place }: Region): Promise<FastaRecord> {
  const { length, offset = 0, description } = record;
  const isWhole = start === 0 && end === undefined;
  const stop = end ?? length;
  if (!isWhole && (stop > length || start >= stop)) {
    throw dataError(`region ${word} lies outside record ${record.name}, which has ${length} bases`, place);
  }
  return {
    name: record.name,
    description,
    ...(await record.part(start, stop)),
    offset: offset + start,
    region: name ?? (isWhole ? record.name : regionWord(record.name, { start, end: stop })),
  };
}
