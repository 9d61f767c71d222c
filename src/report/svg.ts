import { powerOfTen } from "../power.ts";
import { xmlText } from "../xml.ts";

/** A coordinate with at most two decimals. */
export function svgNumber(x: number): string {
  return String(Math.round(x * 100) / 100);
}

/** A whole picture on white, with a title for readers that cannot see it. */
export function svgDocument(widthPx: number, heightPx: number, title: string, body: string): string {
  const size = `width="${svgNumber(widthPx)}" height="${svgNumber(heightPx)}"`;
  const box = `viewBox="0 0 ${svgNumber(widthPx)} ${svgNumber(heightPx)}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${box} font-family="sans-serif" font-size="12" role="img">\n` +
    `<title>${xmlText(title)}</title>\n<rect width="100%" height="100%" fill="#fff"/>\n${body}</svg>\n`
  );
}

/** Round positions for the ticks of an axis from `start` to `end`: 1, 2 or 5 times a power of ten apart, about `count`. */
export function axisTicks(start: number, end: number, count: number): number[] {
  const raw = (end - start) / count;
  if (!(raw > 0)) return [];
  const unitSize = powerOfTen(Math.floor(Math.log10(raw)));
  const step = Math.max(1, [1, 2, 5, 10].map((unit) => unit * unitSize).find((unit) => unit >= raw)!);
  const first = Math.ceil(start / step);
  return Array.from({ length: Math.floor(end / step) - first + 1 }, (_, i) => (first + i) * step);
}
