import { formatGeneral } from "../printf.ts";
import type { ExpressionLevel } from "../regulation/expression-parameters.ts";
import { xmlText } from "../xml.ts";
import { BOUNDS, expressionShare, heatColour, LOWEST_SHOWN } from "./heat-scale.ts";
import { svgDocument, svgNumber } from "./svg.ts";

/** A promoter with its expression in each cell. */
export interface HeatGene {
  readonly label: string;
  readonly values: readonly { readonly expression: number; readonly level: ExpressionLevel }[];
}

const CELL_WIDTH = 74;
const CELL_HEIGHT = 24;
const MARGIN = 16;
const TITLE_HEIGHT = 30;
const LETTER_WIDTH = 7;
const LEGEND_WIDTH = 240;
const LEGEND_LEFT = MARGIN + 20;
const LEGEND_STEPS = 60;

/** Genes × cells as coloured fields with their numbers, and the scale below. */
export function expressionHeatSvg(cells: readonly string[], genes: readonly HeatGene[], title: string): string {
  const left = MARGIN + LETTER_WIDTH * Math.max(4, ...genes.map(({ label }) => label.length)) + 8;
  const top = TITLE_HEIGHT + 20 + Math.ceil(0.6 * LETTER_WIDTH * Math.max(0, ...cells.map((cell) => cell.length)));
  const right = left + CELL_WIDTH * cells.length;
  const bottom = top + CELL_HEIGHT * genes.length;
  const heads = cells.map((cell, i) => head(cell, left + (i + 0.5) * CELL_WIDTH, top - 8));
  const rows = genes.map((gene, i) => row(gene, cells, left, top + i * CELL_HEIGHT));
  const heading = `<text x="${MARGIN}" y="22" font-weight="bold">${xmlText(title)}</text>\n`;
  const width = Math.max(right + 40, LEGEND_LEFT + LEGEND_WIDTH + 40, MARGIN * 2 + LETTER_WIDTH * title.length);
  return svgDocument(width, bottom + 76, title, heading + heads.join("") + rows.join("") + legend(bottom + 22));
}

function head(cell: string, x: number, y: number): string {
  const at = `${svgNumber(x)} ${svgNumber(y)}`;
  return `<text transform="translate(${at}) rotate(-30)">${xmlText(cell)}</text>\n`;
}

function row({ label, values }: HeatGene, cells: readonly string[], left: number, y: number): string {
  const name = `<text x="${svgNumber(left - 8)}" y="${y + 16}" text-anchor="end">${xmlText(label)}</text>\n`;
  const fields = values.map(({ expression, level }, i) => {
    const { fill, text } = heatColour(expressionShare(expression));
    const x = left + i * CELL_WIDTH;
    const about = `${label}, ${cells[i]}: ${formatGeneral(expression, 4)} (${level})`;
    return (
      `<g><title>${xmlText(about)}</title>` +
      `<rect x="${x}" y="${y}" width="${CELL_WIDTH - 1}" height="${CELL_HEIGHT - 1}" fill="${fill}"/>` +
      `<text x="${x + CELL_WIDTH / 2}" y="${y + 16}" text-anchor="middle" font-size="11" fill="${text}">` +
      `${formatGeneral(expression, 3)}</text></g>\n`
    );
  });
  return name + fields.join("");
}

/** The scale with the bounds between off, low, medium and high. */
function legend(y: number): string {
  const step = LEGEND_WIDTH / LEGEND_STEPS;
  const fields = Array.from({ length: LEGEND_STEPS }, (_, i) => {
    const { fill } = heatColour((i + 0.5) / LEGEND_STEPS);
    return `<rect x="${svgNumber(LEGEND_LEFT + i * step)}" y="${y}" width="${svgNumber(step + 0.5)}" height="12" fill="${fill}"/>`;
  });
  const ticks = [LOWEST_SHOWN, ...BOUNDS, 1].map((value) => {
    const x = svgNumber(LEGEND_LEFT + expressionShare(value) * LEGEND_WIDTH);
    const text = value === LOWEST_SHOWN ? `≤ ${value}` : String(value);
    return (
      `<line x1="${x}" x2="${x}" y1="${y}" y2="${y + 16}" stroke="#444"/>` +
      `<text x="${x}" y="${y + 27}" font-size="10" text-anchor="middle">${text}</text>\n`
    );
  });
  const middles = [LOWEST_SHOWN, ...BOUNDS, 1].map(expressionShare);
  const names = ["off", "low", "medium", "high"].map((name, i) => {
    const x = svgNumber(LEGEND_LEFT + ((middles[i] + middles[i + 1]) / 2) * LEGEND_WIDTH);
    return `<text x="${x}" y="${y + 39}" font-size="10" fill="#555" text-anchor="middle">${name}</text>\n`;
  });
  return `${fields.join("")}\n${ticks.join("")}${names.join("")}`;
}
