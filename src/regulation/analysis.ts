import type { CpgIsland } from "../cpg/island.ts";
import { type IslandMethodName, islandStepsBy } from "../cpg/methods.ts";
import { fullyMethylated, islandsMethylated, type Methylation } from "../cpg/methylation.ts";
import { bundledLibrary, type LibraryMotif } from "../motif/library.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { sitesOnRecord, type TssBySequence } from "../sequence/tss.ts";
import { asPart, finished, type Steps } from "../steps.ts";
import { type CellProfile, levelOf } from "./cells.ts";
import { activitySteps, type EnhancerActivity } from "./enhancer-activity.ts";
import { type Enhancer, type EnhancerOptions, enhancerMotifs, enhancerSteps } from "./enhancers.ts";
import { type Expression, promoterExpression } from "./expression.ts";
import type { ExpressionConditions } from "./expression-sites.ts";
import {
  type PredictedPromoter,
  type PredictionSettings,
  predictionSettings,
  predictionSteps,
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

/** About what shares of the time of one cell's report are over after its stages. */
const PREPARED = 0.95;
const ISLANDS_FOUND = 0.02;
const PROMOTERS_FOUND = 0.08;
const CLUSTERS_FOUND = 0.8;

/** Islands, promoters, enhancers and expression of one record. */
export function analyzeRecord(record: FastaRecord, settings: AnalysisSettings): RecordStory {
  return finished(analysisSteps(record, settings));
}

/** The same in steps. */
export function* analysisSteps(record: FastaRecord, settings: AnalysisSettings): Steps<RecordStory> {
  const { name, codes, region } = record;
  const prepared = yield* asPart(preparationSteps(record, settings), 0, PREPARED);
  const promoters: PromoterStory[] = [];
  for (const promoter of prepared.promoters) {
    promoters.push({ promoter, expression: expressionInCells(prepared, promoter) });
    yield PREPARED + (1 - PREPARED) * (promoters.length / prepared.promoters.length);
  }
  return {
    name,
    length: codes.length,
    ...(region === undefined ? {} : { start: 0, end: codes.length, region }),
    islands: prepared.islands,
    promoters,
    enhancers: prepared.enhancers,
  };
}

/** Islands, promoters and enhancers of one record, ready for expression in every cell. */
export function prepareRecord(record: FastaRecord, settings: AnalysisSettings): PreparedRecord {
  return finished(preparationSteps(record, settings));
}

/** The same in steps. */
export function* preparationSteps(record: FastaRecord, settings: AnalysisSettings): Steps<PreparedRecord> {
  const { name, codes } = record;
  const { library = bundledLibrary() } = settings;
  const islands = yield* asPart(islandStepsBy(settings.method, codes), 0, ISLANDS_FOUND);
  const starts = promoterSteps(record, islands, settings.tss);
  const promoters = yield* asPart(starts, ISLANDS_FOUND, PROMOTERS_FOUND);
  const motifs = enhancerMotifs(library);
  const clusters = yield* asPart(enhancerSteps(codes, motifs, settings.enhancers), PROMOTERS_FOUND, CLUSTERS_FOUND);
  const methylation = methylationState(record, islands, settings.methylation);
  yield CLUSTERS_FOUND;
  const cells: PreparedCell[] = [];
  const perCell = (1 - CLUSTERS_FOUND) / settings.cells.length;
  for (const [i, cell] of settings.cells.entries()) {
    // Factors that the cell lacks have weight 0: they would only cost time.
    const present = library.filter((motif) => levelOf(cell, motif) > 0);
    const conditions = { ...settings.conditions, cell, library: present, methylation };
    const done = CLUSTERS_FOUND + i * perCell;
    const acting = promoters.length === 0 ? [] : clusters;
    cells.push({
      conditions,
      activities: yield* asPart(activitySteps(codes, acting, conditions), done, done + perCell),
    });
  }
  const newCpgLevel = (position: number) => levelOfNewCpg(position, islands, settings.methylation);
  return { name, codes, islands, promoters, enhancers: clusters, cells, newCpgLevel };
}

/** Expression of a promoter in each cell. */
export function expressionInCells({ codes, cells }: PreparedRecord, promoter: Promoter): Expression[] {
  return cells.map(({ activities, conditions }) => promoterExpression(codes, promoter, activities, conditions));
}

/** At the annotated start sites, or predicted; in steps. */
export function* promoterSteps(
  source: FastaRecord,
  islands: readonly CpgIsland[],
  tss: TssBySequence | undefined,
  settings?: PredictionSettings,
): Steps<(Promoter | PredictedPromoter)[]> {
  const record = { name: source.name, codes: source.codes, islands };
  return tss === undefined
    ? yield* predictionSteps(record, settings ?? predictionSettings())
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
