import { UNIFORM } from "../motif/background.ts";
import type { Motif } from "../motif/motif.ts";
import { DEFAULT_PSEUDOCOUNT } from "../motif/score-matrix.ts";
import { power } from "../power.ts";
import type { Hits } from "../scan/hits.ts";
import { fastestFlavour, kernelModule } from "../scan/kernel.ts";
import { Scanner } from "../scan/scanner.ts";
import { type Search, searchFor } from "../scan/search.ts";
import type { Cluster, ClusterSite } from "./cluster-search.ts";

export interface McastSettings {
  /** Largest p of a hit. */
  readonly siteP: number;
  /** Longest gap between hits of a cluster (bp). */
  readonly maxGap: number;
  /** A cluster scores above this (bits); left out: MCAST's own threshold, see {@link mcastCosts}. */
  readonly minScore?: number;
}

/** MCAST's own defaults. */
export const MCAST_DEFAULTS: McastSettings = { siteP: 5e-4, maxGap: 50 };

/** Mean of −log2(p/limit) over hits whose p is uniform below the limit: 1/ln 2, as MCAST rounds it. */
// biome-ignore lint/suspicious/noApproximativeNumericConstant: the figure of MCAST's source.
export const MEAN_HIT_SCORE = 1.442;

/**
 * What starting a cluster and a base of gap cost (bits), after the MEME suite's MCAST: the expected gap between chance hits
 * of `matrices` matrices (motifs × strands) costs as much as a hit is worth, and a whole longest gap as much as a start.
 */
export function mcastCosts(matrices: number, { siteP, maxGap }: McastSettings): { start: number; gapBase: number } {
  const anyHit = 1 - power(1 - siteP, matrices);
  const hitInGap = 1 - power(1 - siteP, matrices * maxGap);
  let expectedGap = 0;
  for (let i = 0; i <= maxGap; i++) expectedGap += (i * anyHit * power(1 - anyHit, i)) / hitInGap;
  const start = (maxGap * MEAN_HIT_SCORE) / expectedGap;
  return { start, gapBase: start / maxGap };
}

/** MCAST-like clusters: chains of hits that do not overlap, each worth −log2(p/limit), less what their gaps cost. */
export class McastSearch {
  readonly minScore: number;
  readonly #gapBase: number;
  readonly #maxGap: number;
  readonly #siteP: number;
  readonly #scanner: Scanner;

  constructor(motifs: readonly Motif[], settings: McastSettings) {
    const { siteP, maxGap } = settings;
    const rule = { by: "pValue", limit: siteP } as const;
    const searches = motifs.map((motif) =>
      searchFor(motif, { background: UNIFORM, pseudocount: DEFAULT_PSEUDOCOUNT, rule }),
    );
    this.#scanner = new Scanner(searches, "both", kernelModule(fastestFlavour()));
    const { start, gapBase } = mcastCosts(2 * motifs.length, settings);
    this.minScore = settings.minScore ?? start;
    this.#gapBase = gapBase;
    this.#maxGap = maxGap;
    this.#siteP = siteP;
  }

  get searches(): readonly Search[] {
    return this.#scanner.searches;
  }

  /** Clusters of one record by position. Time linear in the record and its hits. */
  clusters(codes: Uint8Array): Cluster[] {
    const hits = this.#scanner.scan(codes);
    const order = hits.sorted(this.searches);
    return new Chains(hits, order, this.searches, {
      siteP: this.#siteP,
      maxGap: this.#maxGap,
      gapBase: this.#gapBase,
      start: this.minScore,
    }).clusters();
  }
}

interface Costs {
  readonly siteP: number;
  readonly maxGap: number;
  readonly gapBase: number;
  readonly start: number;
}

/** No hit. */
const NONE = -1;

/**
 * The disjoint chains with the largest sum of (score − start cost): repeated local matches (Durbin et al. 1998, section
 * 2.3). Hits are taken by start; `total` is the best sum that ends with a hit.
 */
class Chains {
  readonly #hits: Hits;
  readonly #order: readonly number[];
  readonly #searches: readonly Search[];
  readonly #costs: Costs;
  readonly #total: Float64Array;
  /** The hit before in the same chain. */
  readonly #before: Int32Array;
  /** For a chain's first hit: the last hit of the chain before. */
  readonly #closed: Int32Array;
  /** In a ring by end position: the best hit that ends there, and the position it stands for. */
  readonly #atEnd: Int32Array;
  readonly #endOf: Float64Array;

