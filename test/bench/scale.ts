import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomStream } from "../../src/random.ts";

const JASPAR = "../shared/data/motifs/jaspar2026_vertebrates.jaspar";
const MOST_MOTIFS = 1019;
const LINE = 60;
const HUMAN_BASES = 3.1e9;
const DEFAULT_HELD_BACK_MB = 100;

/** matrix: counts only, so no row is written for a hit. */
type Output = "matrix" | "tsv" | "tsv.gz";
type Run = readonly [megabases: number, motifs: number, output: Output];

/** What the model is fitted to: sizes, numbers of motifs and of rows that vary apart from each other. */
const GRID: readonly Run[] = [
  [1, 8, "matrix"],
  [1, 182, "matrix"],
  [1, 1019, "matrix"],
  [10, 8, "matrix"],
  [10, 182, "matrix"],
  [10, 182, "tsv"],
  [10, 182, "tsv.gz"],
  [10, 1019, "matrix"],
  [10, 1019, "tsv"],
  [20, 509, "tsv"],
  [50, 8, "matrix"],
  [50, 64, "tsv"],
  [50, 182, "matrix"],
];

interface Cost {
  readonly bases: number;
  readonly motifs: number;
  readonly rows: number;
  /** Bytes that were compressed. */
  readonly packed: number;
  readonly bytes: number;
  /** User and system time of all threads, in s. */
  readonly cpu: number;
  readonly megabytes: number;
}

/** CPU seconds = Σ coefficient · term. Units in the names. */
const TERMS: readonly (readonly [name: string, scale: number, of: (run: Cost) => number])[] = [
  ["s to start", 1, () => 1],
  ["ms for the tables of a motif", 1e3, ({ motifs }) => motifs],
  ["ns a base read", 1e9, ({ bases }) => bases],
  ["ns a base and motif, both strands", 1e9, ({ bases, motifs }) => bases * motifs],
  ["µs a row", 1e6, ({ rows }) => rows],
  ["ns a byte of rows compressed", 1e9, ({ packed }) => packed],
];

/**
 * The cost of `scan`, one thread, p 1e-4, fitted to runs of up to 50 Mb, and its error on a larger one that was held back:
 * `npm run bench -- scale 100` (Mb; 0: none).
 */
export function benchScale(words: readonly string[]): void {
  const heldBack = Number(words.find((word) => /^\d+$/.test(word)) ?? DEFAULT_HELD_BACK_MB);
  const folder = mkdtempSync(join(tmpdir(), "tatabox-bench-"));
  try {
    const motifs = motifTexts();
    console.log("scale: CPU seconds of scan, one thread, p 1e-4, random sequence");
    const runs = GRID.map((run) => measured(run, folder, motifs));
    const coefficients = fitted(runs);
    for (const [i, run] of runs.entries()) printRun(GRID[i], run, predicted(run, coefficients));
    for (const [i, [name, scale]] of TERMS.entries())
      console.log(`  ${(scale * coefficients[i]).toPrecision(3).padStart(8)} ${name}`);
    printMerge(folder, motifs);
    printHuman(runs, coefficients);
    if (heldBack > 0) printHeldBack([heldBack, MOST_MOTIFS, "tsv"], folder, motifs, coefficients);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function printRun([megabases, motifs, output]: Run, { cpu, megabytes }: Cost, model: number): void {
  const job = `${megabases} Mb × ${motifs} motifs, ${output}`;
  const error = `${(100 * (model / cpu - 1)).toFixed(0)} %`;
  console.log(
    `  ${job.padEnd(32)} ${cpu.toFixed(2).padStart(7)} s  model ${model.toFixed(2).padStart(7)} s ${error.padStart(6)}  ${megabytes.toFixed(0).padStart(5)} MB`,
  );
}

function printHeldBack(run: Run, folder: string, motifs: readonly string[], coefficients: readonly number[]): void {
  const cost = measured(run, folder, motifs);
  console.log("  held back:");
  printRun(run, cost, predicted(cost, coefficients));
}

/** At the thresholds of the default and ten times stricter, plain and compressed. */
function printHuman(runs: readonly Cost[], coefficients: readonly number[]): void {
  const dense =
    runs[
      GRID.findIndex(([megabases, motifs, output]) => megabases === 10 && motifs === MOST_MOTIFS && output === "tsv")
    ];
  const rows = (dense.rows / dense.bases) * HUMAN_BASES;
  const rowBytes = dense.bytes / dense.rows;
  for (const packed of [0, rows * rowBytes]) {
    const cpu = predicted({ ...dense, bases: HUMAN_BASES, rows, packed }, coefficients);
    const what = packed === 0 ? "tsv" : "tsv.gz";
    console.log(
      `  3.1 Gb × ${MOST_MOTIFS} motifs, ${what}: ${(cpu / 3600).toFixed(2)} core-hours, ${(rows / 1e6).toFixed(0)} M rows of ${rowBytes.toFixed(1)} bytes`,
    );
  }
}

/** What joining the rows of two pieces costs. */
function printMerge(folder: string, motifs: readonly string[]): void {
  const whole = join(folder, "hits.tsv");
  measured([20, 182, "tsv"], folder, motifs, whole);
  const { cpu } = used(["merge", whole, whole, "-o", join(folder, "merged.tsv")]);
  const gigabytes = statSync(join(folder, "merged.tsv")).size / 1e9;
  console.log(`  ${(cpu / gigabytes).toFixed(1).padStart(8)} s a GB of rows merged`);
}

function measured(
  [megabases, count, output]: Run,
  folder: string,
  all: readonly string[],
  result = join(folder, `hits.${output}`),
): Cost {
  const fasta = randomFasta(megabases, folder);
  const motifs = join(folder, "motifs.jaspar");
  writeFileSync(motifs, Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]).join(""));
  const format = output === "matrix" ? "matrix" : "tsv";
  const words = ["-m", motifs, "-j", "1", "-f", format, "-o", result];
  const usage = used(["scan", fasta, ...words]);
  const bytes = statSync(result).size;
  const hits = output === "matrix" ? { rows: 0, packed: 0 } : rowsIn(result, output === "tsv.gz");
  return { bases: statSync(fasta).size * (LINE / (LINE + 1)), motifs: count, bytes, ...hits, ...usage };
}

