import { formatFixed, formatGeneral } from "../printf.ts";
import { type Search, shownThreshold } from "../scan/search.ts";
import { oneBasedClosed } from "../sequence/interval.ts";
import type { HitRow } from "./scan-rows.ts";
import type { Column, ParquetColumn, Shape } from "./shape.ts";

const start = (hit: HitRow) => String(oneBasedClosed(hit).start);
const stop = (hit: HitRow) => String(oneBasedClosed(hit).stop);
const q = (hit: HitRow) => (hit.qValue === undefined ? "" : formatGeneral(hit.qValue, 4));

/** FIMO's ten columns, 1-based closed. */
const TSV: readonly Column<HitRow>[] = [
  { head: "motif_id", text: ({ motif }) => motif },
  { head: "motif_alt_id", text: ({ name }) => name },
  { head: "sequence_name", text: ({ sequence }) => sequence },
  { head: "start", text: start },
  { head: "stop", text: stop },
  { head: "strand", text: ({ strand }) => strand },
  { head: "score", text: ({ score }) => formatFixed(score, 4) },
  { head: "p-value", text: ({ pValue }) => formatGeneral(pValue, 4) },
  { head: "q-value", text: q },
  { head: "matched_sequence", text: ({ matched }) => matched },
];

/** JSON's fields under the same names, 0-based half-open. */
const PARQUET: readonly ParquetColumn<HitRow>[] = [
  { name: "motif", kind: "category", value: ({ motif }) => motif },
  { name: "name", kind: "category", value: ({ name }) => name },
  { name: "sequence", kind: "category", value: ({ sequence }) => sequence },
  { name: "start", kind: "coordinate", value: ({ start }) => start },
  { name: "end", kind: "coordinate", value: ({ end }) => end },
  { name: "strand", kind: "category", value: ({ strand }) => strand },
  { name: "score", kind: "number", value: ({ score }) => score },
  { name: "pValue", kind: "number", value: ({ pValue }) => pValue },
  { name: "qValue", kind: "number", nullable: true, value: ({ qValue }) => qValue },
  { name: "matched", kind: "text", value: ({ matched }) => matched },
];

/** Motif hits: BED6, ENCODE narrowPeak (signal in bits, −log10 p and q, peak in the middle), GFF3 `TF_binding_site`. */
export const HIT_SHAPE: Shape<HitRow> = {
  list: "hits",
  item: "hit",
  tsv: TSV,
  table: [
    { head: "sequence", text: ({ sequence }) => sequence },
    { head: "start", text: start, right: true },
    { head: "stop", text: stop, right: true },
    { head: "strand", text: ({ strand }) => strand },
    { head: "motif", text: ({ motif }) => motif },
    { head: "name", text: ({ name }) => name },
    { head: "score", text: ({ score }) => formatFixed(score, 2), right: true },
    { head: "p-value", text: ({ pValue }) => formatGeneral(pValue, 3), right: true },
    { head: "q-value", text: q, right: true },
    { head: "site", text: ({ matched }) => matched },
  ],
  json: ({ rank: _, ...hit }) => hit,
  bed: (hit) => [hit.sequence, hit.start, hit.end, hit.motif, bedScore(hit.pValue), hit.strand],
  gff3: (hit) => ({
    sequence: hit.sequence,
    start: hit.start,
    end: hit.end,
    type: "TF_binding_site",
    score: formatFixed(hit.score, 4),
    strand: hit.strand,
    attributes: [
      ["Name", hit.motif],
      ...(hit.name === "" ? [] : [["Alias", hit.name] as const]),
      ["pvalue", formatGeneral(hit.pValue, 4)],
      ...(hit.qValue === undefined ? [] : [["qvalue", q(hit)] as const]),
      ["sequence", hit.matched],
    ],
  }),
  parquet: PARQUET,
  other: { narrowpeak: narrowPeak },
};

function narrowPeak(hit: HitRow): string {
  const place = [hit.sequence, hit.start, hit.end, hit.motif, bedScore(hit.pValue), hit.strand];
  const values = [
    formatFixed(hit.score, 4),
    minusLog10(hit.pValue),
    minusLog10(hit.qValue),
    (hit.end - hit.start) >> 1,
  ];
  return `${[...place, ...values].join("\t")}\n`;
}

function minusLog10(p: number | undefined): string {
  return p === undefined ? "-1" : formatFixed(-Math.log10(p), 4);
}

/** min(1000, −100·log10 p), as FIMO's peers scale it. */
function bedScore(pValue: number): number {
  return Math.min(1000, Math.round(-100 * Math.log10(pValue)));
}

/** The same without the column of q-values in the table, for scans that compute none. */
export const HIT_SHAPE_WITHOUT_Q: Shape<HitRow> = {
  ...HIT_SHAPE,
  table: HIT_SHAPE.table!.filter(({ head }) => head !== "q-value"),
};

/** What JSON says of a motif that was scanned with; `threshold` is null when no word can be a hit. */
export function motifSummary(search: Search): object {
  const { id, name, width, sites, source } = search.motif;
  const shown = search.shownScore ?? ((score: number) => score);
  const threshold = shownThreshold(search);
  return {
    id,
    name,
    width,
    sites,
    maxScore: shown(search.matrix.maxScore),
    threshold: Number.isFinite(threshold) ? shown(threshold) : null,
    source,
  };
}
