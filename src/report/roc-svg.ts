import { formatFixed } from "../printf.ts";
import { svgDocument, svgNumber } from "./svg.ts";

interface Point {
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
  readonly precision: number;
}

const SIDE = 300;
const LEFT = 60;
const TOP = 40;
const GAP = 80;
const INK = "#0072B2";

/** ROC curve and precision-recall curve side by side, points from the highest cut to the lowest. */
export function rocSvg(points: readonly Point[], auc: number, averagePrecision: number): string {
  const share = points.length === 0 ? 0 : points[points.length - 1].precision;
  const roc = [[0, 0], ...points.map((p) => [p.falsePositiveRate, p.truePositiveRate])];
  const [first] = points;
  const start = first === undefined ? [] : [[0, first.precision]];
  const recall = [...start, ...points.map((p) => [p.truePositiveRate, p.precision])];
  const left = panel(LEFT, `ROC, AUC ${formatFixed(auc, 4)}`, "1 - specificity", "sensitivity", roc, [
    [0, 0],
    [1, 1],
  ]);
  const title = `precision and recall, average ${formatFixed(averagePrecision, 4)}`;
  const right = panel(LEFT + SIDE + GAP, title, "recall (sensitivity)", "precision", recall, [
    [0, share],
    [1, share],
  ]);
  return svgDocument(LEFT + 2 * SIDE + GAP + 20, TOP + SIDE + 50, "ROC and precision-recall curves", left + right);
}

/** One plot over the unit square; the dashed line is what guessing gives. */
function panel(
  left: number,
  title: string,
  xLabel: string,
  yLabel: string,
  curve: readonly (readonly number[])[],
  chance: readonly (readonly number[])[],
): string {
  const line = (points: readonly (readonly number[])[], style: string) => {
    const d = points.map(([x, y]) => `${svgNumber(left + SIDE * x)},${svgNumber(TOP + SIDE * (1 - y))}`).join(" ");
    return `<polyline points="${d}" fill="none" ${style}/>\n`;
  };
  const text = (x: number, y: number, label: string, anchor: string, more = "") =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}"${more}>${label}</text>\n`;
  const middle = TOP + SIDE / 2;
  const marks = [0, 0.5, 1].map(
    (at) =>
      text(left + SIDE * at, TOP + SIDE + 16, String(at), "middle") +
      text(left - 6, TOP + SIDE * (1 - at) + 4, String(at), "end"),
  );
  return (
    `<rect x="${left}" y="${TOP}" width="${SIDE}" height="${SIDE}" fill="none" stroke="#000"/>\n` +
    line(chance, 'stroke="#999" stroke-dasharray="4 4"') +
    line(curve, `stroke="${INK}" stroke-width="2"`) +
    text(left + SIDE / 2, TOP - 12, title, "middle") +
    text(left + SIDE / 2, TOP + SIDE + 36, xLabel, "middle") +
    text(left - 36, middle, yLabel, "middle", ` transform="rotate(-90 ${left - 36} ${middle})"`) +
    marks.join("")
  );
}
