import { power } from "../power.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import type { Enrichment, TestResult } from "../scan/enrichment.ts";
import type { Column, Shape } from "./shape.ts";

/** One motif as the writers see it; `rank` counts from 1 over all motifs tested. */
export interface EnrichmentRow extends Omit<Enrichment, "motif" | "rank"> {
  readonly rank: number;
  readonly motif: string;
  readonly name: string;
  readonly width: number;
  readonly rankTest?: Enrichment["rank"];
}

const percent = (part: number, whole: number) => formatFixed((100 * part) / whole, 2);
const value = (x: number | undefined) => (x === undefined ? "" : formatGeneral(x, 4));

/** `%.4g`, from the logarithm where the value is below the smallest double. */
function smallValue(x: number, log10: number): string {
  if (x > 1e-300 || log10 === 0) return formatGeneral(x, 4);
  const exponent = Math.floor(log10);
  const mantissa = formatGeneral(power(10, log10 - exponent), 4);
  return mantissa === "10" ? `1e${exponent + 1}` : `${mantissa}e${exponent}`;
}

const p = (test: TestResult | undefined) => (test === undefined ? "" : smallValue(test.pValue, test.log10PValue));
const q = (test: TestResult | undefined) => (test === undefined ? "" : smallValue(test.qValue, test.log10QValue));
const e = (test: TestResult | undefined) => (test === undefined ? "" : smallValue(test.eValue, test.log10EValue));

const TSV: readonly Column<EnrichmentRow>[] = [
  { head: "motif_id", text: ({ motif }) => motif },
  { head: "motif_alt_id", text: ({ name }) => name },
  { head: "sequences", text: ({ sequences }) => String(sequences) },
  { head: "with_hit", text: ({ withHit }) => String(withHit) },
  { head: "percent", text: ({ withHit, sequences }) => percent(withHit, sequences) },
  { head: "controls", text: ({ controls }) => String(controls) },
  { head: "controls_with_hit", text: ({ controlsWithHit }) => String(controlsWithHit) },
  { head: "controls_percent", text: ({ controlsWithHit, controls }) => percent(controlsWithHit, controls) },
  { head: "odds_ratio", text: ({ odds }) => value(odds.ratio) },
  { head: "odds_low", text: ({ odds }) => value(odds.low) },
  { head: "odds_high", text: ({ odds }) => value(odds.high) },
  { head: "p_value", text: ({ fisher }) => p(fisher) },
  { head: "q_value", text: ({ fisher }) => q(fisher) },
  { head: "e_value", text: ({ fisher }) => e(fisher) },
  { head: "auc", text: ({ rankTest }) => value(rankTest?.auc) },
  { head: "rank_p_value", text: ({ rankTest }) => p(rankTest) },
  { head: "rank_q_value", text: ({ rankTest }) => q(rankTest) },
  { head: "rank_e_value", text: ({ rankTest }) => e(rankTest) },
];

/** Motifs by over-representation. */
export const ENRICHMENT_SHAPE: Shape<EnrichmentRow> = {
  list: "motifs",
  item: "motif",
  tsv: TSV,
  table: [
    { head: "rank", text: ({ rank }) => String(rank), right: true },
    { head: "motif", text: ({ motif }) => motif },
    { head: "name", text: ({ name }) => name },
    { head: "% with hit", text: ({ withHit, sequences }) => percent(withHit, sequences), right: true },
    { head: "% controls", text: ({ controlsWithHit, controls }) => percent(controlsWithHit, controls), right: true },
    { head: "odds ratio", text: ({ odds }) => formatGeneral(odds.ratio, 3), right: true },
    { head: "p-value", text: ({ fisher }) => p(fisher), right: true },
    { head: "q-value", text: ({ fisher }) => q(fisher), right: true },
    { head: "AUC", text: ({ rankTest }) => (rankTest === undefined ? "" : formatFixed(rankTest.auc, 3)), right: true },
    { head: "rank p", text: ({ rankTest }) => p(rankTest), right: true },
    { head: "rank q", text: ({ rankTest }) => q(rankTest), right: true },
  ],
  footnote:
    "p-value: Fisher's exact test on sequences with a hit; rank p: Mann–Whitney on best scores, without a threshold; both\n" +
    "one-sided. q: Benjamini–Hochberg over all motifs tested. Motifs that read the same words rise together.",
  json: ({ odds, fisher, rankTest, ...counts }) => ({
    ...counts,
    oddsRatio: odds.ratio,
    oddsLow: odds.low,
    oddsHigh: odds.high,
    ...(fisher === undefined ? {} : { fisher }),
    ...(rankTest === undefined ? {} : { rankTest }),
  }),
};
