import { oneLine } from "../errors.ts";
import type { Interval } from "../sequence/interval.ts";
import type { Paint } from "./columns.ts";

/** One record with its islands, 0-based half-open. */
export interface TrackRecord {
  readonly name: string;
  readonly length: number;
  readonly islands: readonly Interval[];
}

/** How a picture in the terminal is drawn. */
export interface Drawing {
  /** Characters in a line. */
  readonly columns: number;
  /** ASCII characters alone. */
  readonly ascii: boolean;
}

/** From nothing to all of a cell. The first shade above nothing shows also the smallest island. */
const SHADES = { unicode: ["·", "░", "▒", "▓", "█"], ascii: [".", "-", "+", "*", "#"] };

/** Fewest cells of a track, however narrow the terminal. */
const LEAST_CELLS = 10;

/** A line per record: its name, and its length from end to end with the islands as shades of the share they cover. */
export function islandTracks(records: readonly TrackRecord[], drawing: Drawing, { bold, green }: Paint): string {
  const names = records.map(({ name }) => oneLine(name));
  const sizes = records.map(({ length }) => `${length} bp`);
  const nameWidth = Math.min(widest(names), Math.max(LEAST_CELLS, drawing.columns >> 2));
  const cells = Math.max(LEAST_CELLS, drawing.columns - nameWidth - widest(sizes) - 4);
  return records
    .map((record, i) => {
      const label = bold(cut(names[i], nameWidth).padEnd(nameWidth));
      return `${label}  ${green(islandTrack(record, cells, drawing.ascii))}  ${sizes[i]}\n`;
    })
    .join("");
}

/** A record from end to end in `cells` characters. */
export function islandTrack({ length, islands }: Omit<TrackRecord, "name">, cells: number, ascii: boolean): string {
  const covered = new Float64Array(cells);
  const scale = cells / Math.max(1, length);
  for (const { start, end } of islands) {
    for (let cell = Math.floor(start * scale); cell < Math.min(cells, end * scale); cell++) {
      covered[cell] += Math.min(end * scale, cell + 1) - Math.max(start * scale, cell);
    }
  }
  const shades = ascii ? SHADES.ascii : SHADES.unicode;
  return Array.from(covered, (share) => shades[Math.min(4, Math.ceil(share * 4 - 1e-9))]).join("");
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}~`;
}
