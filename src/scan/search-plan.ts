import type { Background } from "../motif/background.ts";
import type { MarkovChain } from "../motif/markov.ts";
import type { Motif } from "../motif/motif.ts";
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

/** The motifs in order, then the words. */
export function plannedSearches({ motifs, words, background, pseudocount, rule, chain, fimo }: SearchPlan): Search[] {
  if (fimo && rule.by === "pValue") {
    return motifs.map((motif) => fimoSearch(motif, fimoBackground(background), rule.limit));
  }
  const scoring = { background, pseudocount, chain };
  return [
    ...motifs.map((motif) => searchFor(motif, { ...scoring, rule })),
    ...words.map((word) => searchFor(word, { ...scoring, rule: { by: "word" } })),
  ];
}
