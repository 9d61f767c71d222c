import { type JudgedFold, judgeFold, type TrainingPlan } from "../cnn/folds.ts";
import { TataboxError } from "../errors.ts";
import { serveJobs } from "../workers.ts";

/** A fold's result, or why there is none: an error keeps only its message on its way between threads. */
export type FoldAnswer = JudgedFold | { readonly failure: string };

serveJobs<TrainingPlan, readonly number[], FoldAnswer>((plan) => (heldOut) => {
  const result = judged(plan, heldOut);
  return { result, transfer: "failure" in result ? [] : [result.logits.buffer as ArrayBuffer] };
});

function judged(plan: TrainingPlan, heldOut: readonly number[]): FoldAnswer {
  try {
    return judgeFold(plan, heldOut);
  } catch (error) {
    if (error instanceof TataboxError) return { failure: error.message };
    throw error;
  }
}
