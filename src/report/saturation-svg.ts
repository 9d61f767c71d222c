import { powerOfTwo } from "../power.ts";
import { formatGeneral, withCommas } from "../printf.ts";
import { xmlText } from "../xml.ts";
import type { SaturationRow } from "./experiment-shape.ts";
import { changeColour } from "./heat-scale.ts";
import { svgDocument, svgNumber } from "./svg.ts";

/** The changes of one promoter in one cell, by position. */
export interface SaturationMap {
  readonly title: string;
  readonly rows: readonly SaturationRow[];
}

const MARGIN = 16;
const LEFT = 40;
const FIELD_WIDTH = 7;
const FIELD_HEIGHT = 11;
const POSITIONS_A_LINE = 150;
const LINE_HEIGHT = 4 * FIELD_HEIGHT + 44;
const HEADING_HEIGHT = 26;
const TICK_EVERY = 10;
/** Effects are drawn up to the strongest one, but at least to a factor of two. */
const LEAST_SPAN = 1;
const LEGEND_STEPS = 41;
const BASES = "ACGT";

/** Every promoter as lines of fields, four bases high: blue where a change costs expression, red where it adds to it. */
export function saturationSvg(maps: readonly SaturationMap[]): string {
  const span = Math.max(LEAST_SPAN, ...maps.map(({ rows }) => strongest(rows)));
  let y = 34;
  const parts = maps.map((map) => {
    const drawn = drawMap(map, y, span);
    y += drawn.height;
    return drawn.text;
  });
  const title = "Effect of every single-base change on expression";
  const heading = `<text x="${MARGIN}" y="22" font-weight="bold">${title}</text>\n`;
  const width = LEFT + POSITIONS_A_LINE * FIELD_WIDTH + MARGIN;
  return svgDocument(width, y + 44, title, heading + parts.join("") + legend(y + 4, span));
}

/** Largest |log2 effect|; changes of the CpG class stand apart and do not count. */
function strongest(rows: readonly SaturationRow[]): number {
  return rows.reduce((most, { effect, classChanged }) => {
    return classChanged ? most : Math.max(most, Math.abs(Math.log2(effect)));
  }, 0);
}

function drawMap({ title, rows }: SaturationMap, top: number, span: number): { text: string; height: number } {
  const positions = byPosition(rows);
  const lines = Array.from({ length: Math.ceil(positions.length / POSITIONS_A_LINE) }, (_, i) =>
    positions.slice(i * POSITIONS_A_LINE, (i + 1) * POSITIONS_A_LINE),
  );
  const heading = `<text x="${MARGIN}" y="${top + 14}">${xmlText(title)}</text>\n`;
  const drawn = lines.map((line, i) => drawLine(line, top + HEADING_HEIGHT + i * LINE_HEIGHT, span));
  return { text: heading + drawn.join(""), height: HEADING_HEIGHT + lines.length * LINE_HEIGHT };
}

function byPosition(rows: readonly SaturationRow[]): SaturationRow[][] {
  const positions = new Map<number, SaturationRow[]>();
  for (const row of rows) positions.set(row.start, [...(positions.get(row.start) ?? []), row]);
  return [...positions.values()];
}

function drawLine(positions: readonly SaturationRow[][], top: number, span: number): string {
  const letters = [...BASES].map((base, i) => {
    const y = svgNumber(top + (i + 0.85) * FIELD_HEIGHT);
    return `<text x="${LEFT - 8}" y="${y}" font-size="10" text-anchor="end">${base}</text>`;
  });
  return `${letters.join("")}\n${positions.map((rows, i) => drawPosition(rows, LEFT + i * FIELD_WIDTH, top, span)).join("")}`;
}

function drawPosition(rows: readonly SaturationRow[], x: number, top: number, span: number): string {
  const [{ ref, offset, start }] = rows;
  const fields = rows.map((row) => field(row, x, top, span));
  const own = `<rect x="${x}" y="${top + BASES.indexOf(ref) * FIELD_HEIGHT}" width="${FIELD_WIDTH}" height="${FIELD_HEIGHT}" fill="#ccc"/>`;
  const bottom = top + 4 * FIELD_HEIGHT;
  const letter = `<text x="${x + FIELD_WIDTH / 2}" y="${bottom + 9}" font-size="8" text-anchor="middle">${ref}</text>`;
  const tick = offset % TICK_EVERY === 0 ? tickAt(x + FIELD_WIDTH / 2, bottom + 11, offset, start) : "";
  return `${fields.join("")}${own}${letter}${tick}\n`;
}

function field({ alt, ref, start, offset, expression, effect }: SaturationRow, x: number, top: number, span: number) {
  const y = top + BASES.indexOf(alt) * FIELD_HEIGHT;
  const about = `${withCommas(start)} (${offset}) ${ref}>${alt}: ×${formatGeneral(effect, 3)}, ${formatGeneral(expression, 3)}`;
  const box = `x="${x}" y="${y}" width="${FIELD_WIDTH}" height="${FIELD_HEIGHT}"`;
  return `<rect ${box} fill="${changeColour(Math.log2(effect) / span)}"><title>${about}</title></rect>`;
}

/** The offset from the start site; every fifth one is written. */
function tickAt(x: number, y: number, offset: number, start: number): string {
  const line = `<line x1="${x}" x2="${x}" y1="${y}" y2="${y + 4}" stroke="#666"/>`;
  if (offset % (5 * TICK_EVERY) !== 0) return line;
  const about = `<title>${withCommas(start)}</title>`;
  return `${line}<text x="${x}" y="${y + 15}" font-size="10" text-anchor="middle">${offset}${about}</text>`;
}

function legend(y: number, span: number): string {
  const width = 5;
  const fields = Array.from({ length: LEGEND_STEPS }, (_, i) => {
    const fill = changeColour((2 * i) / (LEGEND_STEPS - 1) - 1);
    return `<rect x="${LEFT + i * width}" y="${y}" width="${width}" height="12" fill="${fill}"/>`;
  });
  const end = LEFT + LEGEND_STEPS * width;
  const texts = [
    [LEFT, `×${formatGeneral(powerOfTwo(-span), 2)}`],
    [(LEFT + end) / 2, "×1"],
    [end, `×${formatGeneral(powerOfTwo(span), 2)}`],
  ].map(([x, text]) => `<text x="${x}" y="${y + 24}" font-size="10" text-anchor="middle">${text}</text>`);
  const about = "effect on expression; grey: the base that is there; positions count from the start site";
  return `${fields.join("")}${texts.join("")}<text x="${end + 16}" y="${y + 10}" font-size="10" fill="#555">${about}</text>\n`;
}
