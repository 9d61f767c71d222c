import { fimoQValues } from "../scan/fimo/scan.ts";
import type { PackedHits } from "../scan/packed-hits.ts";
import type { Strands } from "../scan/plain.ts";
import { type KnownStretches, TestedWindows } from "../scan/q-values.ts";
import type { Search } from "../scan/search.ts";
import type { FastaRecord } from "../sequence/fasta.ts";

/** q by p-value, for each motif of the scan. */
export type QTables = readonly ReadonlyMap<number, number>[];

/**
 * Benjamini–Hochberg over all tested windows of the input: per motif, or over all motifs together. `stretches` is complete
 * once `pieces` has been read to its end.
 */
export async function benjaminiHochberg(
  pieces: AsyncIterable<{ readonly hits?: PackedHits }>,
  stretches: KnownStretches,
  searches: readonly Search[],
  strands: Strands,
  scope: "motif" | "global",
): Promise<QTables> {
  const tested = searches.map(() => new TestedWindows());
  for await (const { hits } of pieces) {
    for (let i = 0; i < hits!.motif.length; i++) tested[hits!.motif[i]].add(hits!.p[i]);
  }
  for (const [motif, { matrix }] of searches.entries()) {
    tested[motif].tests = stretches.windows(matrix.width) * (strands === "both" ? 2 : 1);
  }
  if (scope === "motif") return tested.map((windows) => windows.qValues());
  const all = new TestedWindows();
  for (const windows of tested) all.merge(windows);
  const table = all.qValues();
  return searches.map(() => table);
}

/** FIMO's q-values; holds all records, as FIMO's running random numbers go motif by motif over the whole input. */
export async function fimoQTables(
  records: AsyncIterable<FastaRecord>,
  searches: readonly Search[],
  strands: Strands,
): Promise<QTables> {
  const codes: Uint8Array[] = [];
  for await (const record of records) codes.push(record.codes);
  return fimoQValues(codes, searches, strands);
}
