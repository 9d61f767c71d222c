import { oneLine } from "../errors.ts";
import { formatGeneral } from "../printf.ts";
import { type ExpressionLevel, LEVEL_BOUNDS } from "../regulation/expression-parameters.ts";
import type { Paint } from "./columns.ts";
import type { HeatGene } from "./expression-heat-svg.ts";
import type { Drawing } from "./island-track.ts";

/** A sign for each level, twice side by side in a cell. */
const SHADES: Readonly<Record<"unicode" | "ascii", Readonly<Record<ExpressionLevel, string>>>> = {
  unicode: { off: "·", low: "░", medium: "▒", high: "█" },
  ascii: { off: ".", low: "-", medium: "+", high: "#" },
};

/** `▒▒ 0.0816`. */
const LEAST_CELL = 9;
const LONGEST_LABEL = 28;
const GAP = 2;

/**
 * Genes × cells: a line a gene, a column a cell, each with its level as a shade and its expression. Columns that do not fit
 * into the width go into further blocks below; heads are cut before that.
 */
export function expressionHeatText(
  cells: readonly string[],
  genes: readonly HeatGene[],
  drawing: Drawing,
  paint: Paint,
): string {
  const shades = drawing.ascii ? SHADES.ascii : SHADES.unicode;
  const labels = genes.map(({ label }) => cut(oneLine(label), LONGEST_LABEL));
  const labelWidth = Math.max(4, ...labels.map((label) => label.length));
  const room = drawing.columns - labelWidth;
  const full = Math.max(LEAST_CELL, ...cells.map((cell) => cell.length));
  const width = (full + GAP) * cells.length <= room ? full : LEAST_CELL;
  const perBlock = Math.max(1, Math.floor(room / (width + GAP)));
  const blocks: string[] = [];
  for (let first = 0; first < cells.length; first += perBlock) {
    const shown = cells.slice(first, first + perBlock);
    const head = shown.map((cell) => paint.bold(cut(cell, width).padEnd(width)));
    const rows = genes.map((gene, row) => {
      const values = gene.values.slice(first, first + perBlock);
      const texts = values.map(({ expression, level }) => {
        const text = formatGeneral(expression, 3).padEnd(width - 3);
        return `${coloured(shades[level].repeat(2), level, paint)} ${text}`;
      });
      return [labels[row].padEnd(labelWidth), ...texts];
    });
    blocks.push(
      [["gene".padEnd(labelWidth), ...head], ...rows].map((line) => `${line.join("  ").trimEnd()}\n`).join(""),
    );
  }
  return `${blocks.join("\n")}\n${legend(shades, paint)}`;
}

function legend(shades: Readonly<Record<ExpressionLevel, string>>, paint: Paint): string {
  const sign = (level: ExpressionLevel) => coloured(shades[level].repeat(2), level, paint);
  const { low, medium, high } = LEVEL_BOUNDS;
  return (
    `${sign("off")} off < ${low} ≤ ${sign("low")} low < ${medium} ≤ ${sign("medium")} medium < ${high} ≤ ${sign("high")} high\n` +
    "P(polymerase bound) × silencing, uncalibrated: compare a gene's cells by ratios.\n"
  );
}

function coloured(text: string, level: ExpressionLevel, { dim, blue, green, yellow }: Paint): string {
  return { off: dim, low: blue, medium: green, high: yellow }[level](text);
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}~`;
}
