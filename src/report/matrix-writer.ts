import { formatFixed } from "../printf.ts";
import type { Shape } from "./shape.ts";

/** A sequence or region with a value for each motif. */
export interface MatrixFeature {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/**
 * A tab-separated matrix, a row a sequence and a column a motif: `sequence_name`, then the motifs' ids. Whole numbers as
 * they are, others `%.4f`; `NA` where there is no value (R and pandas read it as such).
 */
export function matrixShape(motifIds: readonly string[]): Shape<MatrixFeature> {
  return {
    list: "rows",
    item: "row",
    json: (row) => row,
    other: { matrix: matrixLine },
    heads: { matrix: `${["sequence_name", ...uniqueNames(motifIds)].join("\t")}\n` },
  };
}

function matrixLine({ name, values }: MatrixFeature): string {
  return `${[name, ...Array.from(values, cell)].join("\t")}\n`;
}

function cell(value: number): string {
  if (!Number.isFinite(value)) return "NA";
  return Number.isInteger(value) ? String(value) : formatFixed(value, 4);
}

/** The same names, repeated ones with `_2`, `_3` …; none is given away that another motif bears by itself. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let copy = 2; seen.has(unique) || (unique !== name && taken.has(unique)); copy++) unique = `${name}_${copy}`;
    seen.add(unique);
    return unique;
  });
}
