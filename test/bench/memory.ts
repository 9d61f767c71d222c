import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ISLAND_METHOD_NAMES } from "../../src/cpg/methods.ts";
import { randomStream } from "../../src/random.ts";
import { BASES } from "../../src/sequence/alphabet.ts";
import { genomeLike } from "./cpg.ts";

const MOTIFS = 100;
const RECORDS = 24;
const LINE = 60;
const LIMIT_MB = 400;
const SMALL_MB = 100;
const DEFAULT_MB = 400;
/** A slow reader takes so many bytes a second, of a genome of so many Mb. */
const SLOW_BYTES_PER_SECOND = 8_000_000;
const SLOW_MB = 60;

/**
 * One record of so many Mb, beside one of a third. Below 200 Mb the engine's own heap still settles: with less to do there is
 * less garbage at a time.
 */
const ISLAND_MB = 720;
/** Of the method that keeps a byte a base. */
const KEPT_ISLAND_MB = 240;

/** Sequence lines that are written over and over, and the number of records that they are spread over. */
interface Genome {
  readonly lines: Buffer;
  readonly records: number;
}

interface Peak {
  readonly megabytes: number;
  readonly seconds: number;
}

/**
 * Peak memory of a scan of 100 motifs over a genome that is made on the fly and streamed to standard input (`npm run bench
 * -- memory 3100` for the size of man's), then of searches for islands in one long record.
 */
export async function benchMemory(words: readonly string[]): Promise<void> {
  const large = Number(words.find((word) => /^\d+$/.test(word)) ?? DEFAULT_MB);
  const folder = mkdtempSync(join(tmpdir(), "tatabox-bench-"));
  try {
    const motifs = join(folder, "motifs.jaspar");
    writeFileSync(motifs, randomMotifs());
    console.log(`memory, ${MOTIFS} motifs, ${RECORDS} records on standard input, at most ${LIMIT_MB} MB`);
    const genome = { lines: randomLines(1 << 20), records: RECORDS };
    const scan = ["scan", "-", "-m", motifs];
    const small = await peakOf(scan, genome, SMALL_MB);
    print(`${SMALL_MB} Mb`, small);
    const whole = await peakOf(scan, genome, large);
    print(`${large} Mb`, whole, `${(whole.megabytes / small.megabytes).toFixed(2)} × (0.90 to 1.10)`);
    print(`${SLOW_MB} Mb, slow reader`, await peakOf(scan, genome, SLOW_MB, SLOW_BYTES_PER_SECOND));
  } finally {
    rmSync(folder, { recursive: true });
  }
  await benchIslands();
}

/** Islands of one long record: memory should not grow with it, but for what a method must keep. */
async function benchIslands(): Promise<void> {
  const genome = { lines: genomeLines(8e6), records: 1 };
  console.log("memory, islands, one record on standard input, beside one of a third");
  for (const words of [...ISLAND_METHOD_NAMES, "hmm --posterior 0.5"]) {
    const command = ["cpg", "--method", ...words.split(" ")];
    const isKept = words.includes("posterior");
    const megabases = isKept ? KEPT_ISLAND_MB : ISLAND_MB;
    const short = await peakOf(command, genome, megabases / 3);
    const long = await peakOf(command, genome, megabases);
    const kept = { "hmm --posterior 0.5": "a byte a base more", cpgcluster: "four bytes a CpG more" }[words];
    const allowed = kept ?? "(0.85 to 1.15)";
    print(`${words}, ${megabases} Mb`, long, `${(long.megabytes / short.megabytes).toFixed(2)} × ${allowed}`);
  }
}

function print(job: string, { megabytes, seconds }: Peak, ratio = ""): void {
  console.log(
    `  ${job.padEnd(28)} ${megabytes.toFixed(0).padStart(6)} MB ${seconds.toFixed(1).padStart(8)} s  ${ratio}`,
  );
}

async function peakOf(
  command: readonly string[],
  genome: Genome,
  megabases: number,
  bytesPerSecond?: number,
): Promise<Peak> {
  const start = performance.now();
  const run = spawn(process.execPath, ["bin/tatabox.js", ...command], {
    stdio: ["pipe", bytesPerSecond === undefined ? "ignore" : "pipe", "inherit"],
  });
  const peak = { megabytes: 0 };
  const watch = setInterval(() => {
    peak.megabytes = Math.max(peak.megabytes, peakMegabytes(run.pid!));
  }, 100);
  const reading = bytesPerSecond === undefined ? Promise.resolve() : readSlowly(run, bytesPerSecond);
  await Promise.all([writeGenome(run, genome, megabases * 1e6), reading, once(run, "exit")]);
  clearInterval(watch);
  if (run.exitCode !== 0) throw new Error(`${command[0]} ended with ${run.exitCode}`);
  return { ...peak, seconds: (performance.now() - start) / 1000 };
}

/** The most that the process ever held, as the kernel counts it. */
export function peakMegabytes(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1000;
  } catch {
    return 0;
  }
}

async function writeGenome(run: ChildProcess, { lines, records }: Genome, bases: number): Promise<void> {
  const perRecord = Math.floor(bases / records / LINE) * (LINE + 1);
  for (let record = 1; record <= records; record++) {
    await write(run, Buffer.from(`>chr${record}\n`));
    for (let left = perRecord; left > 0; left -= lines.length) await write(run, lines.subarray(0, left));
  }
  run.stdin!.end();
}

async function write(run: ChildProcess, bytes: Buffer): Promise<void> {
  if (!run.stdin!.write(bytes)) await once(run.stdin!, "drain");
}

function genomeLines(bases: number): Buffer {
  const letters = Array.from(genomeLike(bases), (code) => BASES[code]).join("");
  return Buffer.from(letters.replace(new RegExp(`.{${LINE}}`, "g"), "$&\n"));
}

export function randomLines(bases: number): Buffer {
  const random = randomStream(1, "memory");
  const count = Math.floor(bases / LINE);
  const lines = Buffer.alloc(count * (LINE + 1), "\n");
  for (let line = 0; line < count; line++) {
    for (let i = 0; i < LINE; i++) lines[line * (LINE + 1) + i] = "ACGT".charCodeAt(random.below(4));
  }
  return lines;
}

async function readSlowly(run: ChildProcess, bytesPerSecond: number): Promise<void> {
  for await (const chunk of run.stdout!) await pause((1000 * chunk.length) / bytesPerSecond);
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
