import { fullyMethylated, islandsMethylated, type Methylation, unmethylated } from "../../../cpg/methylation.ts";
import { withCommas } from "../../../printf.ts";
import { unpackBases } from "../packed-bases.ts";
import type { DetailLine, OverviewLine, PageState, PromoterOverview } from "../page-data.ts";
import { recordName, visible } from "./text.ts";

/** A row of the overview: a promoter, or a record that has none. */
export interface Gene {
  /** Its place in the file's order. */
  readonly index: number;
  readonly record: OverviewLine;
  /** Number of the record, and of the promoter in it. */
  readonly recordIndex: number;
  readonly promoterIndex: number;
  readonly promoter: PromoterOverview | undefined;
  readonly name: string;
  readonly sequence: string;
}

/** The records of the file: overviews are read at once, details when they are looked at. */
export class Records {
  readonly genes: readonly Gene[];
  readonly #lines: readonly string[];

  /** `text`: two lines a record. */
  constructor(text: string) {
    this.#lines = text.split("\n").filter((line) => line !== "");
    const genes: Gene[] = [];
    for (let i = 0; i + 1 < this.#lines.length; i += 2) {
      for (const gene of genesOf(JSON.parse(this.#lines[i]), i / 2)) genes.push({ ...gene, index: genes.length });
    }
    this.genes = genes;
  }

  get count(): number {
    return this.#lines.length >> 1;
  }

  detail(recordIndex: number): DetailLine {
    return JSON.parse(this.#lines[2 * recordIndex + 1]);
  }
}

function genesOf(record: OverviewLine, recordIndex: number): Omit<Gene, "index">[] {
  const sequence = visible(recordName(record));
  const common = { record, recordIndex, sequence };
  if (record.p.length === 0) return [{ ...common, promoterIndex: -1, promoter: undefined, name: sequence }];
  return record.p.map((promoter, promoterIndex) => {
    const name = promoter.n === "" ? unnamed(promoter, record, sequence) : visible(promoter.n);
    return { ...common, promoterIndex, promoter, name };
  });
}

/** A promoter without a name has its record's, where it is alone there. */
function unnamed({ t, s }: PromoterOverview, { p }: OverviewLine, sequence: string): string {
  return p.length === 1 ? sequence : `TSS ${withCommas(t)} (${s})`;
}

/** The record's letters, where the file carries them. */
export function basesOf({ l }: OverviewLine, { q }: DetailLine): Uint8Array | undefined {
  return q === undefined ? undefined : unpackBases(q, l);
}

/** CpGs with their level in the methylation state (NaN: not measured), positions within the record's letters. */
export function methylationOf(
  record: OverviewLine,
  detail: DetailLine,
  state: PageState,
  codes: Uint8Array,
): Methylation {
  switch (state) {
    case "all":
      return fullyMethylated(codes);
    case "islands":
      return islandsMethylated(
        codes,
        detail.i.map(([start, length]) => ({ start: start - record.o, end: start - record.o + length })),
      );
    case "measured": {
      const { positions } = unmethylated(codes);
      const percents = detail.m ?? [];
      return { positions, levels: Float32Array.from(positions, (_, i) => level(percents[i])) };
    }
    case "none":
      return unmethylated(codes);
  }
}

function level(percent: number | undefined): number {
  return percent === undefined || percent < 0 ? Number.NaN : percent / 100;
}
