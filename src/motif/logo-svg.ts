import { formatFixed } from "../printf.ts";
import { xmlText } from "../xml.ts";
import { LETTER_COLORS, LETTER_PATHS } from "./logo-letters.ts";
import { logoStacks, type StackLetter } from "./logo-stacks.ts";
import { type Motif, reverseComplementMotif } from "./motif.ts";

export interface SvgLogoOptions {
  /** Written above the logo; default: id and name. '' leaves it out. */
  readonly title?: string;
  /** Schneider's small-sample correction. */
  readonly correctSmallSample?: boolean;
  /** The other strand; positions count from its own 5' end. */
  readonly reverseComplement?: boolean;
}

/** Pixels. */
const COLUMN = 30;
const LETTER = 28;
const BIT = 75;
const LEFT = 46;
const RIGHT = 14;
const TOP = 12;
const TITLE = 24;
const BOTTOM = 38;

const FONT = 'font-family="Helvetica, Arial, sans-serif" fill="#222"';

/**
 * A sequence logo as one SVG picture: information in bits, letters as paths (no font needed for them), axis, positions from
 * 1, ends 5' and 3'. White background; the same bytes for the same motif.
 */
export function logoSvg(motif: Motif, options: SvgLogoOptions = {}): string {
  const { width, height, title, marks } = drawn(motif, options);
  return `${picture(width, height, title === "" ? "sequence logo" : title, marks).join("\n")}\n`;
}

/** The logos of several motifs below each other in one picture, left edges aligned; of one motif {@link logoSvg}. */
export function logoSheetSvg(motifs: readonly Motif[], options: SvgLogoOptions = {}): string {
  if (motifs.length === 1) return logoSvg(motifs[0], options);
  const logos = motifs.map((motif) => drawn(motif, options));
  let top = 0;
  const groups = logos.map(({ height, title, marks }) => {
    const group = [`<g transform="translate(0 ${top})">`, `<title>${xmlText(title)}</title>`, ...marks, "</g>"];
    top += height;
    return group;
  });
  const width = logos.reduce((widest, logo) => Math.max(widest, logo.width), 0);
  return `${picture(width, top, `${motifs.length} sequence logos`, groups.flat()).join("\n")}\n`;
}

interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly marks: readonly string[];
}

function drawn(motif: Motif, options: SvgLogoOptions): Drawing {
  const shown = options.reverseComplement ? reverseComplementMotif(motif) : motif;
  const title = options.title ?? defaultTitle(motif, options.reverseComplement ?? false);
  const top = TOP + (title === "" ? 0 : TITLE);
  const baseline = top + 2 * BIT;
  const columns = logoStacks(shown, options.correctSmallSample).map((stack, i) => column(stack, i, baseline));
  return {
    width: LEFT + shown.width * COLUMN + RIGHT,
    height: baseline + BOTTOM,
    title,
    marks: [
      ...(title === "" ? [] : [label(LEFT, TOP + 13, title, 15, "start")]),
      ...axis(top),
      ...columns,
      ...positions(shown.width, baseline),
    ],
  };
}

function picture(width: number, height: number, title: string, marks: readonly string[]): string[] {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${xmlText(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...marks,
    "</svg>",
  ];
}

function defaultTitle({ id, name }: Motif, reverse: boolean): string {
  return `${id}${name === "" ? "" : ` ${name}`}${reverse ? " (reverse complement)" : ""}`;
}

/** Letters of one column, likeliest on top; those too flat to be seen (under a fifth of a pixel) are left out. */
function column(stack: readonly StackLetter[], index: number, baseline: number): string {
  const x = LEFT + index * COLUMN + (COLUMN - LETTER) / 2;
  let y = baseline;
  const letters: string[] = [];
  for (const { base, bits } of stack.toReversed()) {
    const height = bits * BIT;
    y -= height;
    if (height >= 0.2) letters.push(letterPath(base, x, y, height));
  }
  return letters.join("\n");
}

function letterPath(base: number, x: number, y: number, height: number): string {
  const place = `matrix(${LETTER / 100} 0 0 ${formatFixed(height / 100, 5)} ${x} ${formatFixed(y, 2)})`;
  return `<path transform="${place}" fill="${LETTER_COLORS[base]}" fill-rule="evenodd" d="${LETTER_PATHS[base]}"/>`;
}

function axis(top: number): string[] {
  const ticks = [0, 0.5, 1, 1.5, 2].map((bits) => {
    const y = top + (2 - bits) * BIT;
    const whole = Number.isInteger(bits);
    const line = `<path d="M${LEFT - (whole ? 7 : 4)} ${y}H${LEFT - 2}" stroke="#222"/>`;
    return whole ? `${line}\n${label(LEFT - 10, y + 4.5, String(bits), 13, "end")}` : line;
  });
  const middle = top + BIT;
  const name = `<text transform="translate(14 ${middle}) rotate(-90)" ${FONT} font-size="13" text-anchor="middle">bits</text>`;
  return [`<path d="M${LEFT - 2} ${top}V${top + 2 * BIT}" stroke="#222"/>`, ...ticks, name];
}

function positions(width: number, baseline: number): string[] {
  const end = LEFT + width * COLUMN;
  const numbers = Array.from({ length: width }, (_, i) =>
    label(LEFT + (i + 0.5) * COLUMN, baseline + 16, String(i + 1), 12, "middle"),
  );
  const ends = [label(LEFT, baseline + 32, "5′", 12, "start"), label(end, baseline + 32, "3′", 12, "end")];
  return [`<path d="M${LEFT - 2} ${baseline + 0.5}H${end}" stroke="#222"/>`, ...numbers, ...ends];
}

function label(x: number, y: number, text: string, size: number, anchor: "start" | "middle" | "end"): string {
  return `<text x="${x}" y="${y}" ${FONT} font-size="${size}" text-anchor="${anchor}">${xmlText(text)}</text>`;
}
