import type { Motif } from "../motif/motif.ts";
import type { AdmittedWord, AdmittedWords } from "../motif/words.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import { BASES } from "../sequence/alphabet.ts";
import type { Shape } from "./shape.ts";

export interface WordRow {
  readonly motif: Motif;
  readonly word: AdmittedWord;
}

const letters = ({ codes }: AdmittedWord) => Array.from(codes, (code) => BASES[code]).join("");

/** Words of a motif, best first. */
export const WORD_SHAPE: Shape<WordRow> = {
  list: "words",
  item: "word",
  tsv: [
    { head: "motif_id", text: ({ motif }) => motif.id },
    { head: "motif_alt_id", text: ({ motif }) => motif.name },
    { head: "word", text: ({ word }) => letters(word) },
    { head: "score", text: ({ word }) => formatFixed(word.score, 4) },
    { head: "p-value", text: ({ word }) => formatGeneral(word.pValue, 4) },
    { head: "mismatches", text: ({ word }) => String(word.mismatches) },
  ],
  table: [
    { head: "word", text: ({ word }) => letters(word) },
    { head: "score", text: ({ word }) => formatFixed(word.score, 2), right: true },
    { head: "p-value", text: ({ word }) => formatGeneral(word.pValue, 3), right: true },
    { head: "mismatches", text: ({ word }) => String(word.mismatches), right: true },
  ],
  json: ({ motif, word }) => ({
    motif: motif.id,
    word: letters(word),
    score: Number.isFinite(word.score) ? word.score : null,
    pValue: word.pValue,
    mismatches: word.mismatches,
  }),
};

/** What JSON says of a motif's words as a whole. */
export function wordSummary(motif: Motif, { threshold, count, exact, byMismatches }: AdmittedWords): object {
  const { id, name, width, source } = motif;
  const score = Number.isFinite(threshold) ? threshold : null;
  return { id, name, width, source, threshold: score, count, exact, possible: 4 ** width, byMismatches };
}

/** The same for people: how many words, and how far they are from the best one. */
export function wordSummaryText({ width }: Motif, admitted: AdmittedWords, limit: number): string {
  const { threshold, count, exact, byMismatches } = admitted;
  if (count === 0) return `no word reaches p ≤ ${limit}: one of ${4 ** width} is already more than that`;
  const about = exact ? "" : "about ";
  const head = `${about}${wholeNumber(count)} of ${wholeNumber(4 ** width)} words score at least ${formatFixed(threshold, 2)} bits (p ≤ ${limit})`;
  const columns = byMismatches.map((_, mismatches) => String(mismatches));
  const counts = byMismatches.map(wholeNumber);
  const widths = counts.map((text, i) => Math.max(text.length, columns[i].length));
  const line = (name: string, cells: readonly string[]) =>
    `  ${name.padEnd(11)}${cells.map((cell, i) => cell.padStart(widths[i])).join("  ")}`;
  return [head, line("mismatches", columns), line("words", counts)].join("\n");
}

/** All digits as far as a double has them. */
function wholeNumber(x: number): string {
  return x <= Number.MAX_SAFE_INTEGER ? String(Math.round(x)) : formatGeneral(x, 4);
}
