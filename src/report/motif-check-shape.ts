import type { MotifCheck } from "../motif/check.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import type { Column, Shape } from "./shape.ts";

const score = (bits: number) => (Number.isFinite(bits) ? formatFixed(bits, 4) : "");
const finite = (bits: number) => (Number.isFinite(bits) ? bits : null);

const COLUMNS: readonly Column<MotifCheck>[] = [
  { head: "motif_id", text: ({ motif }) => motif.id },
  { head: "motif_alt_id", text: ({ motif }) => motif.name },
  { head: "file", text: ({ motif }) => motif.source },
  { head: "format", text: ({ format }) => format },
  { head: "numbers", text: (check) => numbersOf(check) },
  { head: "width", text: ({ motif }) => String(motif.width), right: true },
  { head: "sites", text: ({ motif }) => formatGeneral(motif.sites, 6), right: true },
  { head: "min_sum", text: ({ sums }) => formatGeneral(sums[0], 6), right: true },
  { head: "max_sum", text: ({ sums }) => formatGeneral(sums[1], 6), right: true },
  { head: "best_score", text: ({ bestScore }) => score(bestScore), right: true },
  { head: "worst_score", text: ({ worstScore }) => score(worstScore), right: true },
  { head: "smallest_p", text: ({ smallestP }) => formatGeneral(smallestP, 4), right: true },
  { head: "threshold", text: ({ threshold }) => score(threshold), right: true },
  { head: "oddities", text: ({ oddities }) => oddities.join("; ") },
];

/** On a terminal the sums and the file stand back. */
const TABLE_HEADS: Readonly<Record<string, string>> = {
  motif_id: "motif",
  motif_alt_id: "name",
  format: "format",
  numbers: "numbers",
  width: "width",
  sites: "sites",
  best_score: "best",
  worst_score: "worst",
  smallest_p: "smallest p",
  threshold: "threshold",
  oddities: "odd",
};

/** Motifs as they were understood; scores in bits, empty (null) where there is none. */
export const MOTIF_CHECK_SHAPE: Shape<MotifCheck> = {
  list: "motifs",
  item: "motif",
  tsv: COLUMNS,
  table: COLUMNS.filter(({ head }) => head in TABLE_HEADS).map((column) => ({
    ...column,
    head: TABLE_HEADS[column.head],
  })),
  json: (check) => ({
    id: check.motif.id,
    name: check.motif.name,
    source: check.motif.source,
    format: check.format,
    numbers: numbersOf(check),
    width: check.motif.width,
    sites: check.motif.sites,
    minSum: check.sums[0],
    maxSum: check.sums[1],
    bestScore: finite(check.bestScore),
    worstScore: finite(check.worstScore),
    smallestP: check.smallestP,
    threshold: finite(check.threshold),
    oddities: check.oddities,
  }),
};

function numbersOf({ motif }: MotifCheck): "counts" | "probabilities" {
  return motif.counts === undefined ? "probabilities" : "counts";
}
