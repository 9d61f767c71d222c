import { oneLine } from "../errors.ts";
import { formatFixed } from "../printf.ts";
import type { PromoterStory, RecordStory } from "../regulation/analysis.ts";
import type { FoundElement } from "../regulation/elements.ts";
import type { Expression, FactorEffect } from "../regulation/expression.ts";
import { type ExpressionLevel, expressionLevel } from "../regulation/expression-parameters.ts";
import { type Paint, renderTable } from "./table.ts";

/** Factors that change expression by less than this share are not named here (JSON has them). */
const SHOWN_EFFECT = 0.02;
const BAR_CELLS = 12;
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** What a record tells, as text for people: a heading, then each promoter with its elements, island and expression. */
export function storyText(story: RecordStory, paint: Paint): string {
  const { name, length, islands, promoters, enhancers } = story;
  const counts = [
    plural(islands.length, "CpG island"),
    plural(promoters.length, "promoter"),
    plural(enhancers.length, "enhancer candidate"),
  ];
  const heading = `${paint.bold(oneLine(name))}  ${withCommas(length)} bp, ${counts.join(", ")}\n`;
  return `${heading}${promoters.map((promoter) => promoterText(promoter, paint)).join("")}\n`;
}

function promoterText({ promoter, expression }: PromoterStory, paint: Paint): string {
  const { name, tss, strand, island } = promoter;
  const kind = "score" in promoter ? "candidate" : oneLine(name === "" ? "promoter" : name);
  const where = `start site ${withCommas(tss)} ${strand}`;
  const classes = `class ${promoter.class}, ${promoter.cpgClass}`;
  const cover = island === undefined ? "no island" : `island ${withCommas(island.start)}–${withCommas(island.end)}`;
  const lines = [
    `  ${paint.bold(kind)}  ${where}   ${classes}   ${cover}`,
    `    elements  ${elementsLine(promoter.elements, strand)}`,
  ];
  return `${lines.join("\n")}\n${expressionTable(expression, paint)}`;
}

function elementsLine(elements: readonly FoundElement[], strand: string): string {
  if (elements.length === 0) return "none found";
  return elements
    .map((found) => `${found.element} ${signed(found.offset)}${found.strand === strand ? "" : " (reverse)"}`)
    .join(", ");
}

function expressionTable(expression: readonly Expression[], paint: Paint): string {
  const columns = [
    { head: "    expression in" },
    { head: "unmethylated" },
    { head: "" },
    { head: "islands methylated" },
    { head: "" },
    { head: "because of" },
  ];
  const rows = expression.map((value) => [
    `      ${value.cell}`,
    ...amount(value.expressionUnmethylated, paint),
    ...amount(value.expression, paint),
    because(value),
  ]);
  return renderTable(columns, rows, paint);
}

/** A bar and a word: `0.31 ███▋` and `high`. */
function amount(expression: number, paint: Paint): [string, string] {
  const level = expressionLevel(expression);
  return [`${formatFixed(expression, 3)} ${bar(expression)}`, levelColour(level, paint)(level)];
}

function levelColour(level: ExpressionLevel, paint: Paint): (text: string) => string {
  return { off: paint.red, low: paint.yellow, medium: paint.blue, high: paint.green }[level];
}

function bar(share: number): string {
  const eighths = Math.round(share * BAR_CELLS * 8);
  return `${"█".repeat(eighths >> 3)}${EIGHTHS[eighths & 7]}`;
}

function because({ activators, repressors }: Expression): string {
  const factors = [...activators, ...repressors]
    .filter(({ effect }: FactorEffect) => Math.abs(effect - 1) >= SHOWN_EFFECT)
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
