import { sharedText } from "../shared.ts";

/** Start sites (0-based, + strand) of genes in oracle/cpg/input/embl.fa, from oracle/cpg/expect/promoter_class.tsv. */
export const GENES = {
  FOS: { record: "K00650", tss: 733 },
  TYMS: { record: "D00596", tss: 821 },
  HBG2: { record: "U01317", tss: 34477 },
  HBB: { record: "U01317", tss: 62136 },
} as const;

/** Letters of the record that holds the gene. */
export function geneLetters(gene: keyof typeof GENES): string {
  const record = sharedText("oracle/cpg/input/embl.fa")
    .split(/^>/m)
    .find((text) => text.split(/\s/, 1)[0] === GENES[gene].record)!;
  return record.slice(record.indexOf("\n")).replaceAll(/\s/g, "");
}

/** A record of `length` bases without any element's word: changeless in every window. */
export function plain(length: number): string {
  return "A".repeat(length);
}

/** `text` with each word laid at its offset from `tss`. */
export function planted(text: string, tss: number, words: Readonly<Record<number, string>>): string {
  const letters = [...text];
  for (const [offset, word] of Object.entries(words)) letters.splice(tss + Number(offset), word.length, ...word);
  return letters.join("");
}
