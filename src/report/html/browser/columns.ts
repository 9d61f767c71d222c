import { withCommas } from "../../../printf.ts";
import { expressionLevel } from "../../../regulation/expression-parameters.ts";
import type { PageHead } from "../page-data.ts";
import type { Gene } from "./records.ts";
import { amount } from "./text.ts";

/** A column of the overview. */
export interface Column {
  readonly head: string;
  readonly help: string;
  /** CSS width of the column. */
  readonly width: string;
  readonly right?: boolean;
  readonly text: (gene: Gene) => string;
  /** What it sorts by; rows without a value come last. */
  readonly value: (gene: Gene) => string | number | undefined;
}

const STATE_HEADS = {
  none: "",
  islands: "islands methylated",
  all: "all methylated",
  measured: "as measured",
} as const;

/** How the methylation state is headed; '' when there is none beside the unmethylated one. */
export function stateHead({ state }: PageHead): string {
  return STATE_HEADS[state];
}

/** The columns of the overview, with expression in the cell that is chosen. */
export function overviewColumns(head: PageHead, cell: number): readonly Column[] {
  const state = stateHead(head);
  return [
    text("gene", "the start site's name, or the sequence's", "minmax(7rem, 2fr)", ({ name }) => name),
    text("sequence", "the FASTA record or region", "minmax(7rem, 2fr)", ({ sequence }) => sequence),
    number("start site", "0-based", "6.5rem", ({ promoter }) => promoter?.t, withCommas),
    text("strand", "", "4rem", ({ promoter }) => promoter?.s ?? ""),
    text("class", "what carries the promoter", "6rem", ({ promoter }) => promoter?.c ?? "–"),
    text("CpG class", "high, intermediate or low CpG", "5.5rem", ({ promoter }) => promoter?.h ?? ""),
    text("elements", "core and proximal elements", "minmax(7rem, 2fr)", ({ promoter }) => promoter?.k.join(" ") ?? ""),
    number("enhancers", "candidates in the record", "6rem", ({ record }) => record.e, String),
    expression("unmethylated", "expression without methyl groups", ({ promoter }) => promoter?.u[cell]),
    ...(state === "" ? [] : [expression(state, "expression in this state", ({ promoter }) => promoter?.x[cell])]),
  ];
}

function text(head: string, help: string, width: string, value: (gene: Gene) => string): Column {
  return { head, help, width, text: value, value };
}

function number(
  head: string,
  help: string,
  width: string,
  value: (gene: Gene) => number | undefined,
  shown: (value: number) => string,
): Column {
  const cell = (gene: Gene) => {
    const found = value(gene);
    return found === undefined ? "" : shown(found);
  };
  return { head, help, width, right: true, text: cell, value };
}

function expression(head: string, help: string, value: (gene: Gene) => number | undefined): Column {
  return number(head, help, "10.4rem", value, (x) => `${amount(x)} ${expressionLevel(x)}`);
}

/** The genes whose words contain every word of `query`, sorted by a column. */
export function chosenGenes(
  genes: readonly Gene[],
  query: string,
  column: Column,
  descending: boolean,
): readonly Gene[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = words.length === 0 ? [...genes] : genes.filter((gene) => contains(gene, words));
  return found.sort((a, b) => compare(column.value(a), column.value(b), descending) || a.index - b.index);
}

function contains({ name, sequence, record, promoter }: Gene, words: readonly string[]): boolean {
  const about = promoter === undefined ? "no promoter" : `${promoter.c} ${promoter.h} ${promoter.k.join(" ")}`;
  const text = `${name} ${sequence} ${record.n} ${about}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

const ORDER = new Intl.Collator("en", { numeric: true });

type Value = string | number | undefined;

function compare(a: Value, b: Value, descending: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const order = typeof a === "number" && typeof b === "number" ? a - b : ORDER.compare(String(a), String(b));
  return descending ? -order : order;
}
