import { Scanner, type SharedScanner } from "../scan/scanner.ts";
import { plannedSearches, searchesFrom } from "../scan/search-plan.ts";
import { serveJobs } from "../workers.ts";
import { type PieceJob, type PieceResult, pieceScanner, type ScanTask } from "./scan-piece.ts";

/** The piece's memory comes back with what was found. */
export type WorkerResult = PieceResult & Pick<PieceJob, "letters" | "codes">;

/** What a worker starts from: the task, the compiled kernel, and what the main thread has made of them, if it can be shared. */
export interface ScanWorkerData {
  readonly task: ScanTask;
  readonly module: WebAssembly.Module | undefined;
  readonly shared: SharedScanner | undefined;
}

serveJobs<ScanWorkerData, PieceJob, WorkerResult>(({ task, module, shared }) => {
  const searches = shared === undefined ? plannedSearches(task.plan) : searchesFrom(shared.searches);
  const scan = pieceScanner(task, new Scanner(searches, task.strands, module, shared));
  return (job) => {
    const { letters, codes } = job;
    const result = scan(job);
    return { result: { ...result, letters, codes }, transfer: [...buffersOf(result), ...buffers(letters, codes)] };
  };
});

function buffersOf({ text, hits, values }: PieceResult): ArrayBuffer[] {
  return [text?.bytes, values, ...Object.values(hits ?? {})].flatMap((array) =>
    array === undefined ? [] : buffers(array),
  );
}

function buffers(...arrays: readonly { readonly buffer: ArrayBufferLike }[]): ArrayBuffer[] {
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}
