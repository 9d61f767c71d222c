import type { Interval } from "../sequence/interval.ts";
import { cpgRange } from "./methylation.ts";

export const NAMED_STATES = ["unmethylated", "methylated", "housekeeping", "tissue-specific"] as const;

export type NamedState = (typeof NAMED_STATES)[number];

/** Where genes are and which are off. */
export interface StateContext {
  readonly islands: readonly Interval[];
  /** Promoters of genes that are off; undefined: every island counts as that of such a gene. */
  readonly silentPromoters: readonly Interval[] | undefined;
}

/**
 * Level (0 or 1) of each CpG in a named state. `housekeeping`: islands without, all else methylated. `tissue-specific`:
 * the same, but the islands of genes that are off are methylated too. What cells really show lies between.
 */
export function namedState(
  state: NamedState,
  positions: Uint32Array,
  { islands, silentPromoters }: StateContext,
): Float32Array {
  const levels = new Float32Array(positions.length).fill(state === "unmethylated" ? 0 : 1);
  if (state === "methylated" || state === "unmethylated") return levels;
  const isSilent = (island: Interval) =>
    silentPromoters === undefined || silentPromoters.some(({ start, end }) => start < island.end && island.start < end);
  for (const island of islands) {
    if (state === "tissue-specific" && isSilent(island)) continue;
    levels.fill(0, ...cpgRange({ positions }, island.start, island.end));
  }
  return levels;
}
