import { formatGeneral } from "../printf.ts";
import type { BaseEffect } from "../regulation/saturation.ts";
import type { Strand } from "../sequence/interval.ts";
import { EXPRESSION_NOTE, type ExpressionRow, expressionColumns } from "./expression-shape.ts";
import type { Shape } from "./shape.ts";

/** Expression after an experiment beside what it was before. */
export interface ExperimentRow extends ExpressionRow {
  readonly reference: number;
  /** expression / reference. */
  readonly effect: number;
}

const number = (x: number) => formatGeneral(x, 4);

/** Rows of `--knock-out` and `--mutate`: expression's own, then the comparison. */
export const EXPERIMENT_SHAPE: Shape<ExperimentRow> = {
  list: "expression",
  item: "expression",
  tsv: [
    ...expressionColumns<ExperimentRow>((row) => row),
    { head: "reference", text: ({ reference }) => number(reference) },
    { head: "effect", text: ({ effect }) => number(effect) },
  ],
  table: [
    { head: "sequence", text: ({ sequence }) => sequence },
    { head: "name", text: ({ name }) => name },
    { head: "TSS", text: ({ tss }) => String(tss), right: true },
    { head: "strand", text: ({ strand }) => strand },
    { head: "cell", text: ({ cell }) => cell },
    { head: "before", text: ({ reference }) => formatGeneral(reference, 3), right: true },
    { head: "after", text: ({ expression }) => formatGeneral(expression, 3), right: true },
    { head: "effect", text: ({ effect }) => `×${formatGeneral(effect, 3)}`, right: true },
    { head: "level", text: ({ level }) => level },
  ],
  footnote: `before: without the experiment.\n${EXPRESSION_NOTE}`,
  json: (row) => row,
};

/** A row of `--saturation`. */
export interface SaturationRow extends BaseEffect {
  readonly sequence: string;
  readonly tss: number;
  readonly strand: Strand;
  readonly name: string;
}

const SATURATION_COLUMNS: Shape<SaturationRow>["tsv"] = [
  { head: "sequence_name", text: ({ sequence }) => sequence },
  { head: "start", text: ({ start }) => String(start), right: true },
  { head: "end", text: ({ end }) => String(end), right: true },
  { head: "ref", text: ({ ref }) => ref },
  { head: "alt", text: ({ alt }) => alt },
  { head: "tss", text: ({ tss }) => String(tss), right: true },
  { head: "strand", text: ({ strand }) => strand },
  { head: "promoter", text: ({ name }) => name },
  { head: "offset", text: ({ offset }) => String(offset), right: true },
  { head: "cell", text: ({ cell }) => cell },
  { head: "reference", text: ({ reference }) => number(reference), right: true },
  { head: "expression", text: ({ expression }) => number(expression), right: true },
  { head: "effect", text: ({ effect }) => number(effect), right: true },
  { head: "class_changed", text: ({ classChanged }) => (classChanged ? "yes" : "no") },
];

/** Every single-base change of every promoter. */
export const SATURATION_SHAPE: Shape<SaturationRow> = {
  list: "changes",
  item: "change",
  tsv: SATURATION_COLUMNS,
  table: SATURATION_COLUMNS,
  footnote:
    "effect: expression over reference. class_changed: the base moves the promoter over a bound of its CpG class, which\n" +
    "changes its basal weight at one stroke.",
  json: (row) => row,
};
