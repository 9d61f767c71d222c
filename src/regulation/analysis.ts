import type { CpgIsland } from "../cpg/island.ts";
import { ISLAND_METHODS, type IslandMethodName } from "../cpg/methods.ts";
import { fullyMethylated, islandsMethylated, type Methylation } from "../cpg/methylation.ts";
import { bundledLibrary } from "../motif/library.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { sitesOnRecord, type TssBySequence } from "../sequence/tss.ts";
import { type CellProfile, levelOf } from "./cells.ts";
import { enhancerActivities } from "./enhancer-activity.ts";
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

/** Islands, promoters, enhancers and expression of one record. */
export function analyzeRecord(record: FastaRecord, settings: AnalysisSettings): RecordStory {
  const { name, codes, region } = record;
  const islands = recordIslands(codes, settings.method);
  const promoters = recordPromoters(record, islands, settings.tss);
  const clusters = recordEnhancers(codes, settings.enhancers);
  const methylation = methylationState(record, islands, settings.methylation);
  return {
    name,
    length: codes.length,
    ...(region === undefined ? {} : { start: 0, end: codes.length, region }),
    islands,
    promoters: expressed(codes, promoters, clusters, methylation, settings),
    enhancers: clusters,
  };
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

/** Clusters of the library's activators and repressors. */
export function recordEnhancers(codes: Uint8Array, options: EnhancerOptions): Enhancer[] {
  return enhancers(codes, enhancerMotifs(bundledLibrary()), options);
}

function expressed(
  codes: Uint8Array,
  promoters: readonly Promoter[],
  clusters: readonly Enhancer[],
  methylation: Methylation | undefined,
  { cells, conditions }: AnalysisSettings,
): PromoterStory[] {
  const perCell = cells.map((cell) => {
    // Factors that the cell lacks have weight 0: they would only cost time.
    const library = bundledLibrary().filter((motif) => levelOf(cell, motif) > 0);
    const all = { ...conditions, cell, library, methylation };
    return { conditions: all, activities: promoters.length === 0 ? [] : enhancerActivities(codes, clusters, all) };
  });
  return promoters.map((promoter) => ({
    promoter,
    expression: perCell.map((cell) => promoterExpression(codes, promoter, cell.activities, cell.conditions)),
  }));
}

function methylationState(
  record: FastaRecord,
  islands: readonly CpgIsland[],
  state: MethylationState | MeasuredLevels,
): Methylation | undefined {
  if (typeof state === "object") return state.levels(record);
  if (state === "none") return undefined;
  const { codes } = record;
  return state === "all" ? fullyMethylated(codes) : islandsMethylated(codes, islands);
}
