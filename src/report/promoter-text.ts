import { oneLine } from "../errors.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import { isUsualDistance, USUAL_DISTANCE } from "../regulation/core-pair.ts";
import type { FoundElement } from "../regulation/elements.ts";
import type { PredictedPromoter } from "../regulation/promoter-calls.ts";
import { inAscii } from "./ascii.ts";
import { alignedLines, type Paint } from "./columns.ts";
import { promoterMap, type RecordBounds } from "./promoter-map.ts";
import { type AnyPromoter, isPredicted, kindOf, PROMOTER_SHAPE } from "./promoter-shape.ts";
import type { Shape } from "./shape.ts";

/** A promoter with what its record holds round it. */
export interface PlacedPromoter {
  readonly promoter: AnyPromoter;
  readonly bounds: RecordBounds;
}

export interface PromoterTextOptions {
  readonly map: boolean;
  /** ASCII characters alone. */
  readonly ascii: boolean;
  readonly explain: boolean;
  readonly columns: number;
}

/** Promoters as text for people, a block each: a heading, the map, what the call rests on. */
export function promoterTextShape(options: PromoterTextOptions, paint: Paint): Shape<PlacedPromoter> {
  return {
    list: PROMOTER_SHAPE.list,
    item: PROMOTER_SHAPE.item,
    json: ({ promoter }) => promoter,
    other: { table: (placed) => promoterText(placed, options, paint) },
  };
}

function promoterText({ promoter, bounds }: PlacedPromoter, options: PromoterTextOptions, paint: Paint): string {
  const parts = [heading(promoter, paint)];
  if (options.map) parts.push(promoterMap(promoter, bounds, options.columns));
  if (options.explain) parts.push(elementTable(promoter, paint));
  if (options.explain && isPredicted(promoter)) parts.push(termTable(promoter, paint));
  const text = `${parts.join("\n")}\n`;
  return options.ascii ? inAscii(text) : text;
}

function heading(promoter: AnyPromoter, paint: Paint): string {
  const { sequence, tss, strand, island, cpgClass, cpgClassCut } = promoter;
  const kind = kindOf(promoter) || "promoter";
  const cut = cpgClassCut ? " (from what the record holds)" : "";
  const cover = island === undefined ? "no island" : `island ${island.start}–${island.end}`;
  const first = `${paint.bold(oneLine(kind))}  ${oneLine(sequence)} ${tss} ${strand}   class ${promoter.class}, ${cpgClass}${cut}   ${cover}\n`;
  return isPredicted(promoter) ? first + scoreLine(promoter) : first;
}

function scoreLine({ score, otherStrandScore, expectedFalseCallsPerMb, cut }: PredictedPromoter): string {
  const other = otherStrandScore === null ? "none" : formatFixed(otherStrandScore, 2);
  const expected =
    expectedFalseCallsPerMb === null
      ? "false calls: not measured for this model"
      : `false calls per Mb at this score: ${formatGeneral(expectedFalseCallsPerMb, 2)}`;
  return `  score ${formatFixed(score, 2)} (opposite strand ${other})${cut ? ", windows cut at the record's end or unknown letters" : ""}; ${expected}\n`;
}

function elementTable({ elements, strand, cutWindows, tataInrDistance }: AnyPromoter, paint: Paint): string {
  const cut =
    cutWindows.length === 0 ? "" : `  windows cut at the record's end or unknown letters: ${cutWindows.join(", ")}\n`;
  if (elements.length === 0) return `  no elements\n${cut}`;
  const heads = ["  element", "offset", "strand", "score", "p", "window", "matrix"].map((head) => paint.bold(head));
  return (
    alignedLines(
      heads,
      elements.map((found) => elementRow(found, strand)),
    ) +
    distanceLine(tataInrDistance) +
    cut
  );
}

function distanceLine(distance: number | undefined): string {
  if (distance === undefined) return "";
  const verdict = isUsualDistance(distance) ? "as usual" : "unusual";
  return `  TATA box ${distance} bases before the initiator's A: ${verdict} (${USUAL_DISTANCE.from} to ${USUAL_DISTANCE.to})\n`;
}

function elementRow(found: FoundElement, promoterStrand: string): string[] {
  const { element, offset, strand, score, pValue, window, motif, cut } = found;
  return [
    `  ${element}`,
    String(offset),
    strand === promoterStrand ? "+" : "-",
    formatFixed(score, 2),
    formatGeneral(pValue, 2),
    `column ${window.column} at ${window.from}..${window.to}${cut ? " (cut)" : ""}`,
    motif,
  ];
}

/** The largest contributions first. */
function termTable({ intercept, terms, score }: PredictedPromoter, paint: Paint): string {
  const heads = ["  term", "value", "weight", "contribution"].map((head) => paint.bold(head));
  const rows = [...terms]
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .map(({ name, value, weight, contribution }) => [
      `  ${name}`,
      formatFixed(value, 3),
      formatFixed(weight, 4),
      formatFixed(contribution, 4),
    ]);
  return alignedLines(heads, [
    ["  intercept", "", "", formatFixed(intercept, 4)],
    ...rows,
    ["  score", "", "", formatFixed(score, 4)],
  ]);
}
