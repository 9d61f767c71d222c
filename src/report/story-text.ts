import { oneLine } from "../errors.ts";
import { counted, withCommas } from "../printf.ts";
import type { PromoterStory, RecordStory } from "../regulation/analysis.ts";
import type { FoundElement } from "../regulation/elements.ts";
import { LEVEL_BOUNDS } from "../regulation/expression-parameters.ts";
import { regionWord } from "../sequence/interval.ts";
import { expressionTable, type TextStyle, verdict } from "./expression-table.ts";

const { low, medium, high } = LEVEL_BOUNDS;

/** What the numbers mean, under the last record. */
export const LEGEND =
  "Expression: probability that polymerase is bound, times what methylation leaves\n" +
  `(0..1, uncalibrated: compare by ratios). off < ${low} ≤ low < ${medium} ≤ medium < ${high}\n` +
  "≤ high; bars are logarithmic, from 0.001 to 1. ×: fold that the factor makes.\n" +
  "Offsets count from the start site (0); enhancers are candidates.\n";

/** What a record tells, as text for people: a heading, then each promoter with its elements, island and expression. */
export function storyText(story: RecordStory, state: string | undefined, style: TextStyle): string {
  const { length, islands, promoters, enhancers } = story;
  const counts = [
    counted(islands.length, "CpG island"),
    counted(promoters.length, "promoter"),
    counted(enhancers.length, "enhancer candidate"),
  ];
  const heading = `${style.paint.bold(oneLine(headingName(story)))}  ${withCommas(length)} bp, ${counts.join(", ")}\n`;
  return `${heading}${promoters.map((promoter) => promoterText(promoter, state, style)).join("")}\n`;
}

/** A region is named by its place, and by its own name if it has one. */
function headingName({ name, start, end, region }: RecordStory): string {
  if (start === undefined || end === undefined || region === name) return name;
  const word = regionWord(name, { start, end });
  return region === word ? word : `${word}  ${region}`;
}

function promoterText({ promoter, expression }: PromoterStory, state: string | undefined, style: TextStyle): string {
  const { name, tss, strand, island } = promoter;
  const kind = "score" in promoter ? "candidate" : oneLine(name === "" ? "promoter" : name);
  const where = `start site ${withCommas(tss)} ${strand}`;
  const classes = `class ${promoter.class}, ${promoter.cpgClass}`;
  const cover = island === undefined ? "no island" : `island ${withCommas(island.start)}–${withCommas(island.end)}`;
  const lines = [
    `  ${style.paint.bold(kind)}  ${where}   ${classes}   ${cover}`,
    verdictLine(verdict(expression, state), style.columns),
    `    elements  ${elementsLine(promoter.elements, strand)}`,
  ];
  return `${lines.join("\n")}\n${expressionTable(expression, state, style)}`;
}

/** In two lines where one is too long. */
function verdictLine(text: string, columns: number): string {
  const line = `    verdict   ${text}`;
  return line.length <= columns ? line : line.replace("; ", `;\n${" ".repeat(14)}`);
}

function elementsLine(elements: readonly FoundElement[], strand: string): string {
  if (elements.length === 0) return "none found";
  return elements
    .map((found) => `${found.element} ${signed(found.offset)}${found.strand === strand ? "" : " (reverse)"}`)
    .join(", ");
}

function signed(offset: number): string {
  return offset < 0 ? `−${-offset}` : `+${offset}`;
}
