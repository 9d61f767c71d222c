import { dataError } from "../../errors.ts";
import { bedInterval, isNumber, isWhole, numberOf, type RowFormat } from "./row.ts";

/** Values above this would be no percentages. */
const MOST = 100;

/** bedGraph: chrom start end value, 0-based half-open; percentages, or shares where none is above 1. No counts. */
export const BEDGRAPH: RowFormat = {
  name: "bedGraph",
  hasCounts: false,
  matches: (cells) => cells.length === 4 && isWhole(cells[1]) && isWhole(cells[2]) && isNumber(cells[3]),
  read(cells, place) {
    const methylated = numberOf(cells[3], "value", place);
    if (methylated < 0 || methylated > MOST) throw dataError(`value ${cells[3]} is not between 0 and 100`, place);
    const site = { sequence: cells[0], ...bedInterval(cells, place) };
    return { ...site, strand: null, methylated, coverage: null, code: "any" };
  },
};
