import { dataError } from "../errors.ts";
import type { Background } from "../motif/background.ts";
import { bundledLibrary } from "../motif/library.ts";
import type { Motif } from "../motif/motif.ts";
import { isUnreachable, type Search } from "../scan/search.ts";
import { plannedSearches, type SearchPlan } from "../scan/search-plan.ts";
import type { Context } from "./command.ts";
import { chosenMotifs, consensusMotifs, hitRule, type motifOptions, type scoreOptions } from "./motif-options.ts";
import type { SettingsOf } from "./options.ts";

/** The settings that say which motifs are searched for, and what makes a hit. */
export type SearchOptions = SettingsOf<typeof motifOptions & typeof scoreOptions>;

/** The motifs asked for, then the words, each with its scores and its rule. */
export async function searchesFor(
  settings: SearchOptions,
  background: Background,
  context: Pick<Context, "warn">,
): Promise<Search[]> {
  return [...plannedSearches(await searchPlan(settings, background, context))];
}

export async function searchPlan(
  settings: SearchOptions,
  background: Background,
  context: Pick<Context, "warn">,
): Promise<SearchPlan> {
  const words = consensusMotifs(settings.consensus);
  const motifs = await motifsToScan(settings, context);
  const rule = hitRule(settings);
  if (rule.by === "homer") checkHomerThresholds(motifs);
  return { motifs, words, background, pseudocount: settings.pseudocount, rule };
}

function checkHomerThresholds(motifs: readonly Motif[]): void {
  const without = motifs.find(({ homerThreshold }) => homerThreshold === undefined);
  if (without === undefined) return;
  const place = { file: without.source, motif: without.id };
  throw dataError("carries no detection threshold; --homer-threshold wants HOMER files, use -p for others", place);
}

/** Files or names when given; else words alone when given; else the library's matrices. */
async function motifsToScan(
  { motifs, motif, consensus }: Pick<SearchOptions, "motifs" | "motif" | "consensus">,
  { warn }: Pick<Context, "warn">,
): Promise<readonly Motif[]> {
  if (motifs.length > 0 || motif.length > 0) return chosenMotifs(motifs, motif, warn);
  return consensus.length > 0 ? [] : bundledLibrary().filter(({ counts }) => counts !== undefined);
}

export function warnUnreachable(searches: readonly Search[], { warn }: Pick<Context, "warn">): void {
  const silent = searches.filter(isUnreachable);
  if (silent.length === 0) return;
  const limit = silent[0].pLimit;
  warn(`${listMotifs(silent)} cannot reach p ≤ ${limit} with any word and will have no hits; raise -p to see them`);
}

export function warnWide(searches: readonly Search[], longest: number, { warn }: Pick<Context, "warn">): void {
  const wide = searches.filter(({ motif }) => motif.width > longest);
  if (wide.length > 0) warn(`${listMotifs(wide)} wider than every sequence (${longest} bases)`);
}

/** `4 motifs (MA0001.1, MA0002.1, MA0003.1, …)`: a number and the first three ids. */
function listMotifs(searches: readonly Search[]): string {
  const ids = searches.slice(0, 3).map(({ motif }) => motif.id);
  const more = searches.length > 3 ? ", …" : "";
  return `${searches.length} motif${searches.length === 1 ? "" : "s"} (${ids.join(", ")}${more})`;
}
