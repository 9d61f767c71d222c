import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readJaspar } from "../../src/motif/formats/jaspar.ts";
import { kernelModule } from "../../src/scan/kernel.ts";
import { Scanner } from "../../src/scan/scanner.ts";
import { isUnreachable } from "../../src/scan/search.ts";
import { enableRelaxedSimd } from "../../src/workers.ts";
import { median } from "./measure.ts";
import { peakMegabytes, randomLines } from "./memory.ts";
import { BASES, everyNth, JASPAR, randomCodes, scanAll, search, YARDSTICK_RUNS, yardstick } from "./scan.ts";

const LINE = 60;
const ROUNDS = 3;

/** Megabases, and how many of JASPAR's motifs; 904 are all that can reach the p-value. */
const JOBS = [
  [20, 1],
  [20, 128],
  [100, 1],
  [100, 128],
  [40, 904],
] as const;

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Whole runs of the program, from its start to the last row of tsv in a file, beside the bare loop for the same work. */
export async function benchWholeScan(): Promise<void> {
  if (!existsSync(JASPAR)) {
    console.log(`whole: skipped, ${JASPAR} is not there`);
    return;
  }
  enableRelaxedSimd();
  const unit = await secondsPerMegabase();
  const folder = mkdtempSync(join(tmpdir(), "tatabox-bench-"));
  try {
    console.log("whole, tsv to a file, p 1e-4, both strands: yardstick the bare loop at width 12");
    for (const [megabases, count] of JOBS) {
      const genome = await writeGenome(folder, megabases);
      const file = writeMotifs(folder, count);
      const words = ["scan", genome, "-m", file, "-o", join(folder, "hits.tsv")];
      const work = megabases * count;
      const [kernel, one, two] = await medianRuns([
        () => warmScan(file, megabases),
        () => run([...words, "-j", "1"]),
        () => run([...words, "-j", "2"]),
      ]);
      const both = count > 1 ? await sideBySide(words, folder) : undefined;
      const job = `${count} motif${count > 1 ? "s" : ""}, ${megabases} Mb`;
      print(`${job}, warm kernel`, kernel, work, unit);
      // One motif takes little longer than the start: these ratios would say nothing.
      const isLarge = count > 1;
      const toKernel = `${(one.seconds / kernel.seconds).toFixed(2)} × the kernel (at most 1.5)`;
      const toOne = `${(one.seconds / two.seconds).toFixed(2)} × as fast (at least 1.8)`;
      print(`${job}, -j 1`, one, work, unit, isLarge ? toKernel : "");
      print(`${job}, -j 2`, two, work, unit, isLarge ? toOne : "");
      if (both !== undefined) {
        const more = `${((2 * one.seconds) / both.seconds).toFixed(2)} × as much work a second: what two cores can do`;
        print(`${job}, two runs`, both, 2 * work, unit, more);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Of the bare loop, once the engine has compiled it for good. */
async function secondsPerMegabase(): Promise<number> {
  const bare = await yardstick("relaxed");
  const seconds = () => {
    const start = performance.now();
    for (let i = 0; i < YARDSTICK_RUNS; i++) bare();
    return (performance.now() - start) / 1000;
  };
  seconds();
  return median([seconds(), seconds(), seconds()]) / YARDSTICK_RUNS / (BASES / 1e6);
}

/** The same scan by the library's scanner, once the engine has compiled it for good: hits alone, no text. */
function warmScan(file: string, megabases: number): Run {
  const searches = readJaspar(readFileSync(file, "utf8"), file).map(search);
  const scanner = new Scanner(searches, "both", kernelModule("relaxed"));
  const codes = randomCodes(BASES, 1);
  scanAll(scanner, codes.subarray(0, BASES / 4));
  const start = performance.now();
  for (let done = 0; done < megabases; done += BASES / 1e6) scanAll(scanner, codes);
  return { seconds: (performance.now() - start) / 1000, megabytes: process.memoryUsage.rss() / 1e6 };
}

function print(job: string, { seconds, megabytes }: Run, work: number, unit: number, more = ""): void {
  const rate = (2e6 * work) / seconds / 1e9;
  console.log(
    `  ${job.padEnd(28)} ${seconds.toFixed(2).padStart(6)} s  ${rate.toFixed(1).padStart(5)} G bases·motifs·strands/s  ` +
      `${(seconds / (work * unit)).toFixed(1).padStart(6)} ×  ${megabytes.toFixed(0).padStart(4)} MB  ${more}`.trimEnd(),
  );
}

/** Every so manieth of the motifs that can reach the p-value. */
function writeMotifs(folder: string, count: number): string {
  const text = readFileSync(JASPAR, "utf8");
  const reachable = readJaspar(text, JASPAR).filter((motif) => !isUnreachable(search(motif)));
  const ids = new Set(everyNth(reachable, count).map(({ id }) => id));
  const file = join(folder, `${count}.jaspar`);
  const records = text.split(/^(?=>)/m).filter((record) => ids.has(record.slice(1).split(/\s/)[0]));
  writeFileSync(file, records.join(""));
  return file;
}

async function writeGenome(folder: string, megabases: number): Promise<string> {
  const file = join(folder, `${megabases}.fa`);
  const out = createWriteStream(file);
  const lines = randomLines(20_000_000);
  const perRecord = Math.floor(20e6 / LINE) * (LINE + 1);
  for (let record = 1; record <= megabases / 20; record++) {
    out.write(`>chr${record}\n`);
    out.write(lines.subarray(0, perRecord));
  }
  out.end();
  await once(out, "finish");
  return file;
}

/** Medians of alternating runs. */
async function medianRuns(jobs: readonly (() => Run | Promise<Run>)[]): Promise<Run[]> {
  const runs: Run[][] = jobs.map(() => []);
  for (let round = 0; round < ROUNDS; round++) for (const [i, job] of jobs.entries()) runs[i].push(await job());
  return runs.map((of) => ({
    seconds: median(of.map(({ seconds }) => seconds)),
    megabytes: Math.max(...of.map(({ megabytes }) => megabytes)),
  }));
}

/** Two scans of one thread at the same time. */
async function sideBySide(words: readonly string[], folder: string): Promise<Run> {
  const other = [...words.slice(0, -1), join(folder, "others.tsv")];
  const [both] = await medianRuns([
    async () => {
      const runs = await Promise.all([words, other].map((own) => run([...own, "-j", "1"])));
      const seconds = Math.max(...runs.map((own) => own.seconds));
      return { seconds, megabytes: runs[0].megabytes + runs[1].megabytes };
    },
  ]);
  return both;
}

/** A scan into a new file: to take an old one's memory away would cost as much as to write it. */
async function run(words: readonly string[]): Promise<Run> {
  rmSync(words[words.indexOf("-o") + 1], { force: true });
  const start = performance.now();
  const scan = spawn(process.execPath, ["bin/tatabox.js", ...words], { stdio: ["ignore", "ignore", "inherit"] });
  let megabytes = 0;
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, peakMegabytes(scan.pid!));
  }, 50);
  await once(scan, "exit");
  clearInterval(watch);
  if (scan.exitCode !== 0) throw new Error(`scan ended with ${scan.exitCode}`);
  return { seconds: (performance.now() - start) / 1000, megabytes };
}
