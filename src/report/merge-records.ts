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

/** A report on one record, as `report` writes it: read as a region it says where that lies, which the single run does not. */
export function withoutPlace(story: string): string {
  const { start, end, region, ...whole } = JSON.parse(story);
  return JSON.stringify(whole);
}

/** Does a feature of a cut record, as scan writes it in JSON, belong to its piece? */
export function isOwnFeature(feature: string, piece: MergePiece): boolean {
  const { sequence, start } = JSON.parse(feature) as { sequence: string; start: number };
  return piece.owns(sequence, start);
}
