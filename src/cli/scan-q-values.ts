import { fimoQValues } from "../scan/fimo/scan.ts";
import type { Hits } from "../scan/hits.ts";
import { knownRuns, type Strands } from "../scan/plain.ts";
import { TestedWindows, testedWindows } from "../scan/q-values.ts";
import type { Search } from "../scan/search.ts";
import type { FastaRecord } from "../sequence/fasta.ts";

/** q of a p-value of a motif (by its index in the scan). */
export type QValueOf = (motif: number, p: number) => number;

/** Benjamini–Hochberg over all tested windows of the input: per motif, or over all motifs together. */
export async function benjaminiHochberg(
  records: AsyncIterable<FastaRecord>,
  searches: readonly Search[],
  strands: Strands,
  scope: "motif" | "global",
  hitsOf: (record: FastaRecord) => Hits,
): Promise<QValueOf> {
  const tested = searches.map(() => new TestedWindows());
  for await (const record of records) {
    const runs = knownRuns(record.codes);
    const hits = hitsOf(record);
    for (const [i, motif] of hits.motif.entries()) tested[motif].add(hits.p[i]);
    for (const [motif, { matrix }] of searches.entries()) {
      tested[motif].tests += testedWindows(runs, matrix.width) * (strands === "both" ? 2 : 1);
    }
  }
  if (scope === "motif") {
    const tables = tested.map((windows) => windows.qValues());
    return (motif, p) => tables[motif].get(p)!;
  }
  const all = new TestedWindows();
  for (const windows of tested) all.merge(windows);
  const table = all.qValues();
  return (_, p) => table.get(p)!;
}

/** FIMO's q-values; holds all records, as FIMO's running random numbers go motif by motif over the whole input. */
export async function fimoQValueOf(
  records: AsyncIterable<FastaRecord>,
  searches: readonly Search[],
  strands: Strands,
): Promise<QValueOf> {
  const codes: Uint8Array[] = [];
  for await (const record of records) codes.push(record.codes);
  const tables = fimoQValues(codes, searches, strands);
  return (motif, p) => tables[motif].get(p)!;
}
