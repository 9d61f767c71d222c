import { power } from "../power.ts";
import type { ExpressionParameters, FactorStrength } from "./expression-parameters.ts";
import type { Bond } from "./thermodynamics/cooperativity.ts";
import type { ModelName } from "./thermodynamics/models.ts";
import type { SiteRole } from "./thermodynamics/site.ts";

/** What a free number of a fit is. */
export type FreeKind = "basal" | "weight" | "effect" | "closing" | "bond" | "silencing" | "scale";

/** One number that is fitted, between bounds that it never reaches. */
export interface FreeParameter {
  readonly kind: FreeKind;
  /** What it is called in tables: `v bcd`, `w bcd:bcd`, `q_b`. */
  readonly name: string;
  /** Index of the factor, or of the pair. */
  readonly index: number;
  readonly start: number;
  readonly low: number;
  readonly high: number;
}

/** A factor whose strengths are fitted. */
export interface FitFactor {
  readonly name: string;
  readonly role: SiteRole;
}

/** GEMSTAT's ranges of v, w and β; α up to 20 instead of 4.55, q_b up to 1 instead of 0.105 (tatabox's own choice). */
const RANGES: Readonly<Record<FreeKind, readonly [low: number, high: number]>> = {
  basal: [1e-5, 1],
  weight: [0.01, 250.5],
  effect: [1, 20],
  closing: [0.01, 100],
  bond: [0.01, 100.5],
  silencing: [0.01, 10],
  scale: [0.1, 10],
};
/** β of a bound repressor. */
const REPRESSOR_RANGE = [1e-3, 1] as const;

export interface FreeOptions {
  readonly model: ModelName;
  readonly factors: readonly FitFactor[];
  readonly pairs: readonly (readonly [string, string])[];
  readonly start: ExpressionParameters;
  /** Methylation differs among the sequences. */
  readonly silencing: boolean;
  /** Largest measured value, when measurements are in units of their own. */
  readonly scale: number | undefined;
}

/** The free numbers of a fit: q_b, then v and α or β of each factor, w of each pair, k, and the scale. */
export function freeParameters({ model, factors, pairs, start, silencing, scale }: FreeOptions): FreeParameter[] {
  const of = (kind: FreeKind, name: string, index: number, value: number, range = RANGES[kind]): FreeParameter => {
    const [low, high] = range;
    // A start on a bound has no slope to leave it by.
    const inside = Math.min(high * 0.98, Math.max(low * 1.02, value));
    return { kind, name, index, start: inside, low, high };
  };
  return [
    of("basal", "q_b", 0, start.basalWeight),
    ...factors.flatMap((factor, i) =>
      strengths(factor, model, start).map(([kind, name, value, range]) => of(kind, name, i, value, range)),
    ),
    ...pairs.map(([a, b], i) => of("bond", `w ${a}:${b}`, i, pairStart(start.cooperativity, a, b))),
    ...(silencing ? [of("silencing", "k", 0, start.silencingK)] : []),
    ...(scale === undefined
      ? []
      : [of("scale", "scale", 0, scale, [RANGES.scale[0] * scale, RANGES.scale[1] * scale])]),
  ];
}

type Strength = readonly [kind: FreeKind, name: string, start: number, range: readonly [number, number]];

/** What the model lets a factor do: v always; α; β in the direct, the closing weight in the repression model. */
function strengths({ name, role }: FitFactor, model: ModelName, start: ExpressionParameters): Strength[] {
  const v: Strength = ["weight", `v ${name}`, start.siteWeight, RANGES.weight];
  if (role === "activator") return [v, ["effect", `α ${name}`, start.activatorEffect, RANGES.effect]];
  if (role === "neutral") return [v];
  if (model === "direct") return [v, ["effect", `β ${name}`, start.repressorEffect, REPRESSOR_RANGE]];
  return model === "repression" ? [v, ["closing", `closing ${name}`, start.closingWeight, RANGES.closing]] : [v];
}

function pairStart(bonds: readonly Bond[], a: string, b: string): number {
  return bonds.find((bond) => (bond.a === a && bond.b === b) || (bond.a === b && bond.b === a))?.w ?? 1;
}

/** From (low, high) to all numbers: the logit of the place between the bounds on a logarithmic scale. */
export function unbounded({ low, high }: FreeParameter, value: number): number {
  const share = Math.log(value / low) / Math.log(high / low);
  return Math.log(share / (1 - share));
}

/** The inverse of {@link unbounded}. */
export function bounded({ low, high }: FreeParameter, u: number): number {
  return low * power(high / low, 1 / (1 + Math.exp(-u)));
}

/** Within this share of a bound (logarithmic scale) a fitted number counts as lying on it: the data want it further on. */
const ON_BOUND = 0.01;

export function isOnBound({ low, high }: FreeParameter, value: number): boolean {
  const share = Math.log(value / low) / Math.log(high / low);
  return share < ON_BOUND || share > 1 - ON_BOUND;
}

/** The fitted numbers as parameters of the expression model. */
export function fittedParameters(
  free: readonly FreeParameter[],
  values: readonly number[],
  { factors, pairs, start }: Pick<FreeOptions, "factors" | "pairs" | "start">,
): ExpressionParameters {
  const strengthsOf: Record<string, FactorStrength> = { ...start.factorStrengths };
  const set = (factor: string, key: keyof FactorStrength, value: number) => {
    strengthsOf[factor] = { ...strengthsOf[factor], [key]: value };
  };
  let { basalWeight, silencingK } = start;
  const cooperativity: Bond[] = pairs.length > 0 ? [] : [...start.cooperativity];
  free.forEach(({ kind, index }, i) => {
    const value = values[i];
    if (kind === "basal") basalWeight = value;
    else if (kind === "silencing") silencingK = value;
    else if (kind === "bond") cooperativity.push({ a: pairs[index][0], b: pairs[index][1], w: value });
    else if (kind !== "scale") set(factors[index].name, kind, value);
  });
  return {
    ...start,
    basalWeight,
    islandBasalWeight: basalWeight,
    silencingK,
    cooperativity,
    factorStrengths: strengthsOf,
  };
}

export function scaleOf(free: readonly FreeParameter[], values: readonly number[]): number {
  const at = free.findIndex(({ kind }) => kind === "scale");
  return at < 0 ? 1 : values[at];
}
