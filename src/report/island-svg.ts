import type { CpgIsland } from "../cpg/island.ts";
import { formatFixed, withCommas } from "../printf.ts";
import { xmlText } from "../xml.ts";
import type { TrackRecord } from "./island-track.ts";
import { axisTicks, svgDocument, svgNumber } from "./svg.ts";

export interface IslandRecord extends TrackRecord {
  readonly islands: readonly CpgIsland[];
}

const WIDTH = 900;
const MARGIN = 20;
const ROW_HEIGHT = 78;
const TOP = 34;
const TICKS = 8;
/** An island is at least so many pixels wide: it would not be seen otherwise. */
const LEAST_WIDTH = 1.5;

/** Islands of every record on a line from end to end; pointing at one shows its numbers. */
export function islandSvg(records: readonly IslandRecord[], method: string): string {
  const heading = `CpG islands (${method})`;
  const rows = records.map((record, i) => recordRow(record, TOP + i * ROW_HEIGHT)).join("");
  const title = `<text x="${MARGIN}" y="22" font-weight="bold">${xmlText(heading)}</text>\n`;
  return svgDocument(WIDTH, TOP + Math.max(1, records.length) * ROW_HEIGHT, heading, title + rows);
}

function recordRow({ name, length, islands }: IslandRecord, top: number): string {
  const scale = (WIDTH - 2 * MARGIN) / Math.max(1, length);
  const x = (position: number) => MARGIN + position * scale;
  const count = `${islands.length} island${islands.length === 1 ? "" : "s"}`;
  const label = `${xmlText(name)} · ${withCommas(length)} bp · ${count}`;
  const line = `<line x1="${MARGIN}" x2="${WIDTH - MARGIN}" y1="32" y2="32" stroke="#888"/>\n`;
  return (
    `<g transform="translate(0 ${top})">\n<text x="${MARGIN}" y="14">${label}</text>\n${line}` +
    `${axis(length, x)}${islands.map((island) => islandBox(island, x)).join("")}</g>\n`
  );
}

function axis(length: number, x: (position: number) => number): string {
  return axisTicks(0, length, TICKS)
    .map((tick) => {
      const at = svgNumber(x(tick));
      const anchor = tick === 0 ? "start" : "middle";
      return (
        `<line x1="${at}" x2="${at}" y1="40" y2="45" stroke="#888"/>` +
        `<text x="${at}" y="57" font-size="10" fill="#555" text-anchor="${anchor}">${withCommas(tick)}</text>\n`
      );
    })
    .join("");
}

function islandBox({ start, end, cpgCount, gcPercent, obsExp }: CpgIsland, x: (position: number) => number): string {
  const width = Math.max(LEAST_WIDTH, x(end) - x(start));
  const facts = [
    `${withCommas(start)}–${withCommas(end)} (${withCommas(end - start)} bp)`,
    `${cpgCount} CpGs`,
    `${formatFixed(gcPercent, 1)} % GC`,
    `observed/expected ${formatFixed(obsExp, 2)}`,
  ];
  const box = `x="${svgNumber(x(start))}" y="24" width="${svgNumber(width)}" height="16"`;
  return `<rect ${box} fill="#2a7f3f"><title>${facts.join(", ")}</title></rect>\n`;
}
