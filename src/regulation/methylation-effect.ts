import { type Methylation, meanLevel, methylatedCpgsPer100Bp } from "../cpg/methylation.ts";
import type { LibraryMotif } from "../motif/library.ts";
import { powerOfTwo } from "../power.ts";
import type { Interval } from "../sequence/interval.ts";
import type { Start } from "./sites.ts";

type EffectOnBinding = LibraryMotif["methylation"];

/**
 * Change of a site's weight when its CpGs are fully methylated, in bits. The signs are evidence (the library names it),
 * the sizes are tatabox's own choice: published effects vary from two- to more than tenfold.
 */
const METHYLATION_BITS: Readonly<
  Record<EffectOnBinding["effect"], Readonly<Record<EffectOnBinding["confidence"], number>>>
> = {
  minus: { high: -3, medium: -2, low: -1 },
  plus: { high: 1, medium: 0.5, low: 0.5 },
  mixed: { high: 0, medium: 0, low: 0 },
  none: { high: 0, medium: 0, low: 0 },
};

/** Default decay of expression with methylated CpGs per 100 bp: 67 % lost at one (after Hsieh 1994, MCB 14:5487). */
export const DEFAULT_SILENCING_K = 1.1;

/** Bases on either side of the start site whose CpGs close the promoter. */
const SILENCING_REACH_BP = 250;

/** δ of a motif, in bits. */
export function methylationBits({ methylation }: LibraryMotif): number {
  return METHYLATION_BITS[methylation.effect][methylation.confidence];
}

/** 2^(δ·level): the geometric mean over cells of which a share `level` (0..1) is methylated. */
export function bindingFactor(deltaBits: number, level: number): number {
  return powerOfTwo(deltaBits * level);
}

/** Factor on a site's weight under a methylation state; 1 for sites without a CpG. */
export function siteMethylationFactor(motif: LibraryMotif, site: Interval, state: Methylation): number {
  const deltaBits = methylationBits(motif);
  if (deltaBits === 0) return 1;
  const level = meanLevel(state, site.start, site.end);
  return Number.isFinite(level) ? bindingFactor(deltaBits, level) : 1;
}

/** Share of expression (0..1) that a methylated promoter keeps: exp(−k·x), x methylated CpGs per 100 bp. */
export function silencingFactor(methylatedPer100Bp: number, k = DEFAULT_SILENCING_K): number {
  return Math.exp(-k * methylatedPer100Bp);
}

/** {@link silencingFactor} over −250..+250 of a start site, along its strand. */
export function promoterSilencing({ tss, strand }: Start, state: Methylation, k = DEFAULT_SILENCING_K): number {
  const start = strand === "+" ? tss - SILENCING_REACH_BP : tss - SILENCING_REACH_BP + 1;
  return silencingFactor(methylatedCpgsPer100Bp(state, start, start + 2 * SILENCING_REACH_BP), k);
}