  constructor(hits: Hits, order: readonly number[], searches: readonly Search[], costs: Costs) {
    this.#hits = hits;
    this.#order = order;
    this.#searches = searches;
    this.#costs = costs;
    this.#total = new Float64Array(order.length);
    this.#before = new Int32Array(order.length).fill(NONE);
    this.#closed = new Int32Array(order.length).fill(NONE);
    const widest = Math.max(1, ...searches.map(({ matrix }) => matrix.width));
    const size = 2 ** Math.ceil(Math.log2(widest + costs.maxGap + 2));
    this.#atEnd = new Int32Array(size);
    this.#endOf = new Float64Array(size).fill(NONE);
  }

  clusters(): Cluster[] {
    const found: Cluster[] = [];
    for (let last = this.#link(); last !== NONE; ) {
      const chain = this.#chainTo(last);
      found.push(this.#cluster(chain));
      last = this.#closed[chain[0]];
    }
    return found.reverse();
  }

  /** Totals of all hits, then the last hit of the last chain. */
  #link(): number {
    let best = 0;
    let bestHit = NONE;
    let at = 0;
    const close = (to: number) => {
      // Chains that end at or before `to` may be closed; one that ended longer ago than the ring reaches was closed before.
      for (; at <= to; at++) {
        const hit = this.#hitAt(at);
        if (hit === NONE || this.#total[hit] - this.#costs.start <= best) continue;
        best = this.#total[hit] - this.#costs.start;
        bestHit = hit;
      }
    };
    let lastEnd = 0;
    for (let i = 0; i < this.#order.length; i++) {
      const { start, end } = this.#place(i);
      close(start);
      this.#extend(i, start, best, bestHit);
      this.#offer(i, end);
      lastEnd = Math.max(lastEnd, end);
    }
    close(lastEnd);
    return bestHit;
  }

  /** The best way to reach hit `i`: a new chain after the best closed one, or the chain before it within the longest gap. */
  #extend(i: number, start: number, closedTotal: number, closedHit: number): void {
    const { gapBase, maxGap } = this.#costs;
    let best = closedTotal;
    let before = NONE;
    for (let gap = 0; gap <= maxGap && gap <= start; gap++) {
      const hit = this.#hitAt(start - gap);
      if (hit === NONE || this.#total[hit] - gap * gapBase <= best) continue;
      best = this.#total[hit] - gap * gapBase;
      before = hit;
    }
    this.#total[i] = best + this.#worth(i);
    this.#before[i] = before;
    if (before === NONE) this.#closed[i] = closedHit;
  }

  #offer(i: number, end: number): void {
    const slot = end & (this.#atEnd.length - 1);
    if (this.#endOf[slot] === end && this.#total[this.#atEnd[slot]] >= this.#total[i]) return;
    this.#endOf[slot] = end;
    this.#atEnd[slot] = i;
  }

  #hitAt(end: number): number {
    const slot = end & (this.#atEnd.length - 1);
    return this.#endOf[slot] === end ? this.#atEnd[slot] : NONE;
  }

  #place(i: number): { start: number; end: number } {
    const hit = this.#order[i];
    const start = this.#hits.start[hit];
    return { start, end: start + this.#searches[this.#hits.motif[hit]].matrix.width };
  }

  #worth(i: number): number {
    return -Math.log2(this.#hits.p[this.#order[i]] / this.#costs.siteP);
  }

  #chainTo(last: number): number[] {
    const chain: number[] = [];
    for (let i = last; i !== NONE; i = this.#before[i]) chain.push(i);
    return chain.reverse();
  }

  #cluster(chain: readonly number[]): Cluster {
    const contributions = new Float64Array(this.#searches.length);
    const sites = chain.map((i): ClusterSite => {
      const hit = this.#order[i];
      const motif = this.#hits.motif[hit];
      contributions[motif] += this.#worth(i);
      return { motif, ...this.#place(i), strand: this.#hits.reverse[hit] ? "-" : "+", score: this.#worth(i) };
    });
    const gaps = sites.slice(1).reduce((sum, { start }, i) => sum + start - sites[i].end, 0);
    const score = sites.reduce((sum, site) => sum + site.score, 0) - gaps * this.#costs.gapBase;
    return { start: sites[0].start, end: sites[sites.length - 1].end, score, contributions, sites };
  }
}
