import { dataError } from "../../errors.ts";
import { encodeText, UNKNOWN_BASE } from "../../sequence/alphabet.ts";
import type { Line } from "./text.ts";

const DNA: readonly number[] = [0, 1, 2, 3];

/** MEME Suite's protein alphabet. */
const PROTEIN = "ACDEFGHIKLMNPQRSTVWY";

/**
 * Base codes in the order of a MEME file's matrix columns: A C G T unless the file says otherwise. Throws for protein
 * and for any alphabet that is not four letters of DNA or RNA.
 */
export function memeAlphabet(lines: readonly Line[], file: string): readonly number[] {
  const at = lines.findIndex((line) => /^ALPHABET\b/.test(line.text));
  if (at < 0) return DNA;
  const { text, number } = lines[at];
  const letters = /^ALPHABET\s*=\s*(\S*)/.exec(text)?.[1] ?? definedLetters(lines.slice(at + 1));
  const bases = basesOf(letters);
  if (bases !== undefined) return bases;
  const what = isProtein(letters, text) ? "protein motifs" : "motifs over another alphabet";
  throw dataError(`${what} (letters ${letters}); expected DNA or RNA`, { file, line: number });
}

/** Codes of four letters that are A, C, G and T or U, each once; else undefined. */
export function basesOf(letters: string): readonly number[] | undefined {
  const codes = [...encodeText(letters)];
  const complete = letters.length === 4 && new Set(codes).size === 4 && !codes.includes(UNKNOWN_BASE);
  return complete ? codes : undefined;
}

/**
 * Core letters of `ALPHABET "name" … END ALPHABET`: `A "Adenine" CC0000 ~ T "Thymine" 0000CC`, a letter or a
 * complementary pair a line; lines with `=` name ambiguity codes. MEME sorts the letters.
 */
function definedLetters(lines: readonly Line[]): string {
  const end = lines.findIndex((line) => /^(END ALPHABET|MOTIF|strands:|Background)/i.test(line.text));
  const core = lines.slice(0, Math.max(0, end)).filter((line) => !/^\S\s*=/.test(line.text) && !/^#/.test(line.text));
  const letters = core.flatMap(({ text }) =>
    text
      .replace(/"[^"]*"/g, "")
      .split("~")
      .map((side) => side.trim()[0] ?? ""),
  );
  return letters.sort().join("");
}

function isProtein(letters: string, text: string): boolean {
  return letters === PROTEIN || /PROTEIN/i.test(text) || [...PROTEIN].every((letter) => letters.includes(letter));
}
