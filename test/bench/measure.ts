import { spawnSync } from "node:child_process";

/** Seconds of wall time of one run. */
type Job = () => void;

export function command(...words: readonly string[]): Job {
  return () => {
    const { status, stderr, error } = spawnSync(words[0], words.slice(1), { stdio: ["ignore", "ignore", "pipe"] });
    if (error !== undefined || status !== 0) throw new Error(`${words.join(" ")} failed: ${error?.message ?? stderr}`);
  };
}

export const tatabox = (...words: readonly string[]): Job => command(process.execPath, "bin/tatabox.js", ...words);

/**
 * Medians of alternating runs (A B C A B C …) after one round that is not counted: a drift of the machine's speed falls on
 * all jobs alike. Returns seconds by job.
 */
export function alternate(jobs: Readonly<Record<string, Job>>, rounds: number): Record<string, number> {
  const seconds: Record<string, number[]> = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, job] of Object.entries(jobs)) {
      const start = performance.now();
      job();
      if (round > 0) seconds[name].push((performance.now() - start) / 1000);
    }
  }
  return Object.fromEntries(Object.entries(seconds).map(([name, times]) => [name, median(times)]));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** One line of a bench table: job, seconds, ratio to the yardstick and the most that it may be. */
export function row(job: string, seconds: number, yardstick: number, limit?: number): string {
  const ratio = (seconds / yardstick).toFixed(2);
  const allowed = limit === undefined ? "" : `  (at most ${limit})`;
  return `  ${job.padEnd(44)} ${seconds.toFixed(3).padStart(8)} s  ${ratio.padStart(6)} ×${allowed}`;
}
