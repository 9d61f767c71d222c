import { lnUpperTail } from "./hypergeometric.ts";
import { type RankTest, rankTest } from "./rank-test.ts";

/** What a set of sequences holds of each motif. */
export interface MotifPresence {
  readonly sequences: number;
  /** Sequences with at least one hit, by motif. */
  readonly withHit: Float64Array;
  /** Best scores of one motif, a value a sequence, in an array of the caller's own. */
  readonly best: (motif: number) => Float32Array;
}

/** One test of one motif, corrected for the number of motifs tested. */
export interface TestResult {
  readonly pValue: number;
  /** Benjamini & Hochberg 1995, over the motifs. */
  readonly qValue: number;
  /** Bonferroni: expected number of motifs with so small a p-value by chance. */
  readonly eValue: number;
  /** Their decimal logarithms, also where the values are below the smallest double and show as 0. */
  readonly log10PValue: number;
  readonly log10QValue: number;
  readonly log10EValue: number;
}

export interface RankResult extends TestResult, Pick<RankTest, "auc" | "z"> {}

/** Over-representation of one motif in sequences against controls. */
export interface Enrichment {
  /** Index of the motif. */
  readonly motif: number;
  readonly sequences: number;
  readonly withHit: number;
  readonly controls: number;
  readonly controlsWithHit: number;
  readonly odds: OddsRatio;
  /** On sequences with a hit: one-sided, hypergeometric. */
  readonly fisher?: TestResult;
  /** On best scores, free of a threshold: Mann–Whitney, one-sided. */
  readonly rank?: RankResult;
}

export interface OddsRatio {
  /** With half a sequence added to each cell (Haldane 1956; Anscombe 1956), so that it is always finite. */
  readonly ratio: number;
  /** 95 % confidence interval (Woolf's, on the logarithm). */
  readonly low: number;
  readonly high: number;
}

export type EnrichmentTest = "fisher" | "rank" | "both";

/**
 * Each motif's over-representation in `set` against `controls`, the most enriched first: by Fisher's p-value where it is
 * asked for, then by the rank test's, then in the order of the motifs. Both sets hold at least one sequence.
 */
export function enrichment(set: MotifPresence, controls: MotifPresence, test: EnrichmentTest): Enrichment[] {
  const motifs = Array.from(set.withHit.keys());
  const fisher = test === "rank" ? [] : corrected(motifs.map((motif) => fisherLnP(set, controls, motif)));
  const ranks = test === "fisher" ? [] : motifs.map((motif) => rankTest(set.best(motif), controls.best(motif)));
  const rank = corrected(ranks.map(({ lnP }) => lnP)).map((result, i) => ({
    ...result,
    auc: ranks[i].auc,
    z: ranks[i].z,
  }));
  return motifs
    .map((motif) => ({
      motif,
      sequences: set.sequences,
      withHit: set.withHit[motif],
      controls: controls.sequences,
      controlsWithHit: controls.withHit[motif],
      odds: oddsRatio(set.withHit[motif], set.sequences, controls.withHit[motif], controls.sequences),
      ...(fisher.length === 0 ? {} : { fisher: fisher[motif] }),
      ...(rank.length === 0 ? {} : { rank: rank[motif] }),
    }))
    .sort(bySignificance);
}

function bySignificance(a: Enrichment, b: Enrichment): number {
  const by = (test: "fisher" | "rank") => (a[test]?.log10PValue ?? 0) - (b[test]?.log10PValue ?? 0);
  return by("fisher") || by("rank") || a.motif - b.motif;
}

/** ln P(at least so many sequences with a hit), were hits spread over sequences and controls by chance. */
function fisherLnP(set: MotifPresence, controls: MotifPresence, motif: number): number {
  return lnUpperTail(set.withHit[motif], {
    total: set.sequences + controls.sequences,
    marked: set.withHit[motif] + controls.withHit[motif],
    drawn: set.sequences,
  });
}

/** Results from ln p-values, each corrected for their number. */
export function corrected(lnPs: readonly number[]): TestResult[] {
  const ascending = Array.from(lnPs.keys()).sort((a, b) => lnPs[a] - lnPs[b]);
  const lnQ = new Float64Array(lnPs.length);
  let smallest = 0;
  for (let rank = lnPs.length; rank > 0; rank--) {
    const index = ascending[rank - 1];
    smallest = Math.min(smallest, lnPs[index] + Math.log(lnPs.length / rank));
    lnQ[index] = smallest;
  }
  return lnPs.map((lnP, i) => testResult(lnP, lnQ[i], lnP + Math.log(lnPs.length)));
}

function testResult(lnP: number, lnQ: number, lnE: number): TestResult {
  return {
    pValue: Math.exp(lnP),
    qValue: Math.exp(lnQ),
    eValue: Math.exp(lnE),
    log10PValue: lnP / Math.LN10,
    log10QValue: lnQ / Math.LN10,
    log10EValue: lnE / Math.LN10,
  };
}

/** Standard normal deviate that leaves 2.5 % on either side. */
const Z_95 = 1.959963984540054;

export function oddsRatio(withHit: number, sequences: number, controlsWithHit: number, controls: number): OddsRatio {
  const cells = [withHit, sequences - withHit, controlsWithHit, controls - controlsWithHit].map((n) => n + 0.5);
  const [a, b, c, d] = cells;
  const error = Math.sqrt(cells.reduce((sum, n) => sum + 1 / n, 0));
  const ln = Math.log((a * d) / (b * c));
  return { ratio: (a * d) / (b * c), low: Math.exp(ln - Z_95 * error), high: Math.exp(ln + Z_95 * error) };
}