/** Rows of a table, and its bytes where it was compressed; large ones are counted by their first megabyte. */
function rowsIn(file: string, isPacked: boolean): { rows: number; packed: number } {
  const plain = isPacked ? spawnSync("gzip", ["-dc", file], { maxBuffer: 1 << 30 }).stdout : firstBytes(file);
  let lines = 0;
  for (const byte of plain) if (byte === 10) lines++;
  const size = isPacked ? plain.length : statSync(file).size;
  return { rows: (lines * size) / plain.length, packed: isPacked ? plain.length : 0 };
}

function firstBytes(file: string): Uint8Array {
  const bytes = new Uint8Array(1 << 20);
  const handle = openSync(file, "r");
  const read = readSync(handle, bytes);
  closeSync(handle);
  return bytes.subarray(0, read);
}

/** Told by the process itself when it ends. */
const TELL_USAGE = `data:text/javascript,${encodeURIComponent(
  "import{writeSync}from'node:fs';process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s,maxRSS}=process.resourceUsage();" +
    "writeSync(2,JSON.stringify({cpu:(u+s)/1e6,megabytes:maxRSS/1000})+'\\n')})",
)}`;
function used(words: readonly string[]): Pick<Cost, "cpu" | "megabytes"> {
  const node = ["--import", TELL_USAGE, "bin/tatabox.js", ...words, "-q"];
  const { status, stderr } = spawnSync(process.execPath, node, { encoding: "utf8" });
  if (status !== 0) throw new Error(`tatabox ${words.join(" ")}: ${stderr}`);
  return JSON.parse(stderr.trimEnd().split("\n").at(-1)!);
}

function predicted(run: Cost, coefficients: readonly number[]): number {
  return TERMS.reduce((sum, [, , of], i) => sum + coefficients[i] * of(run), 0);
}

/** Least squares of relative errors, by the normal equations. */
function fitted(runs: readonly Cost[]): number[] {
  const rows = runs.map((run) => TERMS.map(([, , of]) => of(run) / run.cpu));
  const scales = TERMS.map((_, i) => Math.hypot(...rows.map((row) => row[i])));
  const scaled = rows.map((row) => row.map((value, i) => value / scales[i]));
  const matrix = TERMS.map((_, i) => [
    ...TERMS.map((__, j) => scaled.reduce((sum, row) => sum + row[i] * row[j], 0)),
    scaled.reduce((sum, row) => sum + row[i], 0),
  ]);
  return solved(matrix).map((value, i) => value / scales[i]);
}

/** Gauss–Jordan elimination of a symmetric positive definite system with its right side as the last column. */
function solved(matrix: number[][]): number[] {
  for (const [k, pivot] of matrix.entries()) {
    for (const [i, row] of matrix.entries()) {
      if (i === k) continue;
      const factor = row[k] / pivot[k];
      for (let j = k; j < row.length; j++) row[j] -= factor * pivot[j];
    }
  }
  return matrix.map((row, i) => row.at(-1)! / row[i]);
}

/** JASPAR's motifs where they are at hand, else as many made ones of the same widths. */
function motifTexts(): string[] {
  if (existsSync(JASPAR)) return readFileSync(JASPAR, "utf8").split(/(?=^>)/m);
  const random = randomStream(2, "scale");
  return Array.from({ length: MOST_MOTIFS }, (_, index) => {
    const width = 6 + (index % 12);
    const rows = Array.from("ACGT", (base) => {
      const counts = Array.from({ length: width }, () => Math.ceil(100 * random.uniform() ** 4));
      return `${base} [ ${counts.join(" ")} ]`;
    });
    return `>M${index}\tmotif${index}\n${rows.join("\n")}\n`;
  });
}

/** One record of random bases: a block of 1 Mb that comes again. */
function randomFasta(megabases: number, folder: string): string {
  const path = join(folder, `${megabases}.fa`);
  if (existsSync(path)) return path;
  const random = randomStream(1, "scale");
  const lines = Math.ceil(1e6 / LINE);
  const block = Buffer.alloc(lines * (LINE + 1), "\n");
  for (let i = 0; i < block.length; i++) if (i % (LINE + 1) < LINE) block[i] = "ACGT".charCodeAt(random.below(4));
  const file = openSync(path, "w");
  writeSync(file, ">random\n");
  for (let i = 0; i < megabases; i++) writeSync(file, block);
  closeSync(file);
  return path;
}
