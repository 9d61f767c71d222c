import { encode } from "../../src/sequence/alphabet.ts";
import { sharedText } from "../shared.ts";

export interface TestRecord {
  readonly name: string;
  readonly letters: Uint8Array;
  readonly codes: Uint8Array;
}

/** Records of a small FASTA text. */
export function fastaRecords(text: string): TestRecord[] {
  return text
    .split(/^>/m)
    .slice(1)
    .map((block) => {
      const [header, ...lines] = block.split("\n");
      const letters = new TextEncoder().encode(lines.join(""));
      return { name: header.split(/\s/)[0], letters, codes: encode(letters) };
    });
}

const CHR20 = "data/hg19_chr20/chr20_9995000_11095000.softmasked.fa.gz";

/** The records behind the oracle's file names: test1, edge, embl, chr20. */
export function oracleRecords(set: string): TestRecord[] {
  return fastaRecords(sharedText(set === "chr20" ? CHR20 : `oracle/cpg/input/${set}.fa`));
}

/** A table of oracle/cpg/expect as lists of cells, without its header. */
export function oracleTable(file: string): string[][] {
  const [, ...lines] = sharedText(`oracle/cpg/expect/${file}`).split("\n");
  return lines.filter((line) => line !== "").map((line) => line.split("\t"));
}
