import type { Strand } from "../../sequence/interval.ts";
import type { ModelParameters, ModelSite } from "./site.ts";

/** How the help between two neighbours falls with the distance d of their starts (GEMSTAT's four forms). */
export type BondForm = "binary" | "gaussian" | "helical" | "dimer";

/** Two factors that act on each other's binding; which of them comes first does not matter. */
export interface Bond {
  readonly a: string;
  readonly b: string;
  /** Factor on the weight of both bound: above 1 they help, below 1 they hinder each other. */
  readonly w: number;
  /** Default binary. */
  readonly form?: BondForm | undefined;
  /** dimer: largest distance of the starts (bp), and the strands of the left and the right site. */
  readonly limit?: number | undefined;
  readonly strands?: readonly [Strand, Strand] | undefined;
}

/** Width of the gaussian form (bp), as GEMSTAT has it. */
export const GAUSSIAN_SIGMA_BP = 50;
/** Turn of B-DNA a base, in radians, and the distance up to which helical neighbours do not reach each other. */
const HELICAL_TURN = (32.7 * Math.PI) / 180;
const HELICAL_DEAD_BP = 5;

/** w if d < range, else 1. */
export function binaryBond(distanceBp: number, w: number, rangeBp: number): number {
  return distanceBp < rangeBp ? w : 1;
}

/** max(1, w·exp(−d²/2σ²)) if d < range, else 1. */
export function gaussianBond(distanceBp: number, w: number, rangeBp: number): number {
  if (distanceBp >= rangeBp) return 1;
  return Math.max(1, w * Math.exp(-(distanceBp ** 2) / (2 * GAUSSIAN_SIGMA_BP ** 2)));
}

/** Full on the same face of the helix, none on the opposite one, none up to 5 bp and from the range on. */
export function helicalBond(distanceBp: number, w: number, rangeBp: number): number {
  if (distanceBp <= HELICAL_DEAD_BP || distanceBp >= rangeBp) return 1;
  return 1 + 0.5 * (Math.cos(HELICAL_TURN * distanceBp) + 1) * (w - 1);
}

/** w iff the strands are as asked and d ≤ limit. */
function dimerBond(left: ModelSite, right: ModelSite, { w, limit = 0, strands = ["+", "+"] }: Bond): number {
  const asked = left.strand === strands[0] && right.strand === strands[1];
  return asked && right.start - left.start <= limit ? w : 1;
}

/** Distance of starts (bp) from which no bond reaches any more. */
export function bondReach({ cooperativity, coopRange }: ModelParameters): number {
  return Math.max(0, ...cooperativity.map((bond) => (bond.form === "dimer" ? (bond.limit ?? 0) + 1 : coopRange)));
}

/** ω of two sites bound next to each other; `left` starts no later than `right`. */
export type Omega = (left: ModelSite, right: ModelSite) => number;

export function omegaOf({ cooperativity, coopRange }: ModelParameters): Omega {
  if (cooperativity.length === 0) return () => 1;
  const bonds = bondTable(cooperativity);
  return (left, right) => {
    const bond = bonds.get(left.factor)?.get(right.factor);
    return bond === undefined ? 1 : bondFactor(bond, left, right, coopRange);
  };
}

/** {@link omegaOf} by the places of `sites`: the plain form from tables of numbers, since it is asked for every pair. */
export function omegaAt(
  sites: readonly ModelSite[],
  { cooperativity, coopRange }: Pick<ModelParameters, "cooperativity" | "coopRange">,
): (left: number, right: number) => number {
  if (cooperativity.length === 0) return () => 1;
  const bonds = bondTable(cooperativity);
  const factors = [...bonds.keys()];
  const count = factors.length + 1;
  // The last number stands for all factors without a bond.
  const numbers = new Map(factors.map((factor, i) => [factor, i]));
  const ids = Int32Array.from(sites, ({ factor }) => numbers.get(factor) ?? count - 1);
  const starts = Float64Array.from(sites, ({ start }) => start);
  const pairs = Array.from({ length: count ** 2 }, (_, pair) =>
    bonds.get(factors[Math.floor(pair / count)])?.get(factors[pair % count]),
  );
  const w = Float64Array.from(pairs, (bond) => bond?.w ?? 1);
  const isPlain = Uint8Array.from(pairs, (bond) => Number((bond?.form ?? "binary") === "binary"));
  return (left, right) => {
    const pair = ids[left] * count + ids[right];
    if (isPlain[pair] === 1) return binaryBond(starts[right] - starts[left], w[pair], coopRange);
    return bondFactor(pairs[pair]!, sites[left], sites[right], coopRange);
  };
}

function bondFactor(bond: Bond, left: ModelSite, right: ModelSite, rangeBp: number): number {
  const distanceBp = right.start - left.start;
  switch (bond.form ?? "binary") {
    case "binary":
      return binaryBond(distanceBp, bond.w, rangeBp);
    case "gaussian":
      return gaussianBond(distanceBp, bond.w, rangeBp);
    case "helical":
      return helicalBond(distanceBp, bond.w, rangeBp);
    case "dimer":
      return dimerBond(left, right, bond);
  }
}

function bondTable(bonds: readonly Bond[]): Map<string, Map<string, Bond>> {
  const table = new Map<string, Map<string, Bond>>();
  const enter = (from: string, to: string, bond: Bond) => {
    const row = table.get(from) ?? new Map<string, Bond>();
    table.set(from, row.set(to, bond));
  };
  for (const bond of bonds) {
    enter(bond.a, bond.b, bond);
    enter(bond.b, bond.a, bond);
  }
  return table;
}
