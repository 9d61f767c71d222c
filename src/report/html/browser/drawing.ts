import type { Interval, Strand } from "../../../sequence/interval.ts";
import { svg } from "./dom.ts";

/** Pixels of a picture's own width; the page scales it. */
export const WIDTH = 960;
export const SIDE = 14;
const LETTER_PX = 7.2;

/** From positions to pixels. */
export type Scale = (position: number) => number;

export function scaleOver({ start, end }: Interval): Scale {
  const unit = (WIDTH - 2 * SIDE) / Math.max(1, end - start);
  return (position) => Math.round(100 * (SIDE + (position - start) * unit)) / 100;
}

export function picture(height: number, title: string, ...marks: readonly SVGElement[]): SVGSVGElement {
  const box = { viewBox: `0 0 ${WIDTH} ${height}`, class: "picture", role: "img", "aria-label": title };
  return svg("svg", box, ...marks);
}

export function label(x: number, y: number, text: string, className = "", anchor = "middle"): SVGTextElement {
  return svg("text", { x, y, class: className, "text-anchor": anchor }, text);
}

/** A bar from `start` to `end`, at least as wide as can be seen, with a tip. */
export function bar(x: Scale, at: Interval, y: number, height: number, className: string, tip: string): SVGElement {
  const width = Math.max(2, x(at.end) - x(at.start));
  return svg("rect", { x: x(at.start), y, width, height, class: className }, svg("title", {}, tip));
}

/** A box that points where its strand does. */
export function pointed(
  x: Scale,
  at: Interval,
  y: number,
  height: number,
  strand: Strand,
  className: string,
  tip: string,
) {
  const [left, right] = [x(at.start), Math.max(x(at.end), x(at.start) + 4)];
  const point = Math.min(5, (right - left) / 2);
  const [top, middle, bottom] = [y, y + height / 2, y + height];
  const d =
    strand === "+"
      ? `M${left} ${top}H${right - point}L${right} ${middle}L${right - point} ${bottom}H${left}Z`
      : `M${right} ${top}H${left + point}L${left} ${middle}L${left + point} ${bottom}H${right}Z`;
  return svg("path", { d, class: className }, svg("title", {}, tip));
}

/** The bent arrow of a start site, `height` above the line at `y`. */
export function startArrow(x: number, y: number, height: number, direction: 1 | -1): SVGElement {
  const top = y - height;
  const tip = x + 26 * direction;
  const head = `M${tip - 7 * direction} ${top - 5}L${tip} ${top}L${tip - 7 * direction} ${top + 5}`;
  return svg("path", { d: `M${x} ${y}V${top}H${tip}${head}`, class: "tss" }, svg("title", {}, "start site"));
}

/** Ticks with their words, from y downwards. */
export function axis(x: Scale, ticks: readonly number[], y: number, text: (tick: number) => string): SVGElement {
  const marks = ticks.flatMap((tick) => {
    const words = text(tick);
    const half = (LETTER_PX * words.length) / 2;
    const middle = Math.max(half, Math.min(WIDTH - half, x(tick)));
    return [svg("path", { d: `M${x(tick)} ${y}v5`, class: "line" }), label(middle, y + 17, words, "axis")];
  });
  return svg("g", {}, ...marks);
}

export interface Labelled {
  /** Pixel that the label belongs to. */
  readonly at: number;
  readonly text: string;
}

export interface PlacedLabel extends Labelled {
  /** Middle of the text in pixels, and which line it stands on. */
  readonly x: number;
  readonly lane: number;
}

/** Labels on as few lines as hold them without touching; `at` ascending. */
export function placedLabels(labels: readonly Labelled[]): PlacedLabel[] {
  const ends: number[] = [];
  return labels.map((one) => {
    const half = (one.text.length * LETTER_PX) / 2;
    const x = Math.min(WIDTH - SIDE - half, Math.max(SIDE + half, one.at));
    const free = ends.findIndex((end) => end + 8 <= x - half);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = x + half;
    return { ...one, x, lane };
  });
}

export function laneCount(labels: readonly PlacedLabel[]): number {
  return labels.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
}
