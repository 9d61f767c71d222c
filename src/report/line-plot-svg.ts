import { formatGeneral } from "../printf.ts";
import { COLOURS, DASHES } from "./contour-svg.ts";
import { svgDocument, svgNumber, xmlText } from "./svg.ts";

export interface LinePanel {
  readonly title: string;
  readonly lines: readonly { readonly name: string; readonly points: readonly (readonly [x: number, y: number])[] }[];
}

const [WIDTH, HEIGHT] = [300, 260];
const [LEFT, TOP, GAP, LEGEND] = [64, 40, 74, 130];

/** Panels side by side over the same x, each with a logarithmic y axis of its own; values of 0 have no place there. */
export function linePlotSvg(panels: readonly LinePanel[], title: string, xLabel: string): string {
  const drawn = panels.map((panel, i) => onePanel(panel, LEFT + i * (WIDTH + GAP), xLabel));
  const right = LEFT + panels.length * (WIDTH + GAP) - GAP + 20;
  const legend = panels[0].lines.map(({ name, points }, i) => {
    const y = TOP + 14 + 20 * i;
    return `<line x1="${right}" x2="${right + 30}" y1="${y - 4}" y2="${y - 4}" ${stroke(i)}/><text x="${right + 36}" y="${y}">${xmlText(points.some(([, y]) => y > 0) ? name : `${name} (all 0)`)}</text>\n`;
  });
  return svgDocument(right + LEGEND, TOP + HEIGHT + 50, title, drawn.join("") + legend.join(""));
}

function stroke(i: number): string {
  const dash = DASHES[i % DASHES.length];
  return `stroke="${COLOURS[i % COLOURS.length]}" stroke-width="2"${dash === "" ? "" : ` stroke-dasharray="${dash}"`}`;
}

function onePanel({ title, lines }: LinePanel, left: number, xLabel: string): string {
  const points = lines.flatMap((line) => line.points.filter(([, y]) => y > 0));
  const xs = points.map(([x]) => x);
  const powers = points.map(([, y]) => Math.log10(y));
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.floor(Math.min(...powers)), Math.ceil(Math.max(...powers, Math.min(...powers) + 1e-9))];
  const px = (x: number) => left + (last > first ? ((x - first) / (last - first)) * WIDTH : WIDTH / 2);
  const py = (power: number) => TOP + ((high - power) / Math.max(1, high - low)) * HEIGHT;
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
    `<rect x="${left}" y="${TOP}" width="${WIDTH}" height="${HEIGHT}" fill="none" stroke="#000"/>\n` +
    ticks
      .map(
        (power) =>
          `<line x1="${left}" x2="${left + WIDTH}" y1="${svgNumber(py(power))}" y2="${svgNumber(py(power))}" stroke="#ddd"/>` +
          text(left - 6, py(power) + 4, formatGeneral(10 ** power, 3), "end"),
      )
      .join("") +
    curves.join("") +
    text(left + WIDTH / 2, TOP - 12, title, "middle") +
    text(left, TOP + HEIGHT + 16, String(first), "middle") +
    text(left + WIDTH, TOP + HEIGHT + 16, String(last), "middle") +
    text(left + WIDTH / 2, TOP + HEIGHT + 34, xLabel, "middle")
  );
}
