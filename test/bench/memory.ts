import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { randomStream } from "../../src/random.ts";

const MOTIFS = 100;
const RECORDS = 24;
const LINE = 60;
const LIMIT_MB = 400;
const SMALL_MB = 100;
const DEFAULT_MB = 400;
/** A slow reader takes so many bytes a second, of a genome of so many Mb. */
const SLOW_BYTES_PER_SECOND = 8_000_000;
const SLOW_MB = 60;

interface Peak {
  readonly megabytes: number;
  readonly seconds: number;
}

/**
 * Peak memory of a scan of 100 motifs over a genome that is made on the fly and streamed to standard input; `npm run bench
 * -- memory 3100` for the size of man's.
 */
export async function benchMemory(words: readonly string[]): Promise<void> {
  const large = Number(words.find((word) => /^\d+$/.test(word)) ?? DEFAULT_MB);
  const folder = mkdtempSync(join(tmpdir(), "tatabox-bench-"));
  try {
    const motifs = join(folder, "motifs.jaspar");
    writeFileSync(motifs, randomMotifs());
    console.log(`memory, ${MOTIFS} motifs, ${RECORDS} records on standard input, at most ${LIMIT_MB} MB`);
    const small = await peakOf(motifs, SMALL_MB);
    print(`${SMALL_MB} Mb`, small);
    const whole = await peakOf(motifs, large);
    print(`${large} Mb`, whole, `${(whole.megabytes / small.megabytes).toFixed(2)} × (0.90 to 1.10)`);
    print(`${SLOW_MB} Mb, slow reader`, await peakOf(motifs, SLOW_MB, SLOW_BYTES_PER_SECOND));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function print(job: string, { megabytes, seconds }: Peak, ratio = ""): void {
  console.log(
    `  ${job.padEnd(28)} ${megabytes.toFixed(0).padStart(6)} MB ${seconds.toFixed(1).padStart(8)} s  ${ratio}`,
  );
}

async function peakOf(motifs: string, megabases: number, bytesPerSecond?: number): Promise<Peak> {
  const start = performance.now();
  const scan = spawn(process.execPath, ["bin/tatabox.js", "scan", "-", "-m", motifs], {
    stdio: ["pipe", bytesPerSecond === undefined ? "ignore" : "pipe", "inherit"],
  });
  const peak = { megabytes: 0 };
  const watch = setInterval(() => {
    peak.megabytes = Math.max(peak.megabytes, peakMegabytes(scan.pid!));
  }, 100);
  const reading = bytesPerSecond === undefined ? Promise.resolve() : readSlowly(scan, bytesPerSecond);
  await Promise.all([writeGenome(scan, megabases * 1e6), reading, once(scan, "exit")]);
  clearInterval(watch);
  if (scan.exitCode !== 0) throw new Error(`scan ended with ${scan.exitCode}`);
  return { ...peak, seconds: (performance.now() - start) / 1000 };
}

/** The most that the process ever held, as the kernel counts it. */
function peakMegabytes(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1000;
  } catch {
    return 0;
  }
}

async function writeGenome(scan: ChildProcess, bases: number): Promise<void> {
  const lines = randomLines(1 << 20);
  const perRecord = Math.floor(bases / RECORDS / LINE) * (LINE + 1);
  for (let record = 1; record <= RECORDS; record++) {
    await write(scan, Buffer.from(`>chr${record}\n`));
    for (let left = perRecord; left > 0; left -= lines.length) await write(scan, lines.subarray(0, left));
  }
  scan.stdin!.end();
}

async function write(scan: ChildProcess, bytes: Buffer): Promise<void> {
  if (!scan.stdin!.write(bytes)) await once(scan.stdin!, "drain");
}

function randomLines(bases: number): Buffer {
  const random = randomStream(1, "memory");
  const count = Math.floor(bases / LINE);
  const lines = Buffer.alloc(count * (LINE + 1), "\n");
  for (let line = 0; line < count; line++) {
    for (let i = 0; i < LINE; i++) lines[line * (LINE + 1) + i] = "ACGT".charCodeAt(random.below(4));
  }
  return lines;
}

async function readSlowly(scan: ChildProcess, bytesPerSecond: number): Promise<void> {
  for await (const chunk of scan.stdout!) await pause((1000 * chunk.length) / bytesPerSecond);
}

/** Columns with one, two or four letters in favour, 8 to 16 of them. */
function randomMotifs(): string {
  const random = randomStream(2, "memory");
  const motif = (_: unknown, index: number) => {
    const width = 8 + (index % 9);
    const rows = Array.from("ACGT", (base) => {
      const counts = Array.from({ length: width }, () => Math.ceil(100 * random.uniform() ** 4));
      return `${base} [ ${counts.join(" ")} ]`;
    });
    return `>M${index}\tmotif${index}\n${rows.join("\n")}\n`;
  };
  return Array.from({ length: MOTIFS }, motif).join("");
}
