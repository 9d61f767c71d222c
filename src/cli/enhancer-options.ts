import { usageError } from "../errors.ts";
import { bundledLibrary } from "../motif/library.ts";
import type { CellProfile } from "../regulation/cells.ts";
import { CLUSTER_DEFAULTS, clusterSteps } from "../regulation/cluster-buster.ts";
import type { Cluster } from "../regulation/cluster-search.ts";
import { libraryEnhancerMotifs, ofFactors, withRoles } from "../regulation/enhancer-motifs.ts";
import { clusterWeights, type EnhancerMotif, enhancerMotifs } from "../regulation/enhancers.ts";
import { MCAST_DEFAULTS, McastSearch } from "../regulation/mcast.ts";
import { isUnreachable } from "../scan/search.ts";
import { atOnce, type Steps } from "../steps.ts";
import { cellOptions, chosenCells, clusterOptions, enhancerOptions } from "./analysis-options.ts";
import type { Context } from "./command.ts";
import { chosenMotifs, motifOptions } from "./motif-options.ts";
import { choiceSchema, flagSchema, numberSchema, type OptionTable, optionalText, type SettingsOf } from "./options.ts";

const MOTIFS = "Motifs";
const MCAST = "MCAST's model (--model mcast)";
const ENHANCERS = "Enhancers";

/** Largest share of random sequences that may hold a cluster as good. */
const DEFAULT_P = 0.05;

export const clusterSearchOptions = {
  motifs: {
    ...motifOptions.motifs,
    help: "motif file, format by content; repeatable (default: the library's activators and repressors)",
  },
  onlyFactors: {
    flags: "--only-factors <LIST>",
    help: "only the motifs of these factors: ids, names or gene symbols with commas between them",
    group: MOTIFS,
    schema: optionalText,
    echo: true,
  },
  ...cellOptions,
  cell: {
    ...cellOptions.cell,
    help: "weigh each motif by the level of its factor in this cell (default: all alike)",
    group: MOTIFS,
  },
  factors: { ...cellOptions.factors, group: MOTIFS },
  model: {
    flags: "--model <NAME>",
    help: "cluster-buster, mcast",
    group: ENHANCERS,
    schema: choiceSchema(["cluster-buster", "mcast"], "cluster-buster"),
    echo: true,
  },
  ...enhancerOptions,
  minScore: {
    ...enhancerOptions.minScore,
    flags: "--min-score <S>",
    help: `clusters score above this (default: ${CLUSTER_DEFAULTS.minScore} nats; mcast: the bits that a start costs)`,
    schema: numberSchema({}),
  },
  siteP: {
    flags: "--site-p-value <P>",
    help: "largest p-value of a hit",
    group: MCAST,
    schema: numberSchema({ above: 0, below: 1 }, MCAST_DEFAULTS.siteP),
    echo: true,
  },
  maxGap: {
    flags: "--max-gap <BP>",
    help: "longest gap between hits of a cluster",
    group: MCAST,
    schema: numberSchema({ from: 1, whole: true }, MCAST_DEFAULTS.maxGap),
    echo: true,
  },
  pValue: {
    flags: "-p, --p-value <P>",
    help: "largest chance that a dinucleotide shuffle of the record holds a cluster as good",
    group: MCAST,
    schema: numberSchema({ above: 0, to: 1 }, DEFAULT_P),
    echo: true,
  },
  shuffleRate: {
    flags: "--shuffle-rate",
    help: "also search dinucleotide shuffles of each record, and print clusters per Mb beside the real figure",
    group: ENHANCERS,
    schema: flagSchema,
    echo: true,
  },
  seed: {
    flags: "--seed <N>",
    help: "start of the random numbers of shuffles",
    group: ENHANCERS,
    schema: numberSchema({ from: 0, to: Number.MAX_SAFE_INTEGER, whole: true }, 1),
    echo: true,
  },
} satisfies OptionTable;

export type ClusterSearchSettings = SettingsOf<typeof clusterSearchOptions>;

/** A way to find clusters, and the motifs that their numbers mean. */
export interface ClusterFinder {
  readonly motifs: readonly EnhancerMotif[];
  readonly minScore: number;
  clusters(codes: Uint8Array): Steps<Cluster[]>;
}

export async function clusterFinder(settings: ClusterSearchSettings, context: Context): Promise<ClusterFinder> {
  const motifs = await searchedMotifs(settings, context);
  const cell = await chosenCell(settings, context);
  const weighted = clusterWeights(motifs, cell);
  const absent = weighted.filter(({ weight }) => weight === 0).length;
  if (absent > 0) {
    context.note(
      `${absent} of ${motifs.length} motifs are left out: their factors are absent from ${cell?.name ?? "the list"}`,
    );
  }
  return settings.model === "mcast"
    ? mcastFinder(weighted, settings, context)
    : clusterBusterFinder(weighted, settings);
}

type Weighted = ReturnType<typeof clusterWeights>;

function clusterBusterFinder(weighted: Weighted, settings: ClusterSearchSettings): ClusterFinder {
  const minScore = settings.minScore ?? CLUSTER_DEFAULTS.minScore;
  const cluster = clusterOptions({ ...settings, minScore }).settings!;
  const motifs = weighted.map(({ motif }) => motif);
  return { motifs, minScore, clusters: (codes) => clusterSteps(codes, weighted, cluster) };
}

/** MCAST knows no weights: a motif is there or it is not. */
function mcastFinder(weighted: Weighted, settings: ClusterSearchSettings, { warn }: Context): ClusterFinder {
  const motifs = weighted.filter(({ weight }) => weight > 0).map(({ motif }) => motif);
  if (motifs.length === 0) return { motifs, minScore: 0, clusters: () => atOnce([]) };
  const { siteP, maxGap, minScore } = settings;
  const search = new McastSearch(motifs, { siteP, maxGap, ...(minScore === undefined ? {} : { minScore }) });
  const silent = search.searches.filter(isUnreachable).map(({ motif }) => motif.id);
  if (silent.length > 0) warn(`${silent.slice(0, 3).join(", ")}: no word reaches p ≤ ${siteP}; raise --site-p-value`);
  return { motifs, minScore: search.minScore, clusters: (codes) => atOnce(search.clusters(codes)) };
}

async function searchedMotifs(
  { motifs: files, onlyFactors }: ClusterSearchSettings,
  context: Context,
): Promise<readonly EnhancerMotif[]> {
  const library = bundledLibrary();
  if (files.length === 0) {
    return onlyFactors === undefined ? enhancerMotifs(library) : ofFactors(libraryEnhancerMotifs(library), onlyFactors);
  }
  const { motifs, unknown } = withRoles(await chosenMotifs(files, [], context.warn), library);
  const chosen = onlyFactors === undefined ? motifs : ofFactors(motifs, onlyFactors);
  const assumed = unknown.filter(({ id }) => chosen.some((motif) => motif.id === id));
  if (assumed.length > 0) {
    const names = assumed.slice(0, 3).map(({ id }) => id);
    const more = assumed.length > 3 ? ", …" : "";
    context.note(
      `the library does not know ${assumed.length} of ${chosen.length} motifs (${names.join(", ")}${more}); they count as activators`,
    );
  }
  return chosen;
}

async function chosenCell(settings: ClusterSearchSettings, context: Context): Promise<CellProfile | undefined> {
  if (settings.cell.length === 0 && settings.factors === undefined) return undefined;
  const cells = await chosenCells(settings, context);
  if (cells.length > 1) throw usageError("--cell: enhancers are searched in one cell at a time");
  return cells[0];
}
