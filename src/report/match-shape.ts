import type { MotifMatch } from "../motif/compare.ts";
import { consensus } from "../motif/information.ts";
import { type Motif, reverseComplementMotif } from "../motif/motif.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import type { Paint, TableColumn } from "./columns.ts";
import type { Shape } from "./shape.ts";
import { renderTable } from "./table.ts";

export interface MatchRow extends MotifMatch {
  readonly query: Motif;
}

/** Matches between motifs with TOMTOM's columns; a target's consensus is turned where its orientation is `-`. */
export const MATCH_SHAPE: Shape<MatchRow> = {
  list: "matches",
  item: "match",
  tsv: [
    { head: "query_id", text: ({ query }) => query.id },
    { head: "query_alt_id", text: ({ query }) => query.name },
    { head: "target_id", text: ({ target }) => target.id },
    { head: "target_alt_id", text: ({ target }) => target.name },
    { head: "offset", text: ({ offset }) => String(offset) },
    { head: "orientation", text: ({ orientation }) => orientation },
    { head: "overlap", text: ({ overlap }) => String(overlap) },
    { head: "score", text: ({ score }) => formatFixed(score, 4) },
    { head: "p-value", text: ({ pValue }) => formatGeneral(pValue, 4) },
    { head: "e-value", text: ({ eValue }) => formatGeneral(eValue, 4) },
    { head: "q-value", text: ({ qValue }) => formatGeneral(qValue, 4) },
    { head: "query_consensus", text: ({ query }) => consensus(query) },
    { head: "target_consensus", text: orientedConsensus },
  ],
  json: ({ query, target, orientation, offset, overlap, score, pValue, eValue, qValue }) => ({
    query: query.id,
    target: target.id,
    targetName: target.name,
    source: target.source,
    orientation,
    offset,
    overlap,
    score,
    pValue,
    eValue,
    qValue,
  }),
};

function orientedConsensus({ target, orientation }: MotifMatch): string {
  return consensus(orientation === "+" ? target : reverseComplementMotif(target));
}

const TABLE: readonly TableColumn[] = [
  { head: "target" },
  { head: "name" },
  { head: "strand" },
  { head: "overlap", right: true },
  { head: "p-value", right: true },
  { head: "E-value", right: true },
  { head: "q-value", right: true },
  { head: "aligned" },
];

/** A query and its matches for people: the consensus words stand under the query's, column by column. */
export function matchTable(query: Motif, matches: readonly MotifMatch[], paint: Paint): string {
  const title = `${paint.bold(`${query.id}  ${query.name}`.trimEnd())}\n`;
  if (matches.length === 0) return `${title}no matches\n`;
  const before = matches.reduce((most, { offset }) => Math.max(most, offset), 0);
  const own = ["(query)", "", "", String(query.width), "", "", "", ".".repeat(before) + consensus(query)];
  const rows = matches.map((match) => [
    match.target.id,
    match.target.name,
    match.orientation,
    String(match.overlap),
    formatGeneral(match.pValue, 3),
    formatGeneral(match.eValue, 3),
    formatGeneral(match.qValue, 3),
    ".".repeat(before - match.offset) + orientedConsensus(match),
  ]);
  return title + renderTable(TABLE, [own, ...rows], paint);
}
