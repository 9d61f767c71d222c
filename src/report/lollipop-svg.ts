import { formatFixed, withCommas } from "../printf.ts";
import type { Interval } from "../sequence/interval.ts";
import { xmlText } from "../xml.ts";
import type { LollipopRecord } from "./lollipop-text.ts";
import { axisTicks, svgDocument, svgNumber } from "./svg.ts";

const WIDTH = 900;
const MARGIN = 24;
const ROW_HEIGHT = 124;
const TOP = 40;
const BASELINE = 74;
const STICK = 38;
const RADIUS = 5;
const TICKS = 8;
/** More CpGs than these would lie on top of each other as circles: then a stick's height is the level. */
const MOST_CIRCLES = 160;

/** Every CpG of every record as a lollipop whose shade is its level (white to black), islands below the line. */
export function lollipopSvg(records: readonly LollipopRecord[], what: string): string {
  const heading = `CpG methylation (${what})`;
  const rows = records.map((record, i) => recordRow(record, TOP + i * ROW_HEIGHT)).join("");
  const title = `<text x="${MARGIN}" y="24" font-weight="bold">${xmlText(heading)}</text>\n`;
  return svgDocument(WIDTH, TOP + Math.max(1, records.length) * ROW_HEIGHT, heading, title + rows);
}

function recordRow(record: LollipopRecord, top: number): string {
  const { name, start, length, islands, positions } = record;
  const scale = (WIDTH - 2 * MARGIN) / Math.max(1, length);
  const x = (position: number) => MARGIN + (position - start) * scale;
  const label = `${xmlText(name)} · ${withCommas(length)} bp · ${positions.length} CpGs`;
  const boxes = islands.map((island) => islandBox(island, x));
  const line = `<line x1="${MARGIN}" x2="${WIDTH - MARGIN}" y1="${BASELINE}" y2="${BASELINE}" stroke="#888"/>\n`;
  const cpgs = positions.length > MOST_CIRCLES ? sticks(record, x) : circles(record, x);
  return (
    `<g transform="translate(0 ${top})">\n<text x="${MARGIN}" y="14">${label}</text>\n` +
    `${boxes.join("")}${line}${cpgs}${axis(start, length, x)}</g>\n`
  );
}

function islandBox({ start, end }: Interval, x: (position: number) => number): string {
  const width = Math.max(1.5, x(end) - x(start));
  const box = `x="${svgNumber(x(start))}" y="${BASELINE + 2}" width="${svgNumber(width)}" height="7" fill="#2a7f3f"`;
  return `<rect ${box}><title>CpG island ${withCommas(start)}–${withCommas(end)}</title></rect>\n`;
}

function circles({ positions, levels }: LollipopRecord, x: (position: number) => number): string {
  return positions
    .map((position, i) => {
      const at = svgNumber(x(position + 1));
      const head = BASELINE - STICK;
      const [fill, dash] = Number.isNaN(levels[i]) ? ["none", ' stroke-dasharray="2 2"'] : [shade(levels[i]), ""];
      return (
        `<path d="M${at} ${BASELINE}V${head + RADIUS}" stroke="#555"/>` +
        `<circle cx="${at}" cy="${head}" r="${RADIUS}" fill="${fill}" stroke="#333"${dash}>${tip(position, levels[i])}</circle>\n`
      );
    })
    .join("");
}

/** One line a pixel at most: the mean of the CpGs that fall on it. */
function sticks({ positions, levels }: LollipopRecord, x: (position: number) => number): string {
  const columns = new Map<number, { sum: number; count: number }>();
  for (const [i, position] of positions.entries()) {
    if (Number.isNaN(levels[i])) continue;
    const at = Math.round(2 * x(position + 1)) / 2;
    const column = columns.get(at) ?? { sum: 0, count: 0 };
    columns.set(at, { sum: column.sum + levels[i], count: column.count + 1 });
  }
  const path = [...columns].map(([at, { sum, count }]) => {
    const height = (sum / count) * (STICK + RADIUS);
    return `M${at} ${BASELINE}V${svgNumber(BASELINE - Math.max(0.5, height))}`;
  });
  const top = BASELINE - STICK - RADIUS;
  const frame = `<path d="M${MARGIN} ${top}H${WIDTH - MARGIN}" stroke="#ccc" stroke-dasharray="3 3"/>`;
  return `${frame}<text x="${MARGIN - 4}" y="${top + 4}" font-size="10" text-anchor="end">1</text><path d="${path.join("")}" stroke="#333" fill="none"/>\n`;
}

/** White for 0, black for 1. */
function shade(level: number): string {
  const grey = Math.round(255 * (1 - level));
  return `rgb(${grey},${grey},${grey})`;
}

function tip(position: number, level: number): string {
  const value = Number.isNaN(level) ? "no measurement" : `level ${formatFixed(level, 3)}`;
  return `<title>CpG ${withCommas(position)}, ${value}</title>`;
}

function axis(start: number, length: number, x: (position: number) => number): string {
  return axisTicks(start, start + length, TICKS)
    .map((tick) => {
      const at = svgNumber(x(tick));
      return (
        `<path d="M${at} ${BASELINE + 12}V${BASELINE + 16}" stroke="#888"/>` +
        `<text x="${at}" y="${BASELINE + 28}" font-size="10" fill="#555" text-anchor="middle">${withCommas(tick)}</text>\n`
      );
    })
    .join("");
}
