import { matrixShape } from "../report/matrix-writer.ts";
import { MATRIX_VALUES, matrixRows } from "../scan/hit-matrix.ts";
import type { Hits } from "../scan/hits.ts";
import type { Strands } from "../scan/plain.ts";
import type { Search } from "../scan/search.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import type { Context } from "./command.ts";
import { choiceSchema, type OptionTable, type SettingsOf } from "./options.ts";
import { writeFeatures } from "./records.ts";

export const matrixOption = {
  matrix: {
    flags: "--matrix <VALUE>",
    help: "cells of -f matrix: count (hits), best (score of the best window, whatever -p), presence (1 or 0)",
    group: "Output",
    schema: choiceSchema(MATRIX_VALUES).default("count"),
    echo: true,
  },
} satisfies OptionTable;

/** Writes a row a record, or a region under its BED name, as the records come. */
export async function writeHitMatrix(
  context: Context,
  { matrix, strand }: SettingsOf<typeof matrixOption> & { readonly strand: Strands },
  searches: readonly Search[],
  records: AsyncIterable<FastaRecord>,
  hitsOf: (record: FastaRecord) => Hits,
): Promise<void> {
  const valuesOf = matrixRows(matrix, searches, strand);
  const ids = searches.map(({ motif }) => motif.id);
  // The row's own name is the region's: nothing is to be added.
  const unnamed = { ...context, regions: undefined };
  await writeFeatures(unnamed, matrixShape(ids), records, (record) => {
    const values = valuesOf(record.codes, () => hitsOf(record));
    return { features: [{ name: record.region ?? record.name, values }] };
  });
}
