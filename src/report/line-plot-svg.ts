import { powerOfTen } from "../power.ts";
import { formatGeneral } from "../printf.ts";
import { xmlText } from "../xml.ts";
import { COLOURS, DASHES } from "./contour-svg.ts";
import { svgDocument, svgNumber } from "./svg.ts";

export interface LinePanel {
  readonly title: string;
  readonly xLabel: string;
  /** Equal factors of x are equally wide. */
  readonly logarithmicX: boolean;
  readonly lines: readonly { readonly name: string; readonly points: readonly (readonly [x: number, y: number])[] }[];
}

const [WIDTH, HEIGHT] = [300, 230];
const [LEFT, TOP, GAP, ROW, LEGEND] = [64, 40, 74, 310, 150];
const PANELS_ABREAST = 2;

/** Panels of the same lines, two abreast, each with a logarithmic y axis of its own; values of 0 have no place there. */
export function linePlotSvg(panels: readonly LinePanel[], title: string): string {
  const place = (i: number) => ({
    left: LEFT + (i % PANELS_ABREAST) * (WIDTH + GAP),
    top: TOP + Math.floor(i / PANELS_ABREAST) * ROW,
  });
  const drawn = panels.map((panel, i) => onePanel(panel, place(i)));
  const right = LEFT + Math.min(panels.length, PANELS_ABREAST) * (WIDTH + GAP) - GAP + 20;
  const legend = panels[0].lines.map(({ name, points }, i) => {
    const y = TOP + 14 + 20 * i;
    return `<line x1="${right}" x2="${right + 30}" y1="${y - 4}" y2="${y - 4}" ${stroke(i)}/><text x="${right + 36}" y="${y}">${xmlText(points.some(([, y]) => y > 0) ? name : `${name} (all 0)`)}</text>\n`;
  });
  const height = place(panels.length - 1).top + HEIGHT + 50;
  return svgDocument(right + LEGEND, height, title, drawn.join("") + legend.join(""));
}

function stroke(i: number): string {
  const dash = DASHES[i % DASHES.length];
  return `stroke="${COLOURS[i % COLOURS.length]}" stroke-width="2"${dash === "" ? "" : ` stroke-dasharray="${dash}"`}`;
}

function onePanel({ title, lines, xLabel, logarithmicX }: LinePanel, { left, top }: { left: number; top: number }) {
  const points = lines.flatMap((line) => line.points.filter(([, y]) => y > 0));
  const xs = [...new Set(lines.flatMap((line) => line.points.map(([x]) => x)))].sort((a, b) => a - b);
  const powers = points.length === 0 ? [0] : points.map(([, y]) => Math.log10(y));
  const across = logarithmicX ? Math.log : (x: number) => x;
  const [first, last] = [across(xs[0]), across(xs[xs.length - 1])];
  const [low, high] = [Math.floor(Math.min(...powers)), Math.ceil(Math.max(...powers, Math.min(...powers) + 1e-9))];
  const px = (x: number) => left + (last > first ? ((across(x) - first) / (last - first)) * WIDTH : WIDTH / 2);
  const py = (power: number) => top + ((high - power) / Math.max(1, high - low)) * HEIGHT;
  const curves = lines.map((line, i) => {
    const shown = line.points.filter(([, y]) => y > 0);
    const d = shown.map(([x, y]) => `${svgNumber(px(x))},${svgNumber(py(Math.log10(y)))}`).join(" ");
    return shown.length === 0 ? "" : `<polyline points="${d}" fill="none" ${stroke(i)}/>\n`;
  });
  const text = (x: number, y: number, label: string, anchor: string) =>
    `<text x="${svgNumber(x)}" y="${svgNumber(y)}" text-anchor="${anchor}">${xmlText(label)}</text>\n`;
  const step = Math.max(1, Math.ceil((high - low) / 8));
  const ticks = Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, k) => low + k * step);
  return (
    `<rect x="${left}" y="${top}" width="${WIDTH}" height="${HEIGHT}" fill="none" stroke="#000"/>\n` +
    ticks
      .map(
        (power) =>
          `<line x1="${left}" x2="${left + WIDTH}" y1="${svgNumber(py(power))}" y2="${svgNumber(py(power))}" stroke="#ddd"/>` +
          text(left - 6, py(power) + 4, formatGeneral(powerOfTen(power), 3), "end"),
      )
      .join("") +
    curves.join("") +
    text(left + WIDTH / 2, top - 12, title, "middle") +
    xs
      .filter((_, i) => logarithmicX || i === 0 || i === xs.length - 1)
      .map((x) => text(px(x), top + HEIGHT + 16, String(x), "middle"))
      .join("") +
    text(left + WIDTH / 2, top + HEIGHT + 34, xLabel, "middle")
  );
}
