import { kernelModule } from "../scan/kernel.ts";
import { Scanner } from "../scan/scanner.ts";
import type { Search } from "../scan/search.ts";
import { inOrder, WorkerPool } from "../workers.ts";
import { kernelFlavour } from "./kernel-choice.ts";
import type { InputPiece } from "./records.ts";
import { type PieceJob, type PieceResult, pieceScanner, type ScanTask } from "./scan-piece.ts";
import type { ScanWorkerData } from "./scan-worker.ts";
import workerSource from "./scan-worker.ts?bundled";

/** Bases · motifs that one thread scans in about the time that a worker takes to start. */
const SMALL_JOB = 2e8;

/** Pieces under way for each worker: one in its hands, one waiting, one on the way back. */
const PIECES_PER_WORKER = 3;

const LARGEST_PIECE = 1 << 19;
const SMALLEST_PIECE = 1 << 13;
/** Hits that a piece should hold at most. */
const HITS_PER_PIECE = 100_000;
const SAMPLE_BASES = 4096;

/** A piece of the input with what was found in it. */
export interface ScannedPiece extends PieceResult {
  readonly piece: Omit<InputPiece, "codes">;
}

/**
 * The pieces in order, each with its result. A small job runs on this thread alone; beyond that `threads` workers scan while
 * this thread reads and writes.
 */
export async function* scannedPieces(
  pieces: AsyncIterable<InputPiece>,
  task: ScanTask,
  searches: readonly Search[],
  threads: number,
): AsyncGenerator<ScannedPiece> {
  const module = kernelModule(kernelFlavour());
  const scan = pieceScanner(task, searches, module);
  let left = threads > 1 ? SMALL_JOB : Number.POSITIVE_INFINITY;
  let pool: WorkerPool<PieceJob, PieceResult & { letters: Uint8Array }> | undefined;
  const run = (piece: InputPiece): Promise<ScannedPiece> | ScannedPiece => {
    const data: ScanWorkerData = { task, module };
    if (left <= 0) pool ??= new WorkerPool(workerSource, threads, data);
    // While the workers make their tables this thread goes on alone.
    if (pool?.isReady) return scanElsewhere(piece, pool);
    left -= piece.own * searches.length;
    return { piece, ...scan(jobOf(piece)) };
  };
  try {
    yield* inOrder(pieces, run, PIECES_PER_WORKER * threads);
  } finally {
    await pool?.close();
  }
}

async function scanElsewhere(
  { codes: _, ...piece }: InputPiece,
  pool: WorkerPool<PieceJob, PieceResult & { letters: Uint8Array }>,
): Promise<ScannedPiece> {
  const { letters, ...job } = jobOf(piece);
  // Handing over a part would take the whole.
  const own = letters.byteLength === letters.buffer.byteLength ? letters : letters.slice();
  const { letters: back, ...result } = await pool.run({ ...job, letters: own }, [own.buffer as ArrayBuffer]);
  return { piece: { ...piece, letters: back }, ...result };
}

function jobOf({ name, region = "", origin, offset, letters, own }: Omit<InputPiece, "codes">): PieceJob {
  return { name, region, offset: origin + offset, letters, own };
}

/** Bases that a piece must see beyond its own ones. */
export function overlapOf(searches: readonly Search[]): number {
  return searches.reduce((most, { matrix }) => Math.max(most, matrix.width - 1), 0);
}

/**
 * Bases of a piece, few enough that its hits take little memory, whatever the thresholds: by the hits in a sample of
 * random sequence.
 */
export function pieceBasesFor(searches: readonly Search[], task: Pick<ScanTask, "strands">): number {
  let state = 1;
  const codes = Uint8Array.from({ length: SAMPLE_BASES }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 30;
  });
  const hits = new Scanner(searches, task.strands, kernelModule(kernelFlavour())).scan(codes).length;
  const bases = Math.floor((HITS_PER_PIECE * SAMPLE_BASES) / Math.max(1, hits));
  return Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, bases));
}
