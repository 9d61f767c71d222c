/**
 * tatabox as a library: what a program needs to read FASTA and motifs, scan, and find islands, promoters, enhancers and
 * expression. Coordinates are 0-based half-open. Whatever else the source exports is no part of it.
 */
// biome-ignore-all lint/performance/noBarrelFile: the one door of the package

export type { CpgIsland } from "./cpg/island.ts";
export { ISLAND_METHOD_NAMES, type IslandMethodName } from "./cpg/methods.ts";
export { TataboxError } from "./errors.ts";
export {
  type AnalyzeOptions,
  analyze,
  enhancers,
  type IslandSettings,
  islands,
} from "./library/analyze.ts";
export { parseFasta, parseMotifs, type ReadOptions, readFasta, readMotifFile, readStartSites } from "./library/read.ts";
export { type Hit, type ScanOptions, scan } from "./library/scan.ts";
export { type Background, NRDB, UNIFORM } from "./motif/background.ts";
export { consensusMotif } from "./motif/consensus.ts";
export { bundledLibrary, type LibraryMotif } from "./motif/library.ts";
export { type Motif, motifFromCounts, motifFromProbabilities, reverseComplementMotif } from "./motif/motif.ts";
export type { MotifFile } from "./motif/read-motifs.ts";
export { type ScoreDistribution, scoreDistribution } from "./motif/score-distribution.ts";
export { type Pseudocount, type ScoreMatrix, scoreMatrix } from "./motif/score-matrix.ts";
export type { MethylationState, PromoterStory, RecordStory } from "./regulation/analysis.ts";
export { type CellProfile, cellProfiles } from "./regulation/cells.ts";
export type { FoundElement } from "./regulation/elements.ts";
export type { Enhancer } from "./regulation/enhancers.ts";
export type { Expression } from "./regulation/expression.ts";
export { DEFAULT_PARAMETERS, type ExpressionParameters } from "./regulation/expression-parameters.ts";
export type { PredictedPromoter } from "./regulation/promoter-calls.ts";
export type { Promoter } from "./regulation/promoters.ts";
export type { HitRule } from "./scan/search.ts";
export type { FastaRecord } from "./sequence/fasta.ts";
export type { Interval, Strand } from "./sequence/interval.ts";
export type { Tss } from "./sequence/tss.ts";
export { VERSION } from "./version.ts";
