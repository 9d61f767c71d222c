import type { Strand } from "../sequence/interval.ts";
import { finished, type Steps } from "../steps.ts";
import { bundledPromoterModel, expectedFalseCallsPerMb, type PromoterModel } from "./promoter-model.ts";
import { type Peak, promoterPeakSteps } from "./promoter-scan.ts";
import { promoterScore, type ScoreTerm } from "./promoter-score.ts";
import {
  DEFAULT_PROMOTER_SETTINGS,
  describePromoter,
  type Promoter,
  type PromoterRecord,
  type PromoterSettings,
} from "./promoters.ts";

/** A promoter that no annotation gave. */
export interface PredictedPromoter extends Promoter {
  /** Natural log odds at the prior of the model's training set; no probability of being a promoter in a genome. */
  readonly score: number;
  /** Score of the same position on the opposite strand; null where it has none. */
  readonly otherStrandScore: number | null;
  /** What the score is made of: the model's intercept and the contribution of every term. */
  readonly intercept: number;
  readonly terms: readonly ScoreTerm[];
  /** False calls per Mb at a threshold as high as this score (see {@link expectedFalseCallsPerMb}). */
  readonly expectedFalseCallsPerMb: number | null;
  /** A window of the model ran over the record's end or into unknown letters. */
  readonly cut: boolean;
}

export interface PredictionSettings extends PromoterSettings {
  readonly model: PromoterModel;
  /** Lowest score of a call. */
  readonly threshold: number;
  /** Least distance between two calls, in bases. */
  readonly separation: number;
}

/** The model's own threshold and separation; the bundled model unless another is given. */
export function predictionSettings(
  settings: PromoterSettings = DEFAULT_PROMOTER_SETTINGS,
  model: PromoterModel = bundledPromoterModel(),
): PredictionSettings {
  return { ...settings, model, threshold: model.threshold, separation: model.separation };
}

/** Promoters of a record without annotation, by position: peaks of the model's score over both strands, the best first. */
export function predictPromoters(record: PromoterRecord, settings: PredictionSettings): PredictedPromoter[] {
  return finished(predictionSteps(record, settings));
}

/** The same in steps. */
export function* predictionSteps(record: PromoterRecord, settings: PredictionSettings): Steps<PredictedPromoter[]> {
  const { model, threshold, separation } = settings;
  const found: PredictedPromoter[] = [];
  for (const peak of spaced(yield* promoterPeakSteps(model, record.codes, threshold), separation)) {
    found.push(predictedPromoter(record, peak, settings));
    yield 1;
  }
  return found;
}

function predictedPromoter(
  record: PromoterRecord,
  { tss, strand }: Peak,
  settings: PredictionSettings,
): PredictedPromoter {
  const { model } = settings;
  const { score, terms, cut } = promoterScore(model, record.codes, tss, strand)!;
  return {
    ...describePromoter(record, tss, strand, "", settings),
    score,
    otherStrandScore: promoterScore(model, record.codes, tss, opposite(strand))?.score ?? null,
    intercept: model.intercept,
    terms,
    expectedFalseCallsPerMb: expectedFalseCallsPerMb(model, score),
    cut,
  };
}

/** Peaks at least `separation` apart: the best one, then the best that is far enough from those kept, and so on. */
export function spaced(peaks: readonly Peak[], separation: number): Peak[] {
  const kept = new Map<number, Peak[]>();
  const binOf = (tss: number): number => Math.floor(tss / Math.max(1, separation));
  for (const peak of peaks.toSorted((a, b) => b.score - a.score || a.tss - b.tss)) {
    const bin = binOf(peak.tss);
    const near = [bin - 1, bin, bin + 1].flatMap((b) => kept.get(b) ?? []);
    if (near.every(({ tss }) => Math.abs(tss - peak.tss) >= separation)) {
      kept.set(bin, [...(kept.get(bin) ?? []), peak]);
    }
  }
  return [...kept.values()].flat().sort((a, b) => a.tss - b.tss);
}

function opposite(strand: Strand): Strand {
  return strand === "+" ? "-" : "+";
}
