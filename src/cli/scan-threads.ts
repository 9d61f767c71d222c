import { setImmediate as nextTurn } from "node:timers/promises";
import { kernelModule } from "../scan/kernel.ts";
import { Scanner } from "../scan/scanner.ts";
import type { Search } from "../scan/search.ts";
import { plannedSearches } from "../scan/search-plan.ts";
import { type PieceCut, SpareBuffers } from "../sequence/fasta-parser.ts";
import { inOrder, WorkerPool } from "../workers.ts";
import type { Context } from "./command.ts";
import { kernelFlavour } from "./kernel-choice.ts";
import { bytesOfFiles } from "./progress.ts";
import type { InputPiece } from "./records.ts";
import { type PieceJob, type PieceResult, pieceScanner, type ScanTask } from "./scan-piece.ts";
import type { ScanWorkerData, WorkerResult } from "./scan-worker.ts";
import workerSource from "./scan-worker.ts?bundled";

/** Bases · motifs that one thread scans in about the time that a worker takes to start. */
const SMALL_JOB = 2e8;
/** So much that workers pay from the start. */
const LARGE_JOB = 4e8;

/** Pieces in a worker's hands: one that it scans, one that waits for it. */
const PIECES_PER_WORKER = 2;

/** Pieces under way for each thread: those, and those whose turn to be written has not come. */
const PIECES_PER_THREAD = 3;

const LARGEST_PIECE = 1 << 19;
const SMALLEST_PIECE = 1 << 13;
/** Hits that a piece should hold at most. */
const HITS_PER_PIECE = 100_000;
/** Bases · motifs of a piece at most, so that signals are heard soon. */
const WORK_PER_PIECE = 1e8;
const SAMPLE_BASES = 4096;

/** A piece of the input with what was found in it. */
export interface ScannedPiece extends PieceResult {
  readonly piece: InputPiece;
}

/** A scan that is ready to begin. */
interface ReadyScan {
  readonly searches: readonly Search[];
  readonly cut: PieceCut;
  /**
   * The pieces in order, each with its result; a piece's memory is used again once the next one is asked for. This thread
   * reads and writes, and scans what the workers have no room for.
   */
  readonly scan: (pieces: AsyncIterable<InputPiece>) => AsyncGenerator<ScannedPiece>;
}

/** Runs `work` with the threads that the context allows; a small job starts none. */
export async function withThreads<T>(
  task: ScanTask,
  context: Pick<Context, "args" | "regions" | "threads">,
  work: (scan: ReadyScan) => Promise<T>,
): Promise<T> {
  const module = kernelModule(kernelFlavour());
  const crew = new Crew(context.threads - 1);
  try {
    // Workers start while this thread makes the tables.
    if (expectedWork(context, task) > LARGE_JOB) crew.start(true);
    const scanner = new Scanner(plannedSearches(task.plan), task.strands, module);
    const { searches } = scanner;
    crew.prepare(() => ({ task, module, shared: scanner.shared }));
    const cut = pieceCut(scanner, Math.max(1, searches.length));
    const scanHere = pieceScanner(task, scanner);
    return await work({
      searches,
      cut,
      scan: (pieces) => scanned(pieces, cut.spares, crew, scanHere, searches.length, context.threads),
    });
  } finally {
    await crew.close();
  }
}

/** Bases · motifs, as far as the files' sizes tell. */
function expectedWork({ args, regions }: Pick<Context, "args" | "regions">, { plan }: ScanTask): number {
  const bytes = regions === undefined ? bytesOfFiles(args) : undefined;
  return (bytes ?? 0) * (plan.motifs.length + plan.words.length);
}

/** Workers, from when they pay. */
class Crew {
  readonly #workers: number;
  #data: (() => ScanWorkerData) | undefined;
  #pool: WorkerPool<PieceJob, WorkerResult> | undefined;
  #isEarly = false;

  constructor(workers: number) {
    this.#workers = workers;
  }

