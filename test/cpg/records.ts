import { readFileSync } from "node:fs";
import { encode } from "../../src/sequence/alphabet.ts";
import { sharedText } from "../shared.ts";

export interface TestRecord {
  readonly name: string;
  readonly letters: Uint8Array;
  readonly codes: Uint8Array;
}

const CHR20 = "data/hg19_chr20/chr20_9995000_11095000.softmasked.fa.gz";

/** Records of a set by the oracle's names: test1, edge, embl (all in fixtures/cpg), chr20 (beside the project). */
export function recordsOf(set: string): TestRecord[] {
  if (set === "chr20") return fastaRecords(sharedText(CHR20));
  return fastaRecords(readFileSync(new URL(`../../fixtures/cpg/${set}.fa`, import.meta.url), "utf8"));
}

export function recordOf(set: string, name: string): TestRecord {
  return recordsOf(set).find((record) => record.name === name)!;
}

/** A table of oracle/cpg/expect as lists of cells, without its header. */
export function oracleTable(file: string): string[][] {
  const [, ...lines] = sharedText(`oracle/cpg/expect/${file}`).split("\n");
  return lines.filter((line) => line !== "").map((line) => line.split("\t"));
}

function fastaRecords(text: string): TestRecord[] {
  const [, ...blocks] = text.split(/^>/m);
  return blocks.map((block) => {
    const [header, ...lines] = block.split("\n");
    const letters = new TextEncoder().encode(lines.join(""));
    return { name: header.split(/\s/)[0], letters, codes: encode(letters) };
  });
}
