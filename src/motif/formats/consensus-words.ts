import { dataError } from "../../errors.ts";
import { IUPAC_BITS } from "../../sequence/alphabet.ts";
import { consensusMotif } from "../consensus.ts";
import type { Motif } from "../motif.ts";
import { isComment, shortened, textLines } from "./text.ts";

/** IUPAC words, one a line, each perhaps behind a name: `TATA-box TATAWAWR`. Throws naming file and line. */
export function readConsensusWords(text: string, source: string): Motif[] {
  const lines = textLines(text).filter((line) => !isComment(line));
  return lines.map(({ text, number }) => {
    if (!isConsensusLine(text)) {
      throw dataError(`expected an IUPAC word, found '${shortened(text)}'`, { file: source, line: number });
    }
    const words = text.split(/\s+/);
    const word = words.at(-1)!;
    return consensusMotif(word, { id: words[0], name: "", source });
  });
}

/** An IUPAC word, alone or behind one other word. */
export function isConsensusLine(text: string): boolean {
  const words = text.split(/\s+/);
  return words.length <= 2 && [...words.at(-1)!.toUpperCase()].every((letter) => letter in IUPAC_BITS);
}
