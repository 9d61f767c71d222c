import { LETTER_COLORS } from "../motif/logo-letters.ts";
import { formatGeneral } from "../printf.ts";
import { xmlText } from "../xml.ts";
import { svgDocument, svgNumber } from "./svg.ts";

export interface SaliencyPicture {
  readonly name: string;
  readonly bases: string;
  /** [position] */
  readonly gradientTimesInput: readonly number[];
  /** Change of the logit by each base, [position][A C G T]. */
  readonly changes: readonly (readonly number[])[];
}

const CELL = 12;
const LEFT = 40;
const LETTERS = 70;
const BLOCK = LETTERS + 4 * CELL + 80;
/** Okabe & Ito's blue and vermillion: up and down, told apart by colour-blind readers too. */
const UP = [0, 114, 178];
const DOWN = [213, 94, 0];

/** For each sequence: its letters as high as gradient x input, over a heat map of what each other base would do. */
export function saliencySvg(pictures: readonly SaliencyPicture[]): string {
  const longest = Math.max(1, ...pictures.map(({ bases }) => bases.length));
  const blocks = pictures.map((picture, i) => block(picture, 20 + i * BLOCK)).join("");
  return svgDocument(LEFT + longest * CELL + 20, 20 + pictures.length * BLOCK, "Saliency", blocks);
}

function block({ name, bases, gradientTimesInput, changes }: SaliencyPicture, top: number): string {
  const most = Math.max(...gradientTimesInput.map(Math.abs), Number.MIN_VALUE);
  const largest = Math.max(...changes.flat().map(Math.abs), Number.MIN_VALUE);
  const zero = top + 26 + LETTERS / 2;
  const letters = [...bases.toUpperCase()].map((base, i) =>
    bar(base, i, zero, (gradientTimesInput[i] / most) * (LETTERS / 2)),
  );
  const map = top + 42 + LETTERS;
  const cells = changes.map((row, i) => row.map((change, k) => cell(i, map + k * CELL, change / largest)).join(""));
  const labels = [..."ACGT"].map(
    (base, k) => `<text x="${LEFT - 8}" y="${map + k * CELL + 10}" text-anchor="end">${base}</text>\n`,
  );
  const caption = `${xmlText(name)}: gradient x input; below, change of the logit by each base (blue up, orange down, at most ${formatGeneral(largest, 3)})`;
  const axis = `<line x1="${LEFT}" x2="${LEFT + bases.length * CELL}" y1="${zero}" y2="${zero}" stroke="#999"/>\n`;
  return `<text x="${LEFT}" y="${top + 4}">${caption}</text>\n${axis}${letters.join("")}${cells.join("")}${labels.join("")}`;
}

/** A bar as high as the value, with its letter at the end. */
function bar(base: string, i: number, zero: number, height: number): string {
  const x = LEFT + i * CELL;
  const colour = LETTER_COLORS["ACGT".indexOf(base)] ?? "#666";
  const size = svgNumber(Math.abs(height));
  const rect = `<rect x="${x + 1}" y="${svgNumber(height > 0 ? zero - height : zero)}" width="${CELL - 2}" height="${size}" fill="${colour}"/>`;
  const y = svgNumber(height > 0 ? zero - height - 2 : zero - height + 10);
  return `${rect}<text x="${x + CELL / 2}" y="${y}" text-anchor="middle" font-size="10" fill="${colour}">${xmlText(base)}</text>\n`;
}

function cell(i: number, y: number, strength: number): string {
  if (strength === 0) return "";
  const full = strength > 0 ? UP : DOWN;
  const colour = full.map((channel) => Math.round(255 + (channel - 255) * Math.abs(strength))).join(",");
  return `<rect x="${LEFT + i * CELL}" y="${y}" width="${CELL}" height="${CELL}" fill="rgb(${colour})"/>\n`;
}
