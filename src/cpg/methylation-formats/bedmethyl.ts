import { dataError, type Place } from "../../errors.ts";
import {
  bedInterval,
  counted,
  isWhole,
  type MethylationRow,
  percentOf,
  type RowFormat,
  type Skip,
  strandOf,
  wholeNumber,
} from "./row.ts";

const MODKIT_COLUMNS = 18;
const MODBAM2BED_COLUMNS = 14;
const ENCODE_COLUMNS = 11;

/** modkit's codes (and ChEBI's numbers) of modifications of C. */
const CODES: Readonly<Record<string, MethylationRow["code"]>> = {
  C: "any",
  m: "m",
  h: "h",
  "5mC": "m",
  "5hmC": "h",
  "27551": "m",
  "76792": "h",
};

const isBed = (cells: readonly string[]) => isWhole(cells[1]) && isWhole(cells[2]) && /^[-+.]$/.test(cells[5] ?? "");

/** modkit pileup: 18 columns; valid calls in 10, modified in 12. Rows h and m of one base share their valid calls. */
export const MODKIT: RowFormat = {
  name: "bedMethyl of modkit",
  hasCounts: true,
  matches: (cells) => cells.length >= MODKIT_COLUMNS && isBed(cells),
  read(cells, place) {
    const site = bedSite(cells, place);
    const valid = wholeNumber(need(cells, MODKIT_COLUMNS, place)[9], "valid coverage", place);
    const modified = wholeNumber(cells[11], "modified calls", place);
    const code = codeOf(cells[3]);
    return typeof code === "object" ? counted({ ...site, code: code.code }, modified, valid, place) : code;
  },
};

/**
 * modbam2bed: like ENCODE, then canonical, modified and filtered calls. Column 10 also counts reads without a call, so it
 * is not used. A base of a joined CpG row spans two letters.
 */
export const MODBAM2BED: RowFormat = {
  name: "bedMethyl of modbam2bed",
  hasCounts: true,
  matches: (cells) => cells.length === MODBAM2BED_COLUMNS && isBed(cells) && /^[56]/.test(cells[3]),
  read(cells, place) {
    const site = bedSite(cells, place);
    const canonical = wholeNumber(need(cells, MODBAM2BED_COLUMNS, place)[11], "canonical calls", place);
    const modified = wholeNumber(cells[12], "modified calls", place);
    const code = codeOf(cells[3]);
    return typeof code === "object"
      ? counted({ ...site, code: code.code }, modified, canonical + modified, place)
      : code;
  },
};

/** ENCODE's 9 + 2 columns: coverage and percentage, of which the reads follow by rounding. More columns are ignored. */
export const ENCODE_BEDMETHYL: RowFormat = {
  name: "bedMethyl of ENCODE",
  hasCounts: true,
  matches: (cells) => cells.length >= ENCODE_COLUMNS && isBed(cells) && isWhole(cells[9]),
  read(cells, place) {
    const site = bedSite(cells, place);
    const coverage = wholeNumber(need(cells, ENCODE_COLUMNS, place)[9], "coverage", place);
    const methylated = Math.round(coverage * percentOf(cells[10], place));
    return counted({ ...site, code: "any" }, methylated, coverage, place);
  },
};

function need(cells: readonly string[], columns: number, place: Place): readonly string[] {
  if (cells.length >= columns) return cells;
  throw dataError(`expected ${columns} columns, found ${cells.length}`, place);
}

function bedSite(cells: readonly string[], place: Place) {
  return { sequence: cells[0], ...bedInterval(cells, place), strand: strandOf(cells[5] ?? "", place) };
}

/** `m`, or `m,CG,0` with its motif; patterns of both strands (`m,-,C`) and other modifications are passed over. */
function codeOf(text: string): { code: MethylationRow["code"] } | Skip {
  const [name, motif] = text.split(",");
  if (!Object.hasOwn(CODES, name) || motif === "-" || motif === "m" || motif === "h") return "other modification";
  if (motif !== undefined && !motif.includes("CG")) return "other context";
  return { code: CODES[name] };
}
