import { finished, type Steps } from "../steps.ts";
import { fitLogistic, type LabelledRows, type LogisticFit, logisticScore } from "./logistic.ts";
import type { PromoterModel, PromoterModelFile } from "./promoter-model.ts";
import { promoterScore } from "./promoter-score.ts";

/** Values of a model's features, a row a sequence. */
export class TrainingRows {
  readonly #features: number;
  readonly #values: number[] = [];
  readonly #positive: number[] = [];

  constructor(features: number) {
    this.#features = features;
  }

  /** Returns false for a sequence that cannot be scored: an unknown base at the start site, too few known ones round it. */
  add(model: PromoterModel, codes: Uint8Array, tss: number, positive: boolean): boolean {
    const scored = promoterScore(model, codes, tss, "+");
    if (scored === undefined) return false;
    this.#values.push(...scored.terms.map(({ value }) => value));
    this.#positive.push(positive ? 1 : 0);
    return true;
  }

  rows(): LabelledRows {
    return {
      features: this.#features,
      values: Float64Array.from(this.#values),
      positive: Uint8Array.from(this.#positive),
    };
  }
}

/**
 * Scores of every row by a model that was fitted without its fold. Folds go round within each class in the order of the
 * rows (fold = number within the class mod folds), so that all have the same mixture and nothing is drawn.
 */
export function leftOutScores(rows: LabelledRows, folds: number, l2: number): LeftOutScores {
  return finished(leftOutSteps(rows, folds, l2));
}

/** The fold of each row, and its score by a model that did not see that fold. */
export interface LeftOutScores {
  readonly scores: Float64Array;
  readonly fold: Uint32Array;
}

/** The same in steps, one a fold. */
export function* leftOutSteps(rows: LabelledRows, folds: number, l2: number): Steps<LeftOutScores> {
  const { features, values, positive } = rows;
  const fold = foldNumbers(positive, folds);
  const scores = new Float64Array(positive.length);
  for (let left = 0; left < folds; left++) {
    const fit = fitLogistic(without(rows, fold, left), l2);
    for (let row = 0; row < positive.length; row++) {
      if (fold[row] === left) scores[row] = logisticScore(fit, values.subarray(row * features, (row + 1) * features));
    }
    yield (left + 1) / folds;
  }
  return { scores, fold };
}

/** The base model with the weights of a fit; it carries no figures of false calls, since nobody has measured them. */
export function refittedModel(
  base: PromoterModelFile,
  { intercept, weights }: LogisticFit,
  about: Pick<PromoterModelFile, "name" | "fittedOn" | "trainingPrior" | "threshold" | "crossValidation">,
): PromoterModelFile {
  const { schemaVersion, note, separation, features } = base;
  const { name, fittedOn, trainingPrior, threshold, crossValidation } = about;
  return {
    schemaVersion,
    name,
    note,
    fittedOn,
    trainingPrior,
    threshold,
    separation,
    intercept,
    features: features.map((feature, i) => ({ ...feature, weight: weights[i] })),
    measured: { note: "Not measured in a genome: false calls per Mb are unknown.", rows: [] },
    crossValidation,
  };
}

function foldNumbers(positive: Uint8Array, folds: number): Uint32Array {
  const seen = [0, 0];
  return Uint32Array.from(positive, (kind) => seen[kind]++ % folds);
}

function without({ features, values, positive }: LabelledRows, fold: Uint32Array, left: number): LabelledRows {
  return {
    features,
    values: values.filter((_, at) => fold[Math.floor(at / features)] !== left),
    positive: positive.filter((_, row) => fold[row] !== left),
  };
}
