import { formatFixed, formatGeneral } from "../printf.ts";
import { type Search, shownThreshold } from "../scan/search.ts";
import { oneBasedClosed } from "../sequence/interval.ts";
import { gff3Attribute, gff3Sequence } from "./gff3.ts";
import { jsonDocument, type ResultHead } from "./json.ts";
import type { HitRow } from "./scan-rows.ts";

/** What a scan writes, a record at a time: text before the first record, per record, and after the last. */
export interface ScanWriter {
  head(head: ResultHead, searches: readonly Search[]): string;
  /** The hits of one record, then `recordEnd` once. */
  hit(row: HitRow): string;
  recordEnd(record: { readonly name: string; readonly length: number; readonly hits: number }): string;
  end(warnings: readonly string[]): string;
}

/** A writer for each format of `scan`. */
export const SCAN_WRITERS: Readonly<Record<string, () => ScanWriter>> = {
  table: tableWriter,
  tsv: tsvWriter,
  bed: bedWriter,
  narrowpeak: narrowPeakWriter,
  gff3: gff3Writer,
  json: jsonWriter,
  ndjson: ndjsonWriter,
};

const nothing = () => "";

/** FIMO's ten columns, 1-based closed. */
function tsvWriter(): ScanWriter {
  const columns =
    "motif_id motif_alt_id sequence_name start stop strand score p-value q-value matched_sequence".replaceAll(
      " ",
      "\t",
    );
  return {
    head: () => `${columns}\n`,
    hit(row) {
      const { start, stop } = oneBasedClosed(row);
      const score = formatFixed(row.score, 4);
      const p = formatGeneral(row.pValue, 4);
      return `${row.motif}\t${row.name}\t${row.sequence}\t${start}\t${stop}\t${row.strand}\t${score}\t${p}\t\t${row.matched}\n`;
    },
    recordEnd: nothing,
    end: nothing,
  };
}

/** Columns for people; widths are known before the first hit, so that rows can be printed as they come. */
function tableWriter(): ScanWriter {
  let widths = { motif: 0, name: 0, matched: 0 };
  let total = 0;
  return {
    head(_, searches) {
      const longest = (texts: string[]) => Math.max(...texts.map((text) => text.length));
      widths = {
        motif: longest(["motif", ...searches.map(({ motif }) => motif.id)]),
        name: longest(["name", ...searches.map(({ motif }) => motif.name)]),
        matched: longest(["site", ...searches.map(({ motif }) => "N".repeat(motif.width))]),
      };
      return tableLine(["sequence", "start", "stop", "strand", "motif", "name", "score", "p-value", "site"], widths);
    },
    hit(row) {
      total++;
      const { start, stop } = oneBasedClosed(row);
      const numbers = [formatFixed(row.score, 2), formatGeneral(row.pValue, 3)];
      const cells = [
        row.sequence,
        String(start),
        String(stop),
        row.strand,
        row.motif,
        row.name,
        ...numbers,
        row.matched,
      ];
      return tableLine(cells, widths);
    },
    recordEnd: nothing,
    end: () => `${total} hits\n`,
  };
}

function tableLine(cells: readonly string[], widths: { motif: number; name: number; matched: number }): string {
  const [sequence, start, stop, strand, motif, name, score, p, matched] = cells;
  const place = `${sequence.padEnd(14)} ${start.padStart(9)} ${stop.padStart(9)} ${strand.padStart(6)}`;
  return `${place}  ${motif.padEnd(widths.motif)}  ${name.padEnd(widths.name)} ${score.padStart(7)} ${p.padStart(9)}  ${matched}\n`;
}

/** BED6: score = min(1000, −100·log10 p). */
function bedWriter(): ScanWriter {
  return {
    head: nothing,
    hit: (row) => `${row.sequence}\t${row.start}\t${row.end}\t${row.motif}\t${bedScore(row.pValue)}\t${row.strand}\n`,
    recordEnd: nothing,
    end: nothing,
  };
}

/** ENCODE narrowPeak: signalValue in bits, pValue as −log10, no q, peak at the middle. */
function narrowPeakWriter(): ScanWriter {
  return {
    head: nothing,
    hit(row) {
      const middle = (row.end - row.start) >> 1;
      const bits = formatFixed(row.score, 4);
      const p = formatFixed(-Math.log10(row.pValue), 4);
      return `${row.sequence}\t${row.start}\t${row.end}\t${row.motif}\t${bedScore(row.pValue)}\t${row.strand}\t${bits}\t${p}\t-1\t${middle}\n`;
    },
    recordEnd: nothing,
    end: nothing,
  };
}

function bedScore(pValue: number): number {
  return Math.min(1000, Math.round(-100 * Math.log10(pValue)));
}

function gff3Writer(): ScanWriter {
  let count = 0;
  return {
    head: () => "##gff-version 3\n",
    hit(row) {
      const { start, stop } = oneBasedClosed(row);
      const attributes = [
        `ID=site${++count}`,
        `Name=${gff3Attribute(row.motif)}`,
        ...(row.name === "" ? [] : [`Alias=${gff3Attribute(row.name)}`]),
        `pvalue=${formatGeneral(row.pValue, 4)}`,
        `sequence=${row.matched}`,
      ].join(";");
      const score = formatFixed(row.score, 4);
      return `${gff3Sequence(row.sequence)}\ttatabox\tTF_binding_site\t${start}\t${stop}\t${score}\t${row.strand}\t.\t${attributes}\n`;
    },
    recordEnd: nothing,
    end: nothing,
  };
}

/** One document, written as it grows: a hit a line. */
function jsonWriter(): ScanWriter {
  const document = jsonDocument();
  const sequences: object[] = [];
  return {
    head: (head, searches) =>
      document.open(head) + document.field("motifs", searches.map(motifSummary)) + document.openList("hits"),
    hit: (row) => document.item(row),
    recordEnd: ({ name, length, hits }) => {
      sequences.push({ name, length, hits });
      return "";
    },
    end: (warnings) =>
      document.closeList() +
      document.field("sequences", sequences) +
      document.field("warnings", warnings) +
      document.close(),
  };
}

/** The same objects, a line each, with `type`. */
function ndjsonWriter(): ScanWriter {
  const line = (type: string, object: object) => `${JSON.stringify({ type, ...object })}\n`;
  const total = { records: 0, hits: 0 };
  return {
    head: (head, searches) =>
      line("header", head) + searches.map((search) => line("motif", motifSummary(search))).join(""),
    hit: (row) => line("hit", row),
    recordEnd({ name, length, hits }) {
      total.records++;
      total.hits += hits;
      return line("sequence", { name, length, hits });
    },
    end: (warnings) => line("summary", { ...total, warnings }),
  };
}

function motifSummary(search: Search): object {
  const { id, name, width, sites, source } = search.motif;
  const threshold = shownThreshold(search);
  return {
    id,
    name,
    width,
    sites,
    maxScore: search.matrix.maxScore,
    threshold: Number.isFinite(threshold) ? threshold : null,
    source,
  };
}
