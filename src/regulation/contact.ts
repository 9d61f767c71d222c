import { power } from "../power.ts";

/**
 * Contact of a promoter with a place `distanceBp` away, relative to the plateau: ((max(d, plateau) + 1)/(plateau + 1))^−γ,
 * the ABC model's power law (Fulco et al. 2019).
 */
export function relativeContact(distanceBp: number, gamma: number, plateauBp: number): number {
  return power((Math.max(Math.abs(distanceBp), plateauBp) + 1) / (plateauBp + 1), -gamma);
}

/** Fold change that a promoter or an enhancer causes alone, and its contact with the promoter (1: the promoter itself). */
export interface Part {
  readonly fold: number;
  readonly contact: number;
}

/**
 * F = (1 + Σ_{F ≥ 1} κ(F − 1)) · Π_{F < 1} F^κ: readouts of enhancers add up, silencers multiply (tatabox's own rule,
 * after the linear sum of Samee & Sinha 2014 and the contact weights of ABC). Always positive.
 */
export function combinedFold(parts: readonly Part[]): number {
  let sum = 1;
  let product = 1;
  for (const { fold, contact } of parts) {
    if (fold >= 1) sum += contact * (fold - 1);
    else product *= power(fold, contact);
  }
  return sum * product;
}
