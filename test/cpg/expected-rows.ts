import type { CpgIsland } from "../../src/cpg/island.ts";
import { countRegion } from "../../src/cpg/statistics.ts";
import { formatFixed } from "../../src/printf.ts";
import { recordsOf, type TestRecord } from "./records.ts";

/** Islands of a set as rows of the oracle: a name, then what `cells` makes of each island. */
export function islandRows(
  set: string,
  islands: (codes: Uint8Array) => CpgIsland[],
  cells: (island: CpgIsland, record: TestRecord) => (string | number)[],
): string[][] {
  return recordsOf(set).flatMap((record) =>
    islands(record.codes).map((island) => [record.name, ...cells(island, record)].map(String)),
  );
}

/** start0 end0 length cpg C G acgt percentGC obsExp: the columns of tatabox's own definitions. */
export function statisticsCells(island: CpgIsland, { codes }: TestRecord): (string | number)[] {
  const { start, end, length, cpgCount } = island;
  const { c, g, known } = countRegion(codes, start, end);
  return [start, end, length, cpgCount, c, g, known, formatFixed(island.gcPercent, 6), formatFixed(island.obsExp, 6)];
}
