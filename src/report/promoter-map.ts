import type { FoundElement } from "../regulation/elements.ts";
import type { Strand } from "../sequence/interval.ts";
import type { AnyPromoter } from "./promoter-shape.ts";

/** Offsets (start site = 0) that a map shows at least; it grows where an element lies outside. */
const SHOWN = { from: -250, to: 70 };
const MARGIN = 9;
/** Behind the line: a blank and the end's name. */
const RIGHT_MARGIN = 4;
const TICK_STEPS = [10, 20, 50, 100, 200, 500];
/** Columns that a tick's label wants. */
const TICK_ROOM = 9;

/** What a record holds round a promoter: offsets of its first and last base along the promoter's strand. */
export interface RecordBounds {
  readonly first: number;
  readonly last: number;
}

export function recordBounds(tss: number, strand: Strand, length: number): RecordBounds {
  return strand === "+" ? { first: -tss, last: length - 1 - tss } : { first: tss - length + 1, last: tss };
}

/** Something to draw, offsets both included. */
interface Mark {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/**
 * A promoter to scale, 5' to 3' along its own strand: names over the elements of its strand and under those of the other,
 * the arrow of the start site, the island. As wide as `columns`, at most a column a base. Ends with a line end.
 */
export function promoterMap(promoter: AnyPromoter, bounds: RecordBounds, columns: number): string {
  const scale = new Scale(promoter, columns);
  const own = promoter.elements.filter(({ strand }) => strand === promoter.strand).map(mark);
  const other = promoter.elements.filter(({ strand }) => strand !== promoter.strand).map(mark);
  const above = labelRows(scale, own, arrow(scale)).reverse();
  const below = labelRows(scale, other, []);
  return [
    ...scale.axis(),
    ...above.map((row) => line("", row)),
    line(`  ${shownStrand(promoter.strand)}   5'`, strandRow(scale, own, bounds), "3'"),
    line(`  ${shownStrand(promoter.strand === "+" ? "-" : "+")}   3'`, strandRow(scale, other, bounds), "5'"),
    ...below.map((row) => line("", row)),
    ...islandRow(scale, promoter),
  ].join("");
}

function mark({ element, offset, start, end }: FoundElement): Mark {
  return { label: element, from: offset, to: offset + end - start - 1 };
}

class Scale {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly #basesPerColumn: number;

  constructor({ elements }: AnyPromoter, columns: number) {
    const marks = elements.map(mark);
    this.from = Math.min(SHOWN.from, ...marks.map(({ from }) => from));
    this.to = Math.max(SHOWN.to, ...marks.map(({ to }) => to));
    const bases = this.to - this.from + 1;
    this.width = Math.min(bases, Math.max(20, columns - MARGIN - RIGHT_MARGIN));
    this.#basesPerColumn = bases / this.width;
  }

  column(offset: number): number {
    return Math.floor((offset - this.from) / this.#basesPerColumn);
  }

  /** Offsets written over a row of ticks. */
  axis(): string[] {
    const step = TICK_STEPS.find((bases) => bases / this.#basesPerColumn >= TICK_ROOM) ?? TICK_STEPS.at(-1)!;
    const labels = blank(this.width);
    const ticks = blank(this.width);
    for (let offset = Math.ceil(this.from / step) * step; offset <= this.to; offset += step) {
      const at = this.column(offset);
      write(ticks, at, "╷");
      const text = signed(offset);
      const start = Math.min(Math.max(0, at - (text.length >> 1)), this.width - text.length);
      if (isFree(labels, start - 1, text.length + 2)) write(labels, start, text);
    }
    return [line("", labels), line("", ticks)];
  }
}

/** Names at the columns where their elements start, each in the row next to the line that has room for it. */
function labelRows(scale: Scale, marks: readonly Mark[], first: string[]): string[][] {
  const rows: string[][] = first.length > 0 ? [first] : [];
  for (const { label, from } of marks) {
    const at = Math.min(scale.column(from), scale.width - label.length);
    let row = rows.find((cells) => isFree(cells, at - 1, label.length + 2));
    if (row === undefined) {
      row = blank(scale.width);
      rows.push(row);
    }
    write(row, at, label);
  }
  return rows;
}

function arrow(scale: Scale): string[] {
  const row = blank(scale.width);
  write(row, scale.column(0), "┌─▶");
  return row;
}

/** The strand as far as the record goes, its elements as blocks. */
function strandRow(scale: Scale, marks: readonly Mark[], { first, last }: RecordBounds): string[] {
  const row = blank(scale.width);
  fill(row, scale, { from: first, to: last }, "─");
  for (const { from, to } of marks) fill(row, scale, { from, to }, "█");
  return row;
}

function islandRow(scale: Scale, { island, tss, strand }: AnyPromoter): string[] {
  if (island === undefined) return [];
  const row = blank(scale.width);
  const { start, end } = island;
  const shown = strand === "+" ? { from: start - tss, to: end - 1 - tss } : { from: tss - end + 1, to: tss - start };
  fill(row, scale, shown, "░");
  if (shown.from < scale.from) row[0] = "◀";
  if (shown.to > scale.to) row[scale.width - 1] = "▶";
  return [line("  island", row)];
}

/** At least one column, however few bases. */
function fill(row: string[], scale: Scale, { from, to }: { from: number; to: number }, character: string): void {
  if (to < scale.from || from > scale.to) return;
  const end = scale.column(Math.min(to, scale.to));
  for (let at = scale.column(Math.max(from, scale.from)); at <= end; at++) row[at] = character;
}

function blank(width: number): string[] {
  return new Array<string>(width).fill(" ");
}

function isFree(row: readonly string[], from: number, length: number): boolean {
  return row.slice(Math.max(0, from), from + length).every((cell) => cell === " ");
}

function write(row: string[], at: number, text: string): void {
  for (const [i, character] of [...text].entries()) if (at + i < row.length) row[at + i] = character;
}

function line(head: string, row: readonly string[], end = ""): string {
  return `${`${head.padEnd(MARGIN)}${row.join("")} ${end}`.trimEnd()}\n`;
}

function shownStrand(strand: Strand): string {
  return strand === "+" ? "+" : "−";
}

function signed(offset: number): string {
  if (offset === 0) return "0";
  return offset < 0 ? `−${-offset}` : `+${offset}`;
}
