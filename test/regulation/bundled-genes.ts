import { readFileSync } from "node:fs";
import { encodeText } from "../../src/sequence/alphabet.ts";

/** Start sites of the bundled genes (0-based, all on the + strand; fixtures/genes/genes.bed). */
export const STARTS = {
  globin: { tss: 62136, strand: "+" },
  fos: { tss: 733, strand: "+" },
  tyms: { tss: 821, strand: "+" },
} as const;

/** Base codes of a record of fixtures/genes. */
export function geneCodes(name: keyof typeof STARTS): Uint8Array {
  const text = readFileSync(new URL(`../../fixtures/genes/${name}.fa`, import.meta.url), "utf8");
  return encodeText(text.split("\n").slice(1).join(""));
}
