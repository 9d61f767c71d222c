import { didYouMean, usageError } from "../errors.ts";
import type { Motif } from "./motif.ts";

/**
 * The motifs whose id or name matches one of `patterns` (case-insensitive, `*` stands for anything), in their own order;
 * all of them when there are no patterns. Throws a usage error for a pattern that matches nothing.
 */
export function selectMotifs<M extends Motif>(motifs: readonly M[], patterns: readonly string[]): M[] {
  if (patterns.length === 0) return [...motifs];
  const chosen = new Set<M>();
  for (const pattern of patterns) {
    const matches = matchingMotifs(motifs, pattern);
    if (matches.length === 0) {
      const known = motifs.flatMap(({ id, name }) => [id, name]).filter((word) => word !== "");
      throw usageError(`no motif '${pattern}'${didYouMean(pattern, known)}; 'tatabox motifs list' shows all`);
    }
    for (const motif of matches) chosen.add(motif);
  }
  return motifs.filter((motif) => chosen.has(motif));
}

/** The motifs whose id or name matches one pattern; none when nothing does. */
export function matchingMotifs<M extends Motif>(motifs: readonly M[], pattern: string): M[] {
  const word = wildcard(pattern);
  return motifs.filter(({ id, name }) => word.test(id) || word.test(name));
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`, "i");
}
