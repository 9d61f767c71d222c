import type { CpgIsland } from "../cpg/island.ts";
import { ISLAND_METHODS, type IslandMethodName } from "../cpg/methods.ts";
import { fullyMethylated, islandsMethylated, type Methylation } from "../cpg/methylation.ts";
import { bundledLibrary, type LibraryMotif } from "../motif/library.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { sitesOnRecord, type TssBySequence } from "../sequence/tss.ts";
import { type CellProfile, levelOf } from "./cells.ts";
import { type EnhancerActivity, enhancerActivities } from "./enhancer-activity.ts";
import { type Enhancer, type EnhancerOptions, enhancerMotifs, enhancers } from "./enhancers.ts";
import { type Expression, promoterExpression } from "./expression.ts";
import type { ExpressionConditions } from "./expression-sites.ts";
import {
  type PredictedPromoter,
  type PredictionSettings,
  predictionSettings,
  predictPromoters,
} from "./promoter-calls.ts";
import { annotatedPromoters, type Promoter } from "./promoters.ts";

/** Where methyl groups are: nowhere, on the CpGs of islands, or on every CpG. */
export type MethylationState = "none" | "islands" | "all";

export const METHYLATION_STATES = ["none", "islands", "all"] as const;

/** Levels that were measured. */
export interface MeasuredLevels {
  /** Of the CpGs of a record that have a measurement; the others count as not methylated. */
  levels(record: FastaRecord): Methylation;
  /** After the last record. */
  finish(): void;
}

export interface AnalysisSettings {
  readonly method: IslandMethodName;
  /** Annotated start sites; without them promoters are predicted. */
  readonly tss: TssBySequence | undefined;
  readonly enhancers: EnhancerOptions;
  readonly cells: readonly CellProfile[];
  readonly methylation: MethylationState | MeasuredLevels;
  readonly conditions: Pick<ExpressionConditions, "model" | "parameters" | "methylationActs">;
  /** The motifs whose factors act; the bundled library when left out. */
  readonly library?: readonly LibraryMotif[] | undefined;
}

/** A promoter with its expression in each cell, in the order of the cells. */
export interface PromoterStory {
  readonly promoter: Promoter | PredictedPromoter;
  readonly expression: readonly Expression[];
}

/** All that a record tells: what `report` shows. */
export interface RecordStory {
  readonly name: string;
  readonly length: number;
  /** Of a region: where it lies, and its name. */
  readonly start?: number;
  readonly end?: number;
  readonly region?: string;
  readonly islands: readonly CpgIsland[];
  readonly promoters: readonly PromoterStory[];
  readonly enhancers: readonly Enhancer[];
}

/** A record with all that its promoters' expression rests on. */
export interface PreparedRecord {
  readonly name: string;
  readonly codes: Uint8Array;
  readonly islands: readonly CpgIsland[];
  readonly promoters: readonly (Promoter | PredictedPromoter)[];
  readonly enhancers: readonly Enhancer[];
  readonly cells: readonly PreparedCell[];
  /** Level of a CpG that a change of the sequence makes at a place; undefined where levels are measured, or none matter. */
  newCpgLevel(position: number): number | undefined;
}

/** The conditions in one cell, and what the record's clusters do there. */
export interface PreparedCell {
  readonly conditions: ExpressionConditions;
  readonly activities: readonly EnhancerActivity[];
}

/** Islands, promoters, enhancers and expression of one record. */
export function analyzeRecord(record: FastaRecord, settings: AnalysisSettings): RecordStory {
  const { name, codes, region } = record;
  const prepared = prepareRecord(record, settings);
  return {
    name,
    length: codes.length,
    ...(region === undefined ? {} : { start: 0, end: codes.length, region }),
    islands: prepared.islands,
    promoters: prepared.promoters.map((promoter) => ({ promoter, expression: expressionInCells(prepared, promoter) })),
    enhancers: prepared.enhancers,
  };
}

/** Islands, promoters and enhancers of one record, ready for expression in every cell. */
export function prepareRecord(record: FastaRecord, settings: AnalysisSettings): PreparedRecord {
  const { name, codes } = record;
  const { library = bundledLibrary() } = settings;
  const islands = recordIslands(codes, settings.method);
  const promoters = recordPromoters(record, islands, settings.tss);
  const clusters = enhancers(codes, enhancerMotifs(library), settings.enhancers);
  const methylation = methylationState(record, islands, settings.methylation);
  const cells = settings.cells.map((cell): PreparedCell => {
    // Factors that the cell lacks have weight 0: they would only cost time.
    const present = library.filter((motif) => levelOf(cell, motif) > 0);
    const conditions = { ...settings.conditions, cell, library: present, methylation };
    return { conditions, activities: promoters.length === 0 ? [] : enhancerActivities(codes, clusters, conditions) };
  });
  const newCpgLevel = (position: number) => levelOfNewCpg(position, islands, settings.methylation);
  return { name, codes, islands, promoters, enhancers: clusters, cells, newCpgLevel };
}

/** Expression of a promoter in each cell. */
export function expressionInCells({ codes, cells }: PreparedRecord, promoter: Promoter): Expression[] {
  return cells.map(({ activities, conditions }) => promoterExpression(codes, promoter, activities, conditions));
}

export function recordIslands(codes: Uint8Array, method: IslandMethodName): CpgIsland[] {
  return ISLAND_METHODS[method].islands(codes);
}

/** At the annotated start sites, or predicted. */
export function recordPromoters(
  source: FastaRecord,
  islands: readonly CpgIsland[],
  tss: TssBySequence | undefined,
  settings?: PredictionSettings,
): (Promoter | PredictedPromoter)[] {
  const record = { name: source.name, codes: source.codes, islands };
  return tss === undefined
    ? predictPromoters(record, settings ?? predictionSettings())
    : annotatedPromoters(record, sitesOnRecord(tss, source), settings);
}

/** The levels of a record's CpGs in a state; undefined where nothing is methylated. */
export function methylationState(
  record: FastaRecord,
  islands: readonly CpgIsland[],
  state: MethylationState | MeasuredLevels,
): Methylation | undefined {
  if (typeof state === "object") return state.levels(record);
  if (state === "none") return undefined;
  const { codes } = record;
  return state === "all" ? fullyMethylated(codes) : islandsMethylated(codes, islands);
}

function levelOfNewCpg(
  position: number,
  islands: readonly CpgIsland[],
  state: MethylationState | MeasuredLevels,
): number | undefined {
  if (typeof state === "object" || state === "none") return undefined;
  return state === "all" || islands.some(({ start, end }) => position >= start && position < end) ? 1 : 0;
}
