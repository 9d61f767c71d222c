import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Interval } from "../sequence/interval.ts";
import { asPart, finished, type Steps } from "../steps.ts";
import { type Cluster, ClusterSearch, type ClusterSettings, moved } from "./cluster-search.ts";
import { type ClusterMotif, strandMatrices } from "./cluster-windows.ts";

/** Cluster-Buster's own defaults. */
export const CLUSTER_DEFAULTS: ClusterSettings = {
  minScore: 5,
  gap: 35,
  backgroundRange: 100,
  pseudocountPerLetter: 0.375,
  minSiteScore: 6,
};

/** A cluster does not span a run of unknown letters this long (tatabox's own choice; Cluster-Buster lets it). */
const UNKNOWN_RUN = 50;

/**
 * Dense clusters of sites, as Cluster-Buster defines them (Frith, Li, Weng 2003, NAR 31:3666): the same intervals, scores
 * within 1e-5. Sorted by position; overlapping ones have given way to the best. Time linear in the sequence.
 */
export function findClusters(codes: Uint8Array, motifs: readonly ClusterMotif[], settings: ClusterSettings): Cluster[] {
  return finished(clusterSteps(codes, motifs, settings));
}

/** The same in steps. */
export function* clusterSteps(
  codes: Uint8Array,
  motifs: readonly ClusterMotif[],
  settings: ClusterSettings,
): Steps<Cluster[]> {
  const used = motifs.filter(({ weight }) => weight > 0);
  if (used.length === 0) return [];
  const matrices = strandMatrices(motifs, settings.pseudocountPerLetter).filter(({ share }) => share > 0);
  const found: Cluster[] = [];
  for (const { start, end } of piecesWithoutUnknownRuns(codes)) {
    const search = new ClusterSearch(codes.subarray(start, end), matrices, settings);
    const clusters = yield* asPart(search.clusters(motifs.length), start / codes.length, end / codes.length);
    for (const cluster of clusters) found.push(movedCluster(cluster, start));
  }
  return found;
}

/** Stretches of `codes` between runs of at least 50 unknown letters. */
function piecesWithoutUnknownRuns(codes: Uint8Array): Interval[] {
  const pieces: Interval[] = [];
  let start = 0;
  for (let run = codes.indexOf(UNKNOWN_BASE); run >= 0; ) {
    let end = run + 1;
    while (end < codes.length && codes[end] === UNKNOWN_BASE) end++;
    if (end - run >= UNKNOWN_RUN) {
      if (run > start) pieces.push({ start, end: run });
      start = end;
    }
    run = codes.indexOf(UNKNOWN_BASE, end);
  }
  if (start < codes.length) pieces.push({ start, end: codes.length });
  return pieces;
}

function movedCluster(cluster: Cluster, by: number): Cluster {
  return { ...moved(cluster, by), sites: cluster.sites.map((site) => moved(site, by)) };
}
