import { power } from "../power.ts";
import { xmlText } from "../xml.ts";
import { svgDocument, svgNumber } from "./svg.ts";

type Range = readonly [number, number];

export interface ContourPlot {
  readonly title: string;
  readonly x: Range;
  readonly y: Range;
  readonly value: (x: number, y: number) => number;
  readonly minimum: readonly [number, number];
  readonly paths: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[];
}

const WIDTH = 640;
const HEIGHT = 420;
const LEGEND = 150;
const MARGIN = 30;
/** Cells of the grid that contours are followed on. */
const CELLS = 120;
const LEVELS = 14;

/** Colours that also colour-blind readers tell apart (Okabe & Ito 2008), and dashes beside them. */
export const COLOURS = [
  "#0072B2",
  "#D55E00",
  "#009E73",
  "#CC79A7",
  "#E69F00",
  "#56B4E9",
  "#000000",
  "#882255",
  "#999933",
];
export const DASHES = ["", "6 3", "2 2", "8 3 2 3"];

/** Contour lines of a surface with the ways that were walked on it. */
export function contourSvg(plot: ContourPlot): string {
  const px = (x: number) => MARGIN + ((x - plot.x[0]) / (plot.x[1] - plot.x[0])) * WIDTH;
  const py = (y: number) => MARGIN + ((plot.y[1] - y) / (plot.y[1] - plot.y[0])) * HEIGHT;
  const frame = `<rect x="${MARGIN}" y="${MARGIN}" width="${WIDTH}" height="${HEIGHT}"`;
  const clip = `<clipPath id="frame">${frame}/></clipPath>\n`;
  const contours = `<path d="${contourPath(plot, px, py)}" fill="none" stroke="#bbb" stroke-width="0.7"/>\n`;
  const [mx, my] = plot.minimum;
  const goal = `<circle cx="${svgNumber(px(mx))}" cy="${svgNumber(py(my))}" r="5" fill="none" stroke="#000"/>\n`;
  const lines = plot.paths.map(({ points }, i) => walk(points, i, px, py)).join("");
  const legend = plot.paths.map(({ name }, i) => legendLine(name, i)).join("");
  const box = `${frame} fill="none" stroke="#000"/>\n`;
  const body = `${clip}<g clip-path="url(#frame)">\n${contours}${goal}${lines}</g>\n${box}${axisLabels(plot)}${legend}`;
  return svgDocument(WIDTH + LEGEND + 2 * MARGIN, HEIGHT + 2 * MARGIN, plot.title, body);
}

function walk(
  points: readonly (readonly [number, number])[],
  i: number,
  px: (x: number) => number,
  py: (y: number) => number,
): string {
  const d = points.map(([x, y]) => `${svgNumber(px(x))},${svgNumber(py(y))}`).join(" ");
  return `<polyline points="${d}" fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="1.6"${dash(i)}/>\n`;
}

const dash = (i: number) =>
  DASHES[i % DASHES.length] === "" ? "" : ` stroke-dasharray="${DASHES[i % DASHES.length]}"`;

function legendLine(name: string, i: number): string {
  const [x, y] = [WIDTH + 2 * MARGIN, MARGIN + 14 + 20 * i];
  const line = `<line x1="${x - 10}" x2="${x + 20}" y1="${y - 4}" y2="${y - 4}" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="2"${dash(i)}/>`;
  return `${line}<text x="${x + 26}" y="${y}">${xmlText(name)}</text>\n`;
}

function axisLabels({ x, y }: ContourPlot): string {
  const bottom = HEIGHT + MARGIN + 16;
  const at = (left: number, top: number, text: string, anchor: string) =>
    `<text x="${left}" y="${top}" text-anchor="${anchor}">${text}</text>\n`;
  return (
    at(MARGIN, bottom, `x ${x[0]}`, "start") +
    at(MARGIN + WIDTH, bottom, String(x[1]), "end") +
    at(MARGIN - 4, HEIGHT + MARGIN, String(y[0]), "end") +
    at(MARGIN - 4, MARGIN + 10, String(y[1]), "end")
  );
}

/** Contour lines by marching triangles: each cell of the grid is cut into two, each of which a level crosses in one line. */
function contourPath({ x, y, value }: ContourPlot, px: (x: number) => number, py: (y: number) => number): string {
  const at = (range: Range, i: number) => range[0] + ((range[1] - range[0]) * i) / CELLS;
  const grid = Array.from({ length: CELLS + 1 }, (_, i) =>
    Array.from({ length: CELLS + 1 }, (__, j) => value(at(x, i), at(y, j))),
  );
  const corner = (i: number, j: number): Corner => ({ x: px(at(x, i)), y: py(at(y, j)), z: grid[i][j] });
  let d = "";
  for (const level of levels(grid.flat())) {
    for (let i = 0; i < CELLS; i++) {
      for (let j = 0; j < CELLS; j++) {
        const [a, b, c, e] = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)];
        d += crossing([a, b, c], level) + crossing([a, c, e], level);
      }
    }
  }
  return d;
}

interface Corner {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Levels that lie closer together near the bottom, as the values do. */
function levels(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  return Array.from({ length: LEVELS }, (_, k) => sorted[Math.floor(sorted.length * power((k + 0.5) / LEVELS, 1.5))]);
}

function crossing(triangle: readonly Corner[], level: number): string {
  const points: string[] = [];
  triangle.forEach((a, i) => {
    const b = triangle[(i + 1) % 3];
    if (a.z < level === b.z < level) return;
    const share = (level - a.z) / (b.z - a.z);
    points.push(`${svgNumber(a.x + share * (b.x - a.x))} ${svgNumber(a.y + share * (b.y - a.y))}`);
  });
  return points.length === 2 ? `M${points[0]}L${points[1]}` : "";
}
