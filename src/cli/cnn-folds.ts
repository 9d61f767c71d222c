import { type JudgedFold, judgeFold, type TrainingPlan } from "../cnn/folds.ts";
import { dataError } from "../errors.ts";
import { inOrder, WorkerPool } from "../workers.ts";
import type { FoldAnswer } from "./cnn-fold-worker.ts";
import workerSource from "./cnn-fold-worker.ts?bundled";

/** The folds in order, each as soon as it and those before it are judged; several at a time on threads of their own. */
export async function* judgedFolds(
  { examples, shuffles, network, training }: TrainingPlan,
  folds: readonly (readonly number[])[],
  threads: number,
): AsyncGenerator<JudgedFold> {
  const plan = { examples, shuffles, network, training };
  if (threads === 1) {
    for (const heldOut of folds) yield judgeFold(plan, heldOut);
    return;
  }
  const pool = new WorkerPool<readonly number[], FoldAnswer>(workerSource, Math.min(threads, folds.length));
  try {
    pool.prepare(plan);
    yield* inOrder(inTurn(folds), async (heldOut) => foldOf(await pool.run(heldOut)), folds.length);
  } finally {
    await pool.close();
  }
}

function foldOf(answer: FoldAnswer): JudgedFold {
  if ("failure" in answer) throw dataError(answer.failure);
  return answer;
}

async function* inTurn<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
