import type { ResultHead } from "./json.ts";
import { gff3Joiner } from "./merge-gff3.ts";
import { jsonJoiner } from "./merge-json.ts";
import { ndjsonJoiner } from "./merge-ndjson.ts";
import type { Joiner, MergePlan } from "./merge-piece.ts";
import { bedJoiner, tsvJoiner } from "./merge-rows.ts";

export const MERGE_FORMATS = ["tsv", "bed", "gff3", "json", "ndjson"] as const;
export type MergeFormat = (typeof MERGE_FORMATS)[number];

/** Lines at the start of a file that are enough to know its format and its head. */
export const HEAD_LINES = 6;

/** What a file holds, by its first lines; undefined for an empty one, which may be BED without a row. */
export function mergeFormat(lines: readonly string[]): MergeFormat | undefined {
  const [first = ""] = lines;
  if (lines.every((line) => line === "")) return undefined;
  if (first === "{") return "json";
  if (first.startsWith('{"type":"header"')) return "ndjson";
  if (first.startsWith("##gff-version")) return "gff3";
  return /^[^\t]+\t\d+\t\d+(\t|$)/.test(first) ? "bed" : "tsv";
}

/** The head in a file's first lines; undefined when it is not as tatabox writes it. */
export function resultHeadOf(format: "json" | "ndjson", lines: readonly string[]): ResultHead | undefined {
  const text = format === "ndjson" ? lines[0] : `{${lines.slice(1, 5).join("").replace(/,$/, "")}}`;
  try {
    const { type: _, ...head } = JSON.parse(text) as ResultHead & { type?: string };
    const hasSettings = typeof head.settings === "object" && head.settings !== null;
    return hasSettings && typeof head.command === "string" && typeof head.schemaVersion === "number" ? head : undefined;
  } catch {
    return undefined;
  }
}

/** What joins files of `format`; `head`: the single run's, for the formats that have one. */
export function joiner(format: MergeFormat, head: ResultHead | undefined, plan: MergePlan | undefined): Joiner {
  switch (format) {
    case "json":
      return jsonJoiner(head!, plan);
    case "ndjson":
      return ndjsonJoiner(head!, plan);
    case "gff3":
      return gff3Joiner();
    case "bed":
      return bedJoiner();
    default:
      return tsvJoiner();
  }
}
