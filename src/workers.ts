import { setFlagsFromString } from "node:v8";
import { parentPort, Worker } from "node:worker_threads";
import { dataError } from "./errors.ts";

/** V8 has relaxed SIMD without a flag from this version on (Node.js 21). */
const RELAXED_SIMD_V8 = 11.4;

/**
 * Switches relaxed SIMD on in Node.js 20, where it sits behind a flag. Must run before the scanner's kernel is chosen and
 * compiled; workers that start later have it too.
 */
export function enableRelaxedSimd(): void {
  // An engine that no longer knows the flag would complain on stderr.
  if (Number.parseFloat(process.versions.v8) < RELAXED_SIMD_V8) setFlagsFromString("--experimental-wasm-relaxed-simd");
}

/** A job that was given to a worker; each does its jobs in the order they came. */
interface Pending<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

interface Member<Result> {
  readonly worker: Worker;
  readonly pending: Pending<Result>[];
  isReady: boolean;
}

/** What a job makes is handed over or thrown away: a small nursery saves some 10 MB a worker and costs no time. */
const LIMITS = { maxYoungGenerationSizeMb: 8 };

/** Threads that do the same kind of job, started from one source text, so that no file is looked for. */
export class WorkerPool<Job, Result> {
  readonly #members: Member<Result>[];
  #failure: unknown;
  #closed = false;

  /** The workers start, and wait for what they are to work with. */
  constructor(source: string, threads: number) {
    this.#members = Array.from({ length: threads }, () => this.#start(source));
  }

  /** What all jobs have in common. To be called once, before the first job. */
  prepare(data: unknown): void {
    for (const { worker } of this.#members) worker.postMessage(data);
  }

  /** Has a worker fewer than `jobs` in hand? (Or one failed, which the next job will hear.) */
  hasRoom(jobs: number): boolean {
    return this.#failure !== undefined || this.#members.some(({ pending }) => pending.length < jobs);
  }

  /** Have all workers prepared themselves? (Or failed to.) Until then jobs wait. */
  get isReady(): boolean {
    return this.#failure !== undefined || this.#members.every(({ isReady }) => isReady);
  }

  /** Gives the job to the worker with the fewest; rejects when any worker has died. */
  run(job: Job, transfer: readonly ArrayBuffer[] = []): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      const member = this.#members.reduce((least, one) => (one.pending.length < least.pending.length ? one : least));
      member.pending.push({ resolve, reject });
      member.worker.postMessage(job, transfer);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#members.map(({ worker }) => worker.terminate()));
  }

  #start(source: string): Member<Result> {
    const worker = new Worker(source, { eval: true, resourceLimits: LIMITS });
    const member: Member<Result> = { worker, pending: [], isReady: false };
    worker.once("message", () => {
      member.isReady = true;
      // Nobody waits any more when another worker has died.
      worker.on("message", (result: Result) => member.pending.shift()?.resolve(result));
    });
    worker.on("error", (error) => this.#fail(workerError(error)));
    worker.on("exit", (code) => {
      if (!this.#closed)
        this.#fail(dataError(`a worker thread ended before its work was done (code ${code}); ${ADVICE}`));
    });
    return member;
  }

  /** Whatever was asked of any worker is lost: results in order cannot do without one. */
  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { pending } of this.#members) for (const { reject } of pending.splice(0)) reject(this.#failure);
  }
}

const ADVICE = "try --threads 1, or a machine with more memory";

function workerError(error: unknown): unknown {
  const isMemory = (error as { code?: string }).code === "ERR_WORKER_OUT_OF_MEMORY";
  return isMemory ? dataError(`a worker thread ran out of memory; ${ADVICE}`) : error;
}

/** A worker's side of {@link WorkerPool}. `prepare` gets the pool's data; results name what is handed over with them. */
export function serveJobs<Data, Job, Result>(
  prepare: (data: Data) => (job: Job) => { readonly result: Result; readonly transfer: ArrayBuffer[] },
): void {
  let work: ReturnType<typeof prepare> | undefined;
  parentPort!.on("message", (message: Data | Job) => {
    if (work === undefined) {
      work = prepare(message as Data);
      return parentPort!.postMessage("ready");
    }
    const { result, transfer } = work(message as Job);
    parentPort!.postMessage(result, transfer);
  });
}

/**
 * Results in the order of the jobs, while at most `ahead` of them are under way: a slow reader of the results holds the
 * jobs' source up. A result that is no promise is passed on at once.
 */
export async function* inOrder<Job, Result>(
  jobs: AsyncIterable<Job>,
  run: (job: Job) => Promise<Result> | Result,
  ahead: number,
): AsyncGenerator<Result> {
  const queue: Promise<Result>[] = [];
  for await (const job of jobs) {
    const result = run(job);
    if (!(result instanceof Promise) && queue.length === 0) {
      yield result;
      continue;
    }
    const promise = Promise.resolve(result);
    // It is awaited when its turn comes; until then a failure is not unheard of.
    promise.catch(() => {});
    queue.push(promise);
    if (queue.length >= ahead) yield await queue.shift()!;
  }
  while (queue.length > 0) yield await queue.shift()!;
}
