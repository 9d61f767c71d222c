import { formatGeneral } from "../printf.ts";
import type { Expression, FactorEffect } from "../regulation/expression.ts";
import type { Column, Shape } from "./shape.ts";

export interface ExpressionRow extends Expression {
  readonly sequence: string;
  /** Name of the promoter; '' when it has none. */
  readonly name: string;
}

const number = (x: number) => formatGeneral(x, 4);

/** `Gata1:1.82,Klf1:1.5`: fold that each factor makes, by leaving it out. */
export function effectsText(effects: readonly FactorEffect[]): string {
  return effects.map(({ factor, effect }) => `${factor}:${formatGeneral(effect, 3)}`).join(",");
}

/** The columns that every table of expression starts with. */
export function expressionColumns<F>(row: (feature: F) => ExpressionRow): readonly Column<F>[] {
  const column = (head: string, text: (expression: ExpressionRow) => string) => ({
    head,
    text: (feature: F) => text(row(feature)),
  });
  return [
    column("sequence_name", ({ sequence }) => sequence),
    column("tss", ({ tss }) => String(tss)),
    column("strand", ({ strand }) => strand),
    column("cell", ({ cell }) => cell),
    column("model", ({ model }) => model),
    column("expression", ({ expression }) => number(expression)),
    column("expression_unmethylated", ({ expressionUnmethylated }) => number(expressionUnmethylated)),
    column("silencing", ({ silencing }) => number(silencing)),
    column("level", ({ level }) => level),
    column("activators", ({ activators }) => effectsText(activators)),
    column("repressors", ({ repressors }) => effectsText(repressors)),
  ];
}

/** `FOS::JUN ×1.01 TBP ×1.09`. */
const spaced = (effects: readonly FactorEffect[]) =>
  effects.map((effect) => effectsText([effect]).replace(/:([^:]*)$/, " ×$1")).join(" ");

/** Under every table of expression. */
export const EXPRESSION_NOTE =
  "expression: probability that polymerase is bound, times what silencing leaves (0..1; relative, uncalibrated:\n" +
  "compare cells and states by ratios). off < 0.015 ≤ low < 0.05 ≤ medium < 0.2 ≤ high. ×: fold that the factor makes.";

/** `Klf1 0.638 TBP 0.0837`: the factors that are bound most while the polymerase is, at most three. */
function occupiedText({ occupancies }: ExpressionRow): string {
  return occupancies
    .slice(0, OCCUPIED_SHOWN)
    .map(({ factor, occupancyOn }) => `${factor} ${formatGeneral(occupancyOn, 3)}`)
    .join(" ");
}

const OCCUPIED_SHOWN = 3;

/** Expression of promoters, a row a promoter and cell. */
export const EXPRESSION_SHAPE: Shape<ExpressionRow> = {
  list: "expression",
  item: "expression",
  tsv: expressionColumns((row) => row),
  table: [
    { head: "sequence", text: ({ sequence }) => sequence },
    { head: "name", text: ({ name }) => name },
    { head: "TSS", text: ({ tss }) => String(tss), right: true },
    { head: "strand", text: ({ strand }) => strand },
    { head: "cell", text: ({ cell }) => cell },
    { head: "expression", text: ({ expression }) => formatGeneral(expression, 3), right: true },
    { head: "level", text: ({ level }) => level },
    { head: "P(bound)", text: ({ pBound }) => formatGeneral(pBound, 3), right: true },
    { head: "fold", text: ({ fold }) => formatGeneral(fold, 3), right: true },
    { head: "unmethylated", text: (row) => formatGeneral(row.expressionUnmethylated, 3), right: true },
    { head: "activators", text: ({ activators }) => spaced(activators) },
    { head: "repressors", text: ({ repressors }) => spaced(repressors) },
    { head: "occupied", text: occupiedText },
  ],
  footnote: `${EXPRESSION_NOTE}\nfold: against the bare promoter. occupied: bound molecules of the factor to expect while the polymerase is bound.`,
  json: (row) => row,
};

/** Name and place of a promoter in one line of a picture: `TYMS D00596:821+`. */
export function promoterLabel({
  sequence,
  name,
  tss,
  strand,
}: Pick<ExpressionRow, "sequence" | "name" | "tss" | "strand">): string {
  const place = `${sequence}:${tss}${strand}`;
  return name === "" ? place : `${name} ${place}`;
}
