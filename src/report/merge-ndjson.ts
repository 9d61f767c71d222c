import { dataError } from "../errors.ts";
import type { ResultHead } from "./json.ts";
import type { Joiner, MergePiece, MergePlan } from "./merge-piece.ts";
import { isOwnFeature, mergedWarnings, objectIn, RecordJoin, summaryIn, withoutPlace } from "./merge-records.ts";
import type { RecordSummary } from "./writers.ts";

/** A file's last line: counts and warnings. */
interface Summary {
  readonly records: number;
  readonly warnings: readonly string[];
  readonly [list: string]: unknown;
}

/** A line for each object, with its `type`; `head` is the single run's. */
export function ndjsonJoiner(head: ResultHead, plan: MergePlan | undefined): Joiner {
  const records = new RecordJoin(plan);
  const summaries: { readonly piece: MergePiece | undefined; readonly summary: Summary }[] = [];
  let piece: MergePiece | undefined;
  let file = "";
  let complete = false;
  let motifs = "";
  let motifsHere = "";
  let inHead = true;
  let firstFile: string | undefined;
  let recordLines = 0;
  let features = 0;

  const recordText = (summaries: readonly RecordSummary[]) => {
    recordLines += summaries.length;
    return summaries.map((summary) => line("sequence", summary)).join("");
  };

  /** What stands before the features: the first file's, and the others must have the same. */
  function leaveHead(): string {
    inHead = false;
    if (firstFile === file) {
      motifs = motifsHere;
      return line("header", head) + motifs;
    }
    if (motifs !== motifsHere) throw dataError(`was made with other motifs than ${firstFile}`, { file });
    return "";
  }

  function body(text: string, type: string | undefined): string {
    if (type === "summary") {
      summaries.push({ piece, summary: fileSummary(text, file) });
      complete = true;
      return "";
    }
    const before = recordLines === 0 && features === 0 ? recordText(records.leading()) : "";
    if (type === "sequence") {
      return before + recordText(records.take(summaryIn(text, file), piece));
    }
    if (!isOwnFeature(objectIn(text, file), piece)) return before;
    features++;
    return `${before}${piece !== undefined && type === "record" ? withoutPlace(text, file) : text}\n`;
  }

  return {
    open(next, path) {
      [piece, file, complete, motifsHere, inHead] = [next, path, false, "", true];
      firstFile ??= path;
    },
    line(text) {
      const type = /^\{"type":"(\w+)"/.exec(text)?.[1];
      if (type === undefined) throw dataError("is not laid out as tatabox writes ndjson", { file });
      if (type === "header") return "";
      if (inHead && type === "motif") {
        motifsHere += `${text}\n`;
        return "";
      }
      return (inHead ? leaveHead() : "") + body(text, type);
    },
    close() {
      if (!complete) throw dataError("ends early; is it complete?", { file });
      return "";
    },
    end() {
      const warnings = mergedWarnings(summaries.map((s) => ({ piece: s.piece, warnings: s.summary.warnings })));
      const counts = Object.keys(summaries[0].summary).filter((name) => name !== "records" && name !== "warnings");
      const lists = Object.fromEntries(counts.map((name) => [name, features]));
      return line("summary", { records: recordLines > 0 ? recordLines : features, ...lists, warnings });
    },
  };
}

function fileSummary(text: string, file: string): Summary {
  const { type: _, records, warnings, ...counts } = objectIn(text, file);
  if (typeof records === "number" && Array.isArray(warnings) && warnings.every((text) => typeof text === "string")) {
    return { records, warnings, ...counts };
  }
  throw dataError("ends in a damaged summary", { file });
}

function line(type: string, object: object): string {
  return `${JSON.stringify({ type, ...object })}\n`;
}
