import type { Background } from "../motif/background.ts";
import type { MarkovChain } from "../motif/markov.ts";
import type { Motif } from "../motif/motif.ts";
import { type DistributionTables, distributionFrom } from "../motif/score-distribution.ts";
import type { Pseudocount } from "../motif/score-matrix.ts";
import { fimoBackground, fimoSearch } from "./fimo/search.ts";
import { type HitRule, type Search, searchFor } from "./search.ts";

/** All that searches are made of, as plain data: a worker thread makes the same searches from it. */
export interface SearchPlan {
  readonly motifs: readonly Motif[];
  /** IUPAC words, whose rule is always to match. */
  readonly words: readonly Motif[];
  readonly background: Background;
  readonly pseudocount: Pseudocount;
  readonly rule: HitRule;
  /** What p-values are against; independent letters of the background when left out. */
  readonly chain?: MarkovChain | undefined;
  /** FIMO's scores; they know p-values only, and no words. */
  readonly fimo?: boolean;
}

/** Searches as plain data, with the tables that make them slow to prepare. */
export type SharedSearches = readonly (Omit<Search, "distribution" | "shownScore"> & {
  readonly limit: number;
  readonly tables: DistributionTables;
})[];

/** Undefined where not all of them can be shared; then the plan says how to make them. */
export function sharedSearches(searches: readonly Search[]): SharedSearches | undefined {
  const shared = searches.flatMap(({ distribution, shownScore, ...search }) => {
    const { limit, tables } = distribution;
    return tables === undefined || shownScore !== undefined ? [] : [{ ...search, limit, tables }];
  });
  return shared.length === searches.length ? shared : undefined;
}

/** The searches that were shared. */
export function searchesFrom(shared: SharedSearches): Search[] {
  return shared.map(({ limit, tables, ...search }) => ({
    ...search,
    distribution: distributionFrom(search.matrix, limit, tables),
  }));
}

/** The motifs in order, then the words; one after another, so that whoever takes their tables elsewhere has one at a time. */
export function* plannedSearches(plan: SearchPlan): Generator<Search> {
  const { motifs, words, background, pseudocount, rule, chain, fimo } = plan;
  const scoring = { background, pseudocount, chain };
  for (const motif of motifs) {
    if (fimo && rule.by === "pValue") yield fimoSearch(motif, fimoBackground(background), rule.limit);
    else yield searchFor(motif, { ...scoring, rule });
  }
  if (!fimo) for (const word of words) yield searchFor(word, { ...scoring, rule: { by: "word" } });
}