  get size(): number {
    return this.#pool === undefined ? 0 : this.#workers;
  }

  /** `early`: before this thread itself is ready, so that the workers will be when they get something to do. */
  start(early = false): void {
    if (this.#workers === 0 || this.#pool !== undefined) return;
    this.#isEarly = early;
    this.#pool = new WorkerPool(workerSource, this.#workers);
    if (this.#data !== undefined) this.#pool.prepare(this.#data());
  }

  /** What the workers need, those who have started and those who will. */
  prepare(data: () => ScanWorkerData): void {
    this.#data = data;
    this.#pool?.prepare(data());
  }

  get hasRoom(): boolean {
    if (this.#pool === undefined || !(this.#isEarly || this.#pool.isReady)) return false;
    return this.#pool.hasRoom(PIECES_PER_WORKER);
  }

  async scan(piece: InputPiece, spare: PieceJob["spare"]): Promise<ScannedPiece> {
    const job = jobOf(piece, spare);
    const [letters, codes] = [ownMemory(piece, job.letters), ownMemory(piece, job.codes)];
    const buffers = [letters, codes, ...(spare === undefined ? [] : [spare])].map(
      ({ buffer }) => buffer as ArrayBuffer,
    );
    const {
      letters: lettersBack,
      codes: codesBack,
      ...result
    } = await this.#pool!.run({ ...job, letters, codes }, buffers);
    return { piece: { ...piece, letters: lettersBack, codes: codesBack, isShared: false }, ...result };
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }
}

async function* scanned(
  pieces: AsyncIterable<InputPiece>,
  spares: SpareBuffers,
  crew: Crew,
  scanHere: (job: PieceJob) => PieceResult,
  motifs: number,
  threads: number,
): AsyncGenerator<ScannedPiece> {
  let left = SMALL_JOB;
  const texts: Uint8Array<ArrayBuffer>[] = [];
  const run = (piece: InputPiece): Promise<ScannedPiece> | ScannedPiece => {
    if (crew.hasRoom) return crew.scan(piece, texts.pop());
    left -= piece.own * motifs;
    if (left <= 0) crew.start();
    return { piece, ...scanHere(jobOf(piece, texts.pop())) };
  };
  const listening = async function* () {
    for await (const piece of pieces) {
      yield piece;
      // What the workers have done is heard between two pieces.
      if (crew.size > 0) await nextTurn();
    }
  };
  for await (const result of inOrder(listening(), run, PIECES_PER_THREAD * threads)) {
    yield result;
    spares.give(result.piece);
    if (result.text !== undefined) texts.push(new Uint8Array(result.text.bytes.buffer));
  }
}

/** Handing over what is shared would take it from others. */
function ownMemory({ isShared }: InputPiece, array: Uint8Array): Uint8Array {
  return isShared ? array.slice() : array;
}

function jobOf(
  { name, region = "", origin, offset, letters, codes, own }: InputPiece,
  spare: PieceJob["spare"],
): PieceJob {
  return { name, region, offset: origin + offset, letters, codes, own, spare };
}

/**
 * How records are cut: few enough bases that a piece's hits take little memory, whatever the thresholds, by the hits in a
 * sample of random sequence.
 */
function pieceCut(scanner: Scanner, motifs: number): PieceCut & { readonly spares: SpareBuffers } {
  let state = 1;
  const codes = Uint8Array.from({ length: SAMPLE_BASES }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 30;
  });
  const hits = scanner.scan(codes).length;
  const bases = Math.floor(Math.min((HITS_PER_PIECE * SAMPLE_BASES) / Math.max(1, hits), WORK_PER_PIECE / motifs));
  const pieceBases = Math.max(SMALLEST_PIECE, Math.min(LARGEST_PIECE, bases));
  const cut = { pieceBases, overlap: scanner.overlap };
  return { ...cut, spares: new SpareBuffers(cut) };
}
