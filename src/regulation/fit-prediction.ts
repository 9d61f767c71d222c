import type { ExpressionParameters } from "./expression-parameters.ts";
import { modelParameters } from "./expression-sites.ts";
import { type FitFactor, type FreeParameter, fittedParameters, scaleOf } from "./fit-parameters.ts";
import { type ModelName, pBound, SiteModel } from "./thermodynamics/models.ts";
import type { ModelSite } from "./thermodynamics/site.ts";

/** A site of a sequence, before its factor's strength and level are known. */
export interface FitSite extends Omit<ModelSite, "q" | "effect" | "close"> {
  /** Index of the factor. */
  readonly owner: number;
  /** 2^(S − S_max), times what methylation leaves. */
  readonly relativeWeight: number;
}

export interface FitSequence {
  readonly name: string;
  readonly sites: readonly FitSite[];
  /** Methylated CpGs per 100 bp. */
  readonly methylated: number;
}

/** What a fit is about. Numbers of sequences × conditions lie row by row. */
export interface FitProblem {
  readonly model: ModelName;
  readonly factors: readonly FitFactor[];
  readonly pairs: readonly (readonly [string, string])[];
  readonly conditions: readonly string[];
  /** [factor][condition], ≥ 0. */
  readonly levels: readonly Float64Array[];
  readonly sequences: readonly FitSequence[];
  readonly start: ExpressionParameters;
}

/**
 * Predicts expression of every sequence in every condition. Sequences keep their sites in order, those of absent factors left
 * out, with the factors of their neighbours; of two calls that differ in one factor alone, what it does not reach is kept.
 */
export class Predictor {
  readonly #problem: FitProblem;
  readonly #free: readonly FreeParameter[];
  /** Which conditions share their present factors. */
  readonly #groups: readonly PresentFactors[];
  #last: { readonly values: readonly number[]; readonly predicted: Float64Array } | undefined;

  constructor(problem: FitProblem, free: readonly FreeParameter[]) {
    this.#problem = problem;
    this.#free = free;
    this.#groups = presentFactors(problem);
  }

  /** [sequence × conditions] for the sequences asked for; other rows are 0. */
  predict(values: readonly number[], sequences: readonly number[]): Float64Array {
    const changed = this.#changedFactor(values);
    const before = this.#last?.predicted;
    if (changed === "nothing") return before!;
    const parameters = fittedParameters(this.#free, values, this.#problem);
    const scale = scaleOf(this.#free, values);
    const predicted = new Float64Array(this.#problem.sequences.length * this.#problem.conditions.length);
    for (const group of this.#groups) {
      const isUntouched = typeof changed === "number" && !group.factors.has(changed);
      for (const sequence of sequences) {
        if (isUntouched) this.#copy(before!, predicted, sequence, group);
        else this.#fill(predicted, sequence, group, parameters, scale);
      }
    }
    if (changed === "much") this.#last = { values: [...values], predicted };
    return predicted;
  }

  /** The factor that alone changed; `all`: one number that every prediction feels; `much`: a new place to keep. */
  #changedFactor(values: readonly number[]): number | "nothing" | "all" | "much" {
    const { values: last } = this.#last ?? {};
    if (last === undefined) return "much";
    const changed = this.#free.filter((_, i) => values[i] !== last[i]);
    if (changed.length === 0) return "nothing";
    const [first, ...rest] = changed;
    if (!isOfFactor(first) || rest.some((other) => !isOfFactor(other) || other.index !== first.index)) {
      return changed.length === 1 ? "all" : "much";
    }
    return first.index;
  }

  #copy(from: Float64Array, to: Float64Array, sequence: number, { conditions }: PresentFactors): void {
    const row = sequence * this.#problem.conditions.length;
    for (const condition of conditions) to[row + condition] = from[row + condition];
  }

  #fill(
    to: Float64Array,
    sequence: number,
    group: PresentFactors,
    parameters: ExpressionParameters,
    scale: number,
  ): void {
    const { sequences, conditions, levels, factors } = this.#problem;
    const { methylated } = sequences[sequence];
    const { sites, model } = group.modelOf(sequence, parameters);
    const strengths = factors.map(({ name }) => parameters.factorStrengths[name] ?? {});
    const left = scale * Math.exp(-parameters.silencingK * methylated);
    for (const condition of group.conditions) {
      for (const site of sites) {
        const { weight = parameters.siteWeight, effect, closing } = strengths[site.owner];
        const fallback = site.role === "activator" ? parameters.activatorEffect : parameters.repressorEffect;
        site.q = weight * levels[site.owner][condition] * site.relativeWeight;
        site.effect = effect ?? fallback;
        site.close = closing ?? parameters.closingWeight;
      }
      to[sequence * conditions.length + condition] = left * pBound(model.lnFold(sites), parameters.basalWeight);
    }
  }
}

function isOfFactor({ kind }: FreeParameter): boolean {
  return kind === "weight" || kind === "effect" || kind === "closing";
}

/** A site whose weights are set anew for each condition. */
type WeightedSite = Omit<FitSite, "owner"> & { readonly owner: number; q: number; effect: number; close: number };

/** Conditions with the same factors, and the sequences' sites of those. */
class PresentFactors {
  readonly factors: ReadonlySet<number>;
  readonly conditions: readonly number[];
  readonly #problem: FitProblem;
  readonly #sites: WeightedSite[][] = [];
  readonly #models: { bonds: string; model: SiteModel }[] = [];

  constructor(factors: ReadonlySet<number>, conditions: readonly number[], problem: FitProblem) {
    this.factors = factors;
    this.conditions = conditions;
    this.#problem = problem;
  }

  /** The sites in order, and the model with what the present co-operativity does between them worked out. */
  modelOf(sequence: number, parameters: ExpressionParameters): { sites: readonly WeightedSite[]; model: SiteModel } {
    this.#sites[sequence] ??= this.#sitesOf(sequence);
    const sites = this.#sites[sequence];
    const bonds = parameters.cooperativity.map(({ w }) => w).join(" ");
    if (this.#models[sequence]?.bonds !== bonds) {
      const model = new SiteModel(this.#problem.model, sites, modelParameters(parameters));
      this.#models[sequence] = { bonds, model };
    }
    return { sites, model: this.#models[sequence].model };
  }

  #sitesOf(sequence: number): WeightedSite[] {
    return this.#problem.sequences[sequence].sites
      .filter(({ owner }) => this.factors.has(owner))
      .toSorted((a, b) => a.start - b.start || Number(a.strand === "-") - Number(b.strand === "-"))
      .map((site) => ({ ...site, q: 1, effect: 1, close: 1 }));
  }
}

function presentFactors(problem: FitProblem): PresentFactors[] {
  const groups = new Map<string, number[]>();
  problem.conditions.forEach((_, condition) => {
    const key = problem.levels.map((levels) => (levels[condition] > 0 ? "1" : "0")).join("");
    groups.set(key, [...(groups.get(key) ?? []), condition]);
  });
  return [...groups].map(([key, conditions]) => {
    const factors = new Set(problem.levels.flatMap((_, factor) => (key[factor] === "1" ? [factor] : [])));
    return new PresentFactors(factors, conditions, problem);
  });
}
