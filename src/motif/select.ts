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
    const matches = motifs.filter(({ id, name }) => wildcard(pattern).test(id) || wildcard(pattern).test(name));
    if (matches.length === 0) {
      const known = motifs.flatMap(({ id, name }) => [id, name]).filter((word) => word !== "");
      throw usageError(`no motif '${pattern}'${didYouMean(pattern, known)}; 'tatabox motifs list' shows all`);
    }
    for (const motif of matches) chosen.add(motif);
  }
  return motifs.filter((motif) => chosen.has(motif));
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`, "i");
}
