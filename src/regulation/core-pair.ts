import type { FoundElement } from "./elements.ts";

/**
 * Bases between a TATA box's reference column (the second T of TATAWAAR) and the initiator's A at which they count as working
 * together: EPDnew's window of a TATA box, -31..-26 from the start site.
 */
export const USUAL_DISTANCE = { from: 26, to: 31 };

/**
 * Bases from the TATA box's reference column to the initiator's A; undefined unless both were found. Both columns are the
 * third of their words (TATAWAAR, YYANWYY), so that the words' own distance says it.
 */
export function tataInrDistance(elements: readonly FoundElement[]): number | undefined {
  const [tata, inr] = (["TATA", "Inr"] as const).map((name) => elements.find(({ element }) => element === name));
  return tata === undefined || inr === undefined ? undefined : inr.offset - tata.offset;
}

export function isUsualDistance(distance: number): boolean {
  return distance >= USUAL_DISTANCE.from && distance <= USUAL_DISTANCE.to;
}

/** A TATA box and an initiator in their usual distance and no CpGs: the only hint at promoters that are poor in CpG. */
export function isWeakTata(promoter: { readonly class: string; readonly tataInrDistance?: number }): boolean {
  const { class: kind, tataInrDistance: distance } = promoter;
  return kind === "TATA" && distance !== undefined && isUsualDistance(distance);
}
