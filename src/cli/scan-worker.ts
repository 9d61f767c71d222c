import { Scanner } from "../scan/scanner.ts";
import { plannedSearches } from "../scan/search-plan.ts";
import { serveJobs } from "../workers.ts";
import { type PieceJob, type PieceResult, pieceScanner, type ScanTask } from "./scan-piece.ts";

/** The piece's memory comes back with what was found. */
export type WorkerResult = PieceResult & Pick<PieceJob, "letters" | "codes">;

/** What a worker starts from: the task, and the compiled kernel. */
export interface ScanWorkerData {
  readonly task: ScanTask;
  readonly module: WebAssembly.Module | undefined;
}

serveJobs<ScanWorkerData, PieceJob, WorkerResult>(({ task, module }) => {
  const searches = plannedSearches(task.plan);
  const scan = pieceScanner(task, searches, new Scanner(searches, task.strands, module));
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
