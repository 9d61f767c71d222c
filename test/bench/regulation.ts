import { bundledLibrary } from "../../src/motif/library.ts";
import { CLUSTER_DEFAULTS, findClusters } from "../../src/regulation/cluster-buster.ts";
import { clusterWeights, enhancerMotifs } from "../../src/regulation/enhancers.ts";
import { MCAST_DEFAULTS, McastSearch } from "../../src/regulation/mcast.ts";
import { bundledPromoterModel } from "../../src/regulation/promoter-model.ts";
import { promoterPeaks } from "../../src/regulation/promoter-scan.ts";
import { genomeLike } from "./cpg.ts";
import { alternate, row } from "./measure.ts";

const MEGABASES = 2;
const ROUNDS = 7;
const MOTIFS = 6;

/** Clusters and predictions beside a plain loop over the bytes; then twice and four times the length, to see the growth. */
export function benchRegulation(): void {
  const motifs = enhancerMotifs(bundledLibrary()).slice(0, MOTIFS);
  const weighted = clusterWeights(motifs, undefined);
  const mcast = new McastSearch(motifs, MCAST_DEFAULTS);
  const model = bundledPromoterModel();
  const jobs: Readonly<Record<string, (codes: Uint8Array) => void>> = {
    "enhancers, 6 motifs": (codes) => void findClusters(codes, weighted, CLUSTER_DEFAULTS),
    "enhancers, 6 motifs, mcast": (codes) => void mcast.clusters(codes),
    "promoters, default threshold": (codes) => void promoterPeaks(model, codes, model.threshold),
  };
  const limits: Readonly<Record<string, number>> = { "enhancers, 6 motifs": 60, "promoters, default threshold": 120 };
  const codes = genomeLike(MEGABASES * 1e6);
  const times = alternate({ sum: () => void sumOfBytes(codes), ...withInput(jobs, codes) }, ROUNDS);
  console.log(`regulation: ${MEGABASES} Mb like a genome; yardstick the sum of the bytes`);
  console.log(row("sum", times.sum, times.sum));
  for (const name of Object.keys(jobs)) console.log(row(name, times[name], times.sum, limits[name]));
  growth(jobs);
}

function sumOfBytes(codes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < codes.length; i++) sum += codes[i];
  return sum;
}

function withInput(jobs: Readonly<Record<string, (codes: Uint8Array) => void>>, codes: Uint8Array) {
  return Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, () => job(codes)]));
}

/** A line through the times of three lengths: exponent 1 is linear. */
function growth(jobs: Readonly<Record<string, (codes: Uint8Array) => void>>): void {
  const lengths = [1, 2, 4].map((factor) => factor * MEGABASES * 1e6);
  const sequences = lengths.map(genomeLike);
  for (const [name, job] of Object.entries(jobs)) {
    const byLength = Object.fromEntries(sequences.map((codes) => [String(codes.length), () => job(codes)]));
    const times = alternate(byLength, 3);
    const seconds = lengths.map((length) => times[String(length)]);
    const shown = seconds.map((s) => s.toFixed(3)).join(", ");
    console.log(`  ${name}: ${shown} s for 2, 4, 8 Mb; time ~ length^${exponent(lengths, seconds).toFixed(2)}`);
  }
}

/** Slope of ln(seconds) over ln(length), by least squares. */
function exponent(lengths: readonly number[], seconds: readonly number[]): number {
  const x = lengths.map(Math.log);
  const y = seconds.map(Math.log);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = x.reduce((sum, value, i) => sum + (value - mean(x)) * (y[i] - mean(y)), 0);
  return covariance / x.reduce((sum, value) => sum + (value - mean(x)) ** 2, 0);
}
