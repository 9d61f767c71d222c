import type { MethodPair } from "../cpg/compare.ts";
import { formatFixed } from "../printf.ts";
import type { Column, Shape } from "./shape.ts";

const COLUMNS: readonly Column<MethodPair>[] = [
  { head: "method_a", text: ({ methods }) => methods[0] },
  { head: "method_b", text: ({ methods }) => methods[1] },
  { head: "islands_a", text: ({ islands }) => String(islands[0]), right: true },
  { head: "islands_b", text: ({ islands }) => String(islands[1]), right: true },
  { head: "bases_a", text: ({ bases }) => String(bases[0]), right: true },
  { head: "bases_b", text: ({ bases }) => String(bases[1]), right: true },
  { head: "common", text: ({ common }) => String(common), right: true },
  { head: "union", text: ({ union }) => String(union), right: true },
  { head: "jaccard", text: ({ jaccard }) => (jaccard === null ? "" : formatFixed(jaccard, 4)), right: true },
];

/** How far methods agree, a row a pair of them. */
export const COMPARISON_SHAPE: Shape<MethodPair> = {
  list: "pairs",
  item: "pair",
  tsv: COLUMNS,
  table: COLUMNS,
  footnote:
    "jaccard: bases in islands of both methods over bases in islands of either; 1 where they agree, 0 where not at all.",
  json: (pair) => pair,
};
