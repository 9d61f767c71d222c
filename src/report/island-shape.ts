import type { CpgIsland } from "../cpg/island.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import type { Column, Shape } from "./shape.ts";

export interface IslandRow extends CpgIsland {
  readonly sequence: string;
}

/** True counts of the known letters, then what the method adds in its own way of counting. */
const COMMON: readonly Column<IslandRow>[] = [
  { head: "sequence_name", text: ({ sequence }) => sequence },
  { head: "start", text: ({ start }) => String(start) },
  { head: "end", text: ({ end }) => String(end) },
  { head: "length", text: ({ length }) => String(length) },
  { head: "cpg_count", text: ({ cpgCount }) => String(cpgCount) },
  { head: "gc_count", text: ({ gcCount }) => String(gcCount) },
  { head: "gc_percent", text: ({ gcPercent }) => formatFixed(gcPercent, 1) },
  { head: "cpg_percent", text: ({ cpgPercent }) => formatFixed(cpgPercent, 1) },
  { head: "obs_exp", text: ({ obsExp }) => formatFixed(obsExp, 2) },
];

/** Columns of one method; empty text where an island carries another method's. */
const ADDED: Readonly<Record<string, readonly Column<IslandRow>[]>> = {
  ucsc: [
    { head: "ucsc_gc_num", text: ({ columns: c }) => (c?.method === "ucsc" ? String(c.gcNum) : "") },
    { head: "score", text: ({ columns: c }) => (c?.method === "ucsc" ? String(c.score) : "") },
    { head: "cpg_per_gpc", text: ({ columns: c }) => (c?.method === "ucsc" ? ratio(c.cpgPerGpc) : "") },
  ],
  emboss: [
    { head: "emboss_size", text: ({ columns: c }) => (c?.method === "emboss" ? String(c.size) : "") },
    { head: "emboss_sum_cg", text: ({ columns: c }) => (c?.method === "emboss" ? String(c.sumCg) : "") },
    { head: "emboss_percent_cg", text: ({ columns: c }) => (c?.method === "emboss" ? c.percentCg : "") },
    { head: "emboss_obs_exp", text: ({ columns: c }) => (c?.method === "emboss" ? c.obsExp : "") },
  ],
  cpgcluster: [
    { head: "p_value", text: ({ columns: c }) => (c?.method === "cpgcluster" ? formatGeneral(c.pValue, 6) : "") },
  ],
  hmm: [{ head: "log_odds", text: ({ columns: c }) => (c?.method === "hmm" ? formatFixed(c.logOdds, 2) : "") }],
};

/** CpG islands by one method; coordinates 0-based half-open except in GFF3. */
export function islandShape(method: string): Shape<IslandRow> {
  const right = (column: Column<IslandRow>, i: number) => ({ ...column, right: i > 0 });
  return {
    list: "islands",
    item: "island",
    tsv: [...COMMON, ...(ADDED[method] ?? [])],
    table: COMMON.map(right),
    json: ({ sequence, columns, ...island }) => ({
      sequence,
      ...island,
      ...(columns === undefined ? {} : { columns }),
    }),
    bed: ({ sequence, start, end, cpgCount, obsExp }) => [
      sequence,
      start,
      end,
      `CpG:_${cpgCount}`,
      bedScore(obsExp),
      ".",
    ],
    other: { ucsc: cpgIslandExtRow },
    gff3: (island) => ({
      sequence: island.sequence,
      start: island.start,
      end: island.end,
      type: "CpG_island",
      strand: ".",
      attributes: [
        ["Name", `CpG: ${island.cpgCount}`],
        ["cpg_count", String(island.cpgCount)],
        ["gc_percent", formatFixed(island.gcPercent, 1)],
        ["obs_exp", formatFixed(island.obsExp, 2)],
      ],
    }),
  };
}

/** A row of UCSC's table cpgIslandExt without its leading `bin`. */
function cpgIslandExtRow({ sequence, start, end, length, cpgCount, columns }: IslandRow): string {
  if (columns?.method !== "ucsc") return "";
  const { gcNum, perCpg, perGc, obsExp } = columns;
  const cells = [sequence, start, end, `CpG: ${cpgCount}`, length, cpgCount, gcNum, perCpg, perGc, obsExp];
  return `${cells.join("\t")}\n`;
}

/** BED wants 0..1000: a thousand times the CpG ratio, at most 1000. */
function bedScore(obsExp: number): number {
  return Math.min(1000, Math.round(1000 * obsExp));
}

function ratio(value: number | null): string {
  return value === null ? "" : formatFixed(value, 2);
}
