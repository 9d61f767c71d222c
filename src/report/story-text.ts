import { oneLine } from "../errors.ts";
import { formatFixed } from "../printf.ts";
import type { PromoterStory, RecordStory } from "../regulation/analysis.ts";
import type { FoundElement } from "../regulation/elements.ts";
import type { Expression } from "../regulation/expression.ts";
import { type ExpressionLevel, expressionLevel, LEVEL_BOUNDS } from "../regulation/expression-parameters.ts";
import { regionWord } from "../sequence/interval.ts";
import { alignedLines, type Paint } from "./columns.ts";

/** Factors that change expression by less than this share are not named here (JSON has them). */
const SHOWN_EFFECT = 0.02;
const SHOWN_FACTORS = 3;
const SMALLEST_SHOWN = 0.001;

const { low, medium, high } = LEVEL_BOUNDS;

/** What the numbers mean, under the last record. */
export const LEGEND =
  `Expression: probability that polymerase is bound, times what methylation leaves (0..1,\n` +
  `uncalibrated: compare by ratios). off < ${low} ≤ low < ${medium} ≤ medium < ${high} ≤ high. ×: fold that\n` +
  "the factor makes. Offsets count from the start site (0); enhancers are candidates.\n";

/** What a record tells, as text for people: a heading, then each promoter with its elements, island and expression. */
export function storyText(story: RecordStory, state: string | undefined, paint: Paint): string {
  const { length, islands, promoters, enhancers } = story;
  const counts = [
    plural(islands.length, "CpG island"),
    plural(promoters.length, "promoter"),
    plural(enhancers.length, "enhancer candidate"),
  ];
  const heading = `${paint.bold(oneLine(headingName(story)))}  ${withCommas(length)} bp, ${counts.join(", ")}\n`;
  return `${heading}${promoters.map((promoter) => promoterText(promoter, state, paint)).join("")}\n`;
}

/** A region is named by its place, and by its own name if it has one. */
function headingName({ name, start, end, region }: RecordStory): string {
  if (start === undefined || end === undefined || region === name) return name;
  const word = regionWord(name, { start, end });
  return region === word ? word : `${word}  ${region}`;
}

function promoterText({ promoter, expression }: PromoterStory, state: string | undefined, paint: Paint): string {
  const { name, tss, strand, island } = promoter;
  const kind = "score" in promoter ? "candidate" : oneLine(name === "" ? "promoter" : name);
  const where = `start site ${withCommas(tss)} ${strand}`;
  const classes = `class ${promoter.class}, ${promoter.cpgClass}`;
  const cover = island === undefined ? "no island" : `island ${withCommas(island.start)}–${withCommas(island.end)}`;
  const lines = [
    `  ${paint.bold(kind)}  ${where}   ${classes}   ${cover}`,
    `    elements  ${elementsLine(promoter.elements, strand)}`,
  ];
  return `${lines.join("\n")}\n${expressionTable(expression, state, paint)}`;
}

function elementsLine(elements: readonly FoundElement[], strand: string): string {
  if (elements.length === 0) return "none found";
  return elements
    .map((found) => `${found.element} ${signed(found.offset)}${found.strand === strand ? "" : " (reverse)"}`)
    .join(", ");
}

/** The three factors that matter most; fits 80 columns. */
function expressionTable(expression: readonly Expression[], state: string | undefined, paint: Paint): string {
  const heads = ["    expression in", "unmethylated", ...(state === undefined ? [] : [state]), "because of"];
  const rows = expression.map((value) => [
    `      ${value.cell}`,
    amount(value.expressionUnmethylated, paint),
    ...(state === undefined ? [] : [amount(value.expression, paint)]),
    because(value),
  ]);
  return alignedLines(
    heads.map((head) => paint.bold(head)),
    rows,
  );
}

/** `0.082 medium`; what would print as 0.000 is `<0.001`. */
function amount(expression: number, paint: Paint): string {
  const level = expressionLevel(expression);
  const shown = expression < SMALLEST_SHOWN ? `<${SMALLEST_SHOWN}` : formatFixed(expression, 3);
  return `${shown.padEnd(6)} ${levelColour(level, paint)(level)}`;
}

function levelColour(level: ExpressionLevel, paint: Paint): (text: string) => string {
  return { off: paint.red, low: paint.yellow, medium: paint.blue, high: paint.green }[level];
}

function because({ activators, repressors }: Expression): string {
  const factors = [...activators, ...repressors]
    .filter(({ effect }) => Math.abs(effect - 1) >= SHOWN_EFFECT)
    .sort((a, b) => Math.abs(Math.log(b.effect)) - Math.abs(Math.log(a.effect)))
    .slice(0, SHOWN_FACTORS)
    .map(({ factor, effect }) => `${factor} ×${formatFixed(effect, 2)}`);
  return factors.length === 0 ? "–" : factors.join(", ");
}

function signed(offset: number): string {
  return offset < 0 ? `−${-offset}` : `+${offset}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function withCommas(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}
