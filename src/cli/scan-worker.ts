import { plannedSearches } from "../scan/search-plan.ts";
import { serveJobs } from "../workers.ts";
import { type PieceJob, type PieceResult, pieceScanner, type ScanTask } from "./scan-piece.ts";

/** What a worker starts from: the task, and the compiled kernel. */
export interface ScanWorkerData {
  readonly task: ScanTask;
  readonly module: WebAssembly.Module | undefined;
}

serveJobs<ScanWorkerData, PieceJob, PieceResult & { letters: Uint8Array }>(({ task, module }) => {
  const scan = pieceScanner(task, plannedSearches(task.plan), module);
  return (job) => {
    const result = scan(job);
    return {
      result: { ...result, letters: job.letters },
      transfer: [...buffersOf(result), job.letters.buffer as ArrayBuffer],
    };
  };
});

function buffersOf({ text, hits, values }: PieceResult): ArrayBuffer[] {
  const arrays = [text?.bytes, values, ...Object.values(hits ?? {})];
  return arrays.flatMap((array) => (array === undefined ? [] : [array.buffer as ArrayBuffer]));
}
