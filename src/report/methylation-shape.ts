import type { MethylationSummary } from "../cpg/methylation-sites.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import type { Interval, Strand } from "../sequence/interval.ts";
import type { Column, Shape } from "./shape.ts";

/** A CpG, or one strand of it. */
export interface MethylationFeature extends Interval {
  readonly sequence: string;
  readonly strand: Strand | ".";
  readonly level: number;
  /** Methylated reads (or simulated strands) of `coverage`; null where a file has no counts. */
  readonly methylated: number | null;
  readonly coverage: number | null;
}

const ENCODE_RGB = "255,0,0";
const MOST_BED_SCORE = 1000;

/** How levels are written. `simulation` names what made them; undefined: they were measured. */
export function methylationShape(simulation: string | undefined): Shape<MethylationFeature> {
  const said = simulation === undefined ? "" : `simulated by tatabox (${simulation})`;
  return {
    list: "cpgs",
    item: "cpg",
    tsv: [
      { head: "sequence_name", text: ({ sequence }) => sequence },
      { head: "start", text: ({ start }) => String(start) },
      { head: "end", text: ({ end }) => String(end) },
      { head: "strand", text: ({ strand }) => strand },
      { head: "level", text: ({ level }) => formatGeneral(level, 6) },
    ],
    json: ({ methylated, coverage, ...site }) => (coverage === null ? site : { ...site, methylated, coverage }),
    other: {
      bed: (site) => bedMethylRow(site, simulation === undefined ? "." : "simulated"),
      bedgraph: ({ sequence, start, end, level }) =>
        `${[sequence, start, end, formatGeneral(100 * level, 6)].join("\t")}\n`,
      bismark: bismarkRow,
    },
    heads: {
      bed: said === "" ? "" : `# ${said}\n`,
      bedgraph: `track type=bedGraph name="CpG methylation"${said === "" ? "" : ` description="${said}"`}\n`,
      bismark: said === "" ? "" : `# ${said}\n`,
    },
  };
}

/** ENCODE's bedMethyl: 9 + 2 columns. */
function bedMethylRow({ sequence, start, end, strand, level, coverage }: MethylationFeature, name: string): string {
  const reads = coverage ?? 0;
  const score = Math.min(MOST_BED_SCORE, reads);
  const cells = [sequence, start, end, name, score, strand, start, end, ENCODE_RGB, reads, formatFixed(100 * level, 2)];
  return `${cells.join("\t")}\n`;
}

/** Bismark's coverage file, 1-based closed. */
function bismarkRow({ sequence, start, end, level, methylated, coverage }: MethylationFeature): string {
  const [reads, all] = [methylated ?? 0, coverage ?? 0];
  return `${[sequence, start + 1, end, formatGeneral(100 * level, 6), reads, all - reads].join("\t")}\n`;
}

/** What an island or promoter holds. */
export interface SummaryRow extends MethylationSummary {
  readonly sequence: string;
  /** `island`, or `promoter` with its name. */
  readonly feature: string;
}

const share = (value: number | null) => (value === null ? "" : formatGeneral(value, 6));
const count = (head: string, of: (row: SummaryRow) => number): Column<SummaryRow> => ({
  head,
  text: (row) => String(of(row)),
  right: true,
});

const SUMMARY_COLUMNS: readonly Column<SummaryRow>[] = [
  { head: "sequence_name", text: ({ sequence }) => sequence },
  count("start", ({ start }) => start),
  count("end", ({ end }) => end),
  { head: "feature", text: ({ feature }) => feature },
  count("cpgs", ({ cpgs }) => cpgs),
  count("covered", ({ covered }) => covered),
  { head: "mean", text: ({ mean }) => share(mean), right: true },
  { head: "site_mean", text: ({ siteMean }) => share(siteMean), right: true },
  { head: "methylated_fraction", text: ({ methylatedFraction }) => share(methylatedFraction), right: true },
  { head: "class", text: (row) => row.class ?? "" },
];

export const SUMMARY_SHAPE: Shape<SummaryRow> = {
  list: "regions",
  item: "region",
  tsv: SUMMARY_COLUMNS,
  table: SUMMARY_COLUMNS,
  footnote:
    "mean: methylated over all reads; site_mean: mean of the sites' levels; methylated_fraction: share of covered CpGs\n" +
    "above 0.8. class by the mean: unmethylated below 0.2, methylated above 0.8.",
  json: (row) => row,
};

/** A generation of a simulation beside what the model expects; null where there is no such number. */
export interface TrajectoryRow {
  readonly generation: number;
  readonly expected: number | null;
  readonly simulated: number | null;
  readonly full: number | null;
  readonly hemi: number | null;
  readonly none: number | null;
  readonly equilibrium: number | null;
}

const TRAJECTORY_COLUMNS: readonly Column<TrajectoryRow>[] = [
  { head: "generation", text: ({ generation }) => String(generation), right: true },
  ...(["expected", "simulated", "full", "hemi", "none", "equilibrium"] as const).map((head) => ({
    head,
    text: (row: TrajectoryRow) => (row[head] === null ? "" : formatGeneral(row[head], 12)),
    right: true,
  })),
];

export const TRAJECTORY_SHAPE: Shape<TrajectoryRow> = {
  list: "generations",
  item: "generation",
  tsv: TRAJECTORY_COLUMNS,
  table: TRAJECTORY_COLUMNS,
  json: (row) => row,
};
