import { dataError } from "../errors.ts";
import type { MergePiece, MergePlan } from "./merge-piece.ts";
import type { RecordSummary } from "./writers.ts";

/**
 * Puts the summaries of regions back into those of records. A record in several pieces is complete with its last region;
 * empty records, which are in no piece, follow the record before them.
 */
export class RecordJoin {
  readonly #plan: MergePlan | undefined;
  readonly #index: ReadonlyMap<string, number>;

  constructor(plan: MergePlan | undefined) {
    this.#plan = plan;
    this.#index = new Map(plan?.records.map(({ name }, i) => [name, i]));
  }

  /** Empty records before all others. */
  leading(): RecordSummary[] {
    return this.#emptyFrom(0);
  }

  /** The summaries that are complete once `summary` has come from `piece`. */
  take(summary: RecordSummary, piece: MergePiece | undefined): RecordSummary[] {
    if (this.#plan === undefined || piece === undefined) return [summary];
    const { name, length: _, start, end, region, ...rest } = summary;
    const { ownEnd } = piece.region(name);
    const index = this.#index.get(name)!;
    const { length } = this.#plan.records[index];
    return ownEnd < length ? [] : [{ name, length, ...rest }, ...this.#emptyFrom(index + 1)];
  }

  #emptyFrom(index: number): RecordSummary[] {
    const records = this.#plan?.records ?? [];
    let end = index;
    while (end < records.length && records[end].length === 0) end++;
    return records.slice(index, end).map(({ name, length }) => ({ name, length }));
  }
}

/**
 * The warnings of the single run. With a plan every piece warns of what it reads, and the piece with the longest stretch of
 * what is wide for it; without one, all that the files say, each once.
 */
export function mergedWarnings(
  files: readonly { readonly piece: MergePiece | undefined; readonly warnings: readonly string[] }[],
): readonly string[] {
  const longest = Math.max(...files.map(({ piece }) => piece?.longestBp ?? 0));
  const chosen = longest > 0 ? [files.find(({ piece }) => piece?.longestBp === longest)!] : files;
  return [...new Set(chosen.flatMap(({ warnings }) => warnings))];
}

/** An object that stands on a line of a result. Throws a data error that names the file. */
export function objectIn(text: string, file: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Told below, with what is JSON but no object.
  }
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw dataError(`is damaged at '${shortened(text)}'`, { file });
}

function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

/** The summary of a record. Throws as {@link objectIn}. */
export function summaryIn(text: string, file: string): RecordSummary {
  const { type: _, name, length, ...rest } = objectIn(text, file);
  if (typeof name === "string" && typeof length === "number") return { name, length, ...rest };
  throw dataError(`is damaged at '${shortened(text)}'`, { file });
}

/** A report on one record, as `report` writes it: read as a region it says where that lies, which the single run does not. */
export function withoutPlace(story: string, file: string): string {
  const { start, end, region, ...whole } = objectIn(story, file);
  return JSON.stringify(whole);
}

/** Does a feature belong to its piece? It may not only where records are cut, and those are scan's. */
export function isOwnFeature({ sequence, start }: Record<string, unknown>, piece: MergePiece | undefined): boolean {
  return !piece?.isCut || piece.owns(String(sequence), Number(start));
}
