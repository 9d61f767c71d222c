import { formatGeneral } from "../printf.ts";
import { xmlText } from "../xml.ts";
import type { DrawnNode } from "./graph-text.ts";
import { svgDocument, svgNumber } from "./svg.ts";

const [BOX_WIDTH, BOX_HEIGHT] = [96, 58];
const [STEP_X, STEP_Y] = [150, 78];
const MARGIN = 20;
const LEGEND = 30;
/** Blue and vermilion of Okabe & Ito (2008); value is also above, gradient below. */
const [VALUE, GRADIENT] = ["#0072B2", "#B84A00"];

/** Of a box, or of a gap for an arrow; `height` in rows. */
interface Place {
  readonly column: number;
  row: number;
  readonly height: number;
}

const GAP = 0.3;

/** A computational graph from left (inputs) to right (result): in each box the operator, its value above, its gradient below. */
export function graphSvg(nodes: readonly DrawnNode[], title: string): string {
  const places = placed(nodes);
  const arrows = nodes.flatMap(({ from }, i) =>
    from.map((parent, k) => {
      const [start, end] = [places[parent], places[i]];
      return { start, end, k, count: from.length, gaps: gapsBetween(start, end) };
    }),
  );
  const all = [...places, ...arrows.flatMap(({ gaps }) => gaps)];
  spread(all);
  const last = (of: (place: Place) => number) => all.reduce((most, place) => Math.max(most, of(place)), 0);
  const width = 2 * MARGIN + STEP_X * last(({ column }) => column) + BOX_WIDTH;
  const height = 2 * MARGIN + LEGEND + STEP_Y * last(({ row }) => row) + BOX_HEIGHT;
  const edges = arrows.map(({ start, gaps, end, k, count }) => edge(start, gaps, end, k, count));
  const boxes = nodes.map((node, i) => box(node, places[i]));
  const arrow = `<marker id="arrow" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"><path d="M0 0L8 4L0 8z" fill="#555"/></marker>\n`;
  const legend =
    `<text x="${MARGIN}" y="${svgNumber(height - 12)}" fill="${VALUE}">above: value</text>` +
    `<text x="${MARGIN + 90}" y="${svgNumber(height - 12)}" fill="${GRADIENT}">below: gradient</text>\n`;
  return svgDocument(Math.max(width, 220), height, title, `${arrow}${edges.join("")}${boxes.join("")}${legend}`);
}

const left = ({ column }: Place) => MARGIN + STEP_X * column;
const top = ({ row }: Place) => MARGIN + STEP_Y * row;

/** Columns by distance from the inputs; inputs one above the other, other nodes halfway between what they are made from. */
function placed(nodes: readonly DrawnNode[]): Place[] {
  const places: Place[] = [];
  let inputs = 0;
  for (const { from } of nodes) {
    if (from.length === 0) places.push({ column: 0, row: inputs++, height: 1 });
    else {
      const parents = from.map((parent) => places[parent]);
      const column = 1 + Math.max(...parents.map((parent) => parent.column));
      const row = parents.reduce((sum, parent) => sum + parent.row, 0) / parents.length;
      places.push({ column, row, height: 1 });
    }
  }
  return places;
}

/** Gaps for an arrow in the columns that it passes. */
function gapsBetween(from: Place, to: Place): Place[] {
  return Array.from({ length: Math.max(0, to.column - from.column - 1) }, (_, i) => {
    const share = (i + 1) / (to.column - from.column);
    return { column: from.column + i + 1, row: from.row + share * (to.row - from.row), height: GAP };
  });
}

/** Pushes boxes and gaps of one column apart that would cover each other. */
function spread(places: readonly Place[]): void {
  const columns = new Map<number, Place[]>();
  for (const place of places) columns.set(place.column, [...(columns.get(place.column) ?? []), place]);
  for (const column of columns.values()) {
    column.sort((a, b) => a.row - b.row || a.height - b.height);
    column.forEach((place, i) => {
      const above = column[i - 1];
      if (i > 0) place.row = Math.max(place.row, above.row + (above.height + place.height) / 2);
    });
  }
}

/** From the right side of one box to the left side of the other; several arrows into a box end apart. */
function edge(from: Place, gaps: readonly Place[], to: Place, k: number, count: number): string {
  const middle = (place: Place) => top(place) + BOX_HEIGHT / 2;
  let [x, y] = [left(from) + BOX_WIDTH, middle(from)];
  let curve = `M${svgNumber(x)} ${svgNumber(y)}`;
  const bendTo = (nextX: number, nextY: number) => {
    const half = svgNumber((x + nextX) / 2);
    curve += `C${half} ${svgNumber(y)} ${half} ${svgNumber(nextY)} ${svgNumber(nextX)} ${svgNumber(nextY)}`;
    [x, y] = [nextX, nextY];
  };
  for (const gap of gaps) {
    bendTo(left(gap), middle(gap));
    x = left(gap) + BOX_WIDTH;
    curve += `H${svgNumber(x)}`;
  }
  bendTo(left(to) - 2, top(to) + (BOX_HEIGHT * (k + 1)) / (count + 1));
  return `<path d="${curve}" fill="none" stroke="#555" marker-end="url(#arrow)"/>\n`;
}

function box({ label, value, gradient }: DrawnNode, place: Place): string {
  const [x, y] = [left(place), top(place)];
  const text = (line: number, words: string, style: string) =>
    `<text x="${svgNumber(x + BOX_WIDTH / 2)}" y="${svgNumber(y + 17 + 17 * line)}" text-anchor="middle" ${style}>${xmlText(words)}</text>`;
  return (
    `<rect x="${svgNumber(x)}" y="${svgNumber(y)}" width="${BOX_WIDTH}" height="${BOX_HEIGHT}" rx="8" fill="#fff" stroke="#000"/>` +
    text(0, formatGeneral(value, 6), `fill="${VALUE}"`) +
    text(1, label, 'font-weight="bold"') +
    `${text(2, formatGeneral(gradient, 6), `fill="${GRADIENT}"`)}\n`
  );
}
