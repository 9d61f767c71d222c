import { didYouMean, usageError } from "../errors.ts";
import type { LibraryMotif } from "../motif/library.ts";
import type { Motif } from "../motif/motif.ts";
import type { EnhancerMotif } from "./enhancers.ts";

/**
 * Motifs of a user's files with the role that the library gives their factor, known by id (any version), name or factor;
 * `unknown` are the others, taken for activators. Core and proximal factors count as activators here. Each motif keeps a weight of its
 * own, as in Cluster-Buster: groups are not guessed.
 */
export function withRoles(
  motifs: readonly Motif[],
  library: readonly LibraryMotif[],
): { motifs: EnhancerMotif[]; unknown: Motif[] } {
  const unknown: Motif[] = [];
  const known = motifs.map((motif, index): EnhancerMotif => {
    const entry = libraryEntry(motif, library);
    if (entry === undefined) unknown.push(motif);
    const factors = entry === undefined ? [motif.name] : [...entry.factors, entry.group];
    return { ...motif, role: enhancerRole(entry?.role), group: `motif ${index + 1}`, factors };
  });
  return { motifs: known, unknown };
}

/** What a factor of the library does in a cluster. */
export function enhancerRole(role: LibraryMotif["role"] | undefined): LibraryMotif["role"] {
  return role === "repressor" || role === "insulator" ? role : "activator";
}

/** The library's motifs with their roles in clusters; a group's name (AP-1, E-box) is one of their factors. */
export function libraryEnhancerMotifs(library: readonly LibraryMotif[]): EnhancerMotif[] {
  return library.map((motif) => ({
    ...motif,
    role: enhancerRole(motif.role),
    factors: [...motif.factors, motif.group],
  }));
}

/**
 * The motifs of the factors in a list with commas, by id, name or factor, any case. Throws a usage error for a word that
 * means none, with the nearest one.
 */
export function ofFactors(motifs: readonly EnhancerMotif[], list: string): EnhancerMotif[] {
  const words = list.split(",").map((word) => word.trim().toLowerCase());
  const chosen = new Set<EnhancerMotif>();
  for (const word of words.filter((text) => text !== "")) {
    const matches = motifs.filter((motif) => namesOf(motif).includes(word));
    if (matches.length === 0) {
      const known = motifs.flatMap(({ id, name, factors }) => [name, ...factors, id]).filter((text) => text !== "");
      throw usageError(`--only-factors: no motif of '${word}'${didYouMean(word, known)}`);
    }
    for (const motif of matches) chosen.add(motif);
  }
  if (chosen.size === 0) throw usageError("--only-factors: expected names with commas between them");
  return motifs.filter((motif) => chosen.has(motif));
}

function namesOf({ id, name, factors }: EnhancerMotif): string[] {
  return [id, name, ...factors].map((text) => text.toLowerCase());
}

function libraryEntry({ id, name }: Motif, library: readonly LibraryMotif[]): LibraryMotif | undefined {
  const words = [id, name].filter((text) => text !== "").map((text) => text.toLowerCase());
  const is = (text: string) => words.includes(text.toLowerCase());
  return (
    library.find((motif) => withoutVersion(motif.id) === withoutVersion(id)) ??
    library.find((motif) => is(motif.name)) ??
    library.find(({ factors }) => factors.some(is))
  );
}

/** `MA0035.3` → `MA0035`: JASPAR's versions of one matrix. */
function withoutVersion(id: string): string {
  return id.replace(/\.\d+$/, "").toLowerCase();
}
