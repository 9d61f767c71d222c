import type { CpgIsland } from "../cpg/island.ts";
import { DEFAULT_ISLAND_METHOD, type IslandMethodName, type IslandOptions, islandMethod } from "../cpg/methods.ts";
import { bundledLibrary } from "../motif/library.ts";
import { analyzeRecord, type MethylationState, type RecordStory } from "../regulation/analysis.ts";
import { cellProfile } from "../regulation/cells.ts";
import { CLUSTER_DEFAULTS } from "../regulation/cluster-buster.ts";
import type { ClusterSettings } from "../regulation/cluster-search.ts";
import { type Enhancer, enhancerMotifs, enhancers as findEnhancers } from "../regulation/enhancers.ts";
import { DEFAULT_PARAMETERS, type ExpressionParameters } from "../regulation/expression-parameters.ts";
import type { ModelName } from "../regulation/thermodynamics/models.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { bySequence, type Tss } from "../sequence/tss.ts";

export interface IslandSettings extends Partial<IslandOptions> {
  /** `ucsc` unless said. */
  readonly method?: IslandMethodName;
}

/**
 * CpG islands of one record, by position.
 *
 * @example
 * ```js
 * import { islands, readFasta } from "tatabox";
 *
 * for await (const record of readFasta("fixtures/genes/tyms.fa")) {
 *   for (const { start, end, cpgCount } of islands(record)) console.log(start, end, cpgCount); // 659 1997 140
 * }
 * ```
 */
export function islands(
  { codes }: Pick<FastaRecord, "codes">,
  { method = DEFAULT_ISLAND_METHOD, ...options }: IslandSettings = {},
): CpgIsland[] {
  return islandMethod(method).islands(codes, options);
}

/**
 * Clusters of sites of the library's activators and repressors in one record, by position: candidates, not measured
 * enhancers.
 *
 * @example
 * ```js
 * import { enhancers, readFasta } from "tatabox";
 *
 * for await (const record of readFasta("fixtures/genes/tyms.fa")) {
 *   const [best] = enhancers(record, { minScore: 6 }).sort((a, b) => b.score - a.score);
 *   console.log(best.kind, best.start < best.end, best.sites.length > 0); // enhancer candidate true true
 * }
 * ```
 */
export function enhancers({ codes }: Pick<FastaRecord, "codes">, settings: Partial<ClusterSettings> = {}): Enhancer[] {
  return findEnhancers(codes, enhancerMotifs(bundledLibrary()), { settings: { ...CLUSTER_DEFAULTS, ...settings } });
}

export interface AnalyzeOptions {
  /** Annotated start sites; without them promoters are predicted. */
  readonly startSites?: readonly Tss[];
  /** Names of bundled cell profiles (generic). */
  readonly cells?: readonly string[];
  /** CpGs that are methylated: none, those of islands (the default), or all. */
  readonly methylation?: MethylationState;
  /** How islands are defined (ucsc). */
  readonly method?: IslandMethodName;
  /** How factors act (direct). */
  readonly model?: ModelName;
  /** In place of the defaults. */
  readonly parameters?: Partial<ExpressionParameters>;
}

/**
 * All that `tatabox report` tells of a record: islands, promoters with their elements, enhancers, and expression in each cell
 * with and without methylation. Throws a {@link TataboxError} for an unknown cell and for a start site beyond the record.
 *
 * @example
 * ```js
 * import { analyze, readFasta, readStartSites } from "tatabox";
 *
 * const startSites = await readStartSites("fixtures/genes/genes.bed");
 * for await (const record of readFasta("fixtures/genes/tyms.fa")) {
 *   const { promoters } = analyze(record, { startSites, cells: ["erythroid"] });
 *   for (const { promoter, expression } of promoters) {
 *     console.log(promoter.name, promoter.class, promoter.cpgClass, expression[0].level); // TYMS CpG HCP off
 *   }
 * }
 * ```
 */
export function analyze(record: FastaRecord, options: AnalyzeOptions = {}): RecordStory {
  const { startSites, cells = ["generic"], methylation = "islands", method = DEFAULT_ISLAND_METHOD } = options;
  const { model = "direct", parameters } = options;
  return analyzeRecord(record, {
    method,
    tss: startSites === undefined ? undefined : bySequence(startSites),
    enhancers: { settings: CLUSTER_DEFAULTS },
    cells: cells.map(cellProfile),
    methylation,
    conditions: { model, parameters: { ...DEFAULT_PARAMETERS, ...parameters }, methylationActs: "both" },
  });
}
