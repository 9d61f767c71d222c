import { oneBasedClosed } from "../sequence/interval.ts";
import type { Paint } from "./columns.ts";
import { gff3Attribute, gff3Sequence } from "./gff3.ts";
import { jsonDocument, jsonItem, type ResultHead } from "./json.ts";
import type { Gff3Line, Shape } from "./shape.ts";

/** What is known of a record once it has been worked through. */
export type RecordSummary = Readonly<{ name: string; length: number } & Record<string, unknown>>;

/** Turns results into text (or bytes) as they come: before the first record, per feature, after each record, at the end. */
export interface ResultWriter<F> {
  /** `lists`: what JSON carries before the features (scan: its motifs). */
  head(head: ResultHead, lists?: Readonly<Record<string, readonly object[]>>): string | Uint8Array;
  feature(feature: F): string | Uint8Array;
  /** Takes the texts of `count` features that {@link rowText} made, joined and encoded; only for formats that it knows. */
  rows?(text: Uint8Array, count: number): Uint8Array;
  recordEnd(record: RecordSummary): string;
  end(warnings: readonly string[]): string | Uint8Array;
}

/**
 * How `format` writes one feature, where that does not depend on the features before it: such rows may be made anywhere and
 * are handed to {@link ResultWriter.rows}.
 */
export function rowText<F>(format: string, shape: Shape<F>): ((feature: F) => string) | undefined {
  const { other, tsv, bed, item, json } = shape;
  const own = other?.[format];
  if (own !== undefined) return own;
  switch (format) {
    case "tsv":
      return tsv && ((feature) => tabbed(tsv.map(({ text }) => text(feature))));
    case "bed":
      return bed && ((feature) => tabbed(bed(feature)));
    case "ndjson":
      return (feature) => ndjsonLine(item, json(feature));
    case "json":
      return (feature) => jsonItem(json(feature));
    default:
      return undefined;
  }
}

/** A writer of `shape` in `format`; formats that the shape does not have must have been refused before. */
export async function resultWriter<F>(format: string, shape: Shape<F>, paint: Paint): Promise<ResultWriter<F>> {
  const row = rowText(format, shape);
  if (shape.other?.[format] !== undefined) {
    return linesWriter(shape.heads?.[format] ?? "", row!, shape.tails?.[format]);
  }
  switch (format) {
    case "ndjson":
      return ndjsonWriter(shape);
    case "tsv":
      // The header line stands also when nothing was found.
      return linesWriter(tabbed(shape.tsv!.map(({ head }) => head)), row!);
    case "bed":
      return linesWriter("", row!);
    case "gff3":
      return gff3Writer(shape.gff3!);
    // These two are loaded only when asked for: their packages would cost every other command its start.
    case "parquet":
      return (await import("./parquet.ts")).parquetWriter(shape.parquet!);
    case "table":
      return (await import("./table-writer.ts")).tableWriter(shape.table!, shape.footnote, paint);
    default:
      return jsonWriter(shape);
  }
}

const nothing = () => "";

function linesWriter<F>(head: string, feature: (feature: F) => string, tail = ""): ResultWriter<F> {
  return { head: () => head, feature, rows: (text) => text, recordEnd: nothing, end: () => tail };
}

function tabbed(cells: readonly (string | number)[]): string {
  return `${cells.join("\t")}\n`;
}

/** IDs are the type and a running number, so they are unique in the file. */
function gff3Writer<F>(describe: (feature: F) => Gff3Line): ResultWriter<F> {
  const counts = new Map<string, number>();
  const write = (line: Gff3Line, parent?: string): string => {
    const count = (counts.get(line.type) ?? 0) + 1;
    counts.set(line.type, count);
    const id = `${line.type}${count}`;
    const children = (line.children ?? []).map((child) => write(child, id));
    return gff3Text(line, id, parent) + children.join("");
  };
  return linesWriter("##gff-version 3\n", (feature) => write(describe(feature)));
}

function gff3Text(line: Gff3Line, id: string, parent: string | undefined): string {
  const { start, stop } = oneBasedClosed(line);
  const all = [["ID", id], ...(parent === undefined ? [] : [["Parent", parent]]), ...line.attributes];
  const attributes = all.map(([key, value]) => `${key}=${gff3Attribute(value)}`).join(";");
  const cells = [gff3Sequence(line.sequence), "tatabox", line.type, start, stop, line.score ?? ".", line.strand, "."];
  return `${cells.join("\t")}\t${attributes}\n`;
}

/** One document, written as it grows: a feature a line. */
function jsonWriter<F>({ list, json }: Shape<F>): ResultWriter<F> {
  const document = jsonDocument();
  const records: RecordSummary[] = [];
  return {
    head(head, lists = {}) {
      const start = document.open(head);
      const before = Object.entries(lists).map(([name, items]) => document.field(name, items));
      return start + before.join("") + document.openList(list);
    },
    feature: (feature) => document.item(json(feature)),
    rows: (text, count) => document.items(text, count),
    recordEnd(record) {
      records.push(record);
      return "";
    },
    end(warnings) {
      const closed = document.closeList();
      const sequences = records.length === 0 ? "" : document.field("sequences", records);
      return closed + sequences + document.field("warnings", warnings) + document.close();
    },
  };
}

/** The same objects, a line each, with `type`. */
function ndjsonWriter<F>({ list, item, json }: Shape<F>): ResultWriter<F> {
  let records = 0;
  let features = 0;
  return {
    head: (head, lists = {}) =>
      ndjsonLine("header", head) +
      Object.entries(lists)
        .flatMap(([name, items]) => items.map((object) => ndjsonLine(singular(name), object)))
        .join(""),
    feature(feature) {
      features++;
      return ndjsonLine(item, json(feature));
    },
    rows(text, count) {
      features += count;
      return text;
    },
    recordEnd(record) {
      records++;
      return ndjsonLine("sequence", record);
    },
    end: (warnings) => ndjsonLine("summary", { records, [list]: features, warnings }),
  };
}

function ndjsonLine(type: string, object: object): string {
  return `${JSON.stringify({ type, ...object })}\n`;
}

function singular(name: string): string {
  return name.replace(/s$/, "");
}
