import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UNIFORM } from "../../src/motif/background.ts";
import { readJaspar } from "../../src/motif/formats/jaspar.ts";
import type { Motif } from "../../src/motif/motif.ts";
import { type KernelFlavour, kernelModule } from "../../src/scan/kernel.ts";
import { Scanner } from "../../src/scan/scanner.ts";
import { isUnreachable, type Search, searchFor } from "../../src/scan/search.ts";
import { enableRelaxedSimd } from "../../src/workers.ts";
import { alternate, row } from "./measure.ts";

export const JASPAR = "../shared/data/motifs/jaspar2026_vertebrates.jaspar";
export const BASES = 20_000_000;
/** What a scan hands the kernel at a time. */
const PIECE = 1 << 20;
const YARDSTICK_BLOCK = 32_768;
const YARDSTICK_STEPS = 6;
const ROUNDS = 7;
/** The yardstick is far shorter than the jobs: as many motifs' worth of it are timed together. */
export const YARDSTICK_RUNS = 16;

/** The kernel on real motifs beside the bare loop, in both SIMD flavours; then thresholds and tables beside the scan. */
export async function benchScan(): Promise<void> {
  if (!existsSync(JASPAR)) {
    console.log(`scan: skipped, ${JASPAR} is not there`);
    return;
  }
  enableRelaxedSimd();
  const motifs = readJaspar(readFileSync(JASPAR, "utf8"), JASPAR);
  const reachable = motifs.map(search).filter((one) => !isUnreachable(one));
  const width12 = reachable.filter(({ motif }) => motif.width === 12).slice(0, YARDSTICK_RUNS);
  const spread = everyNth(reachable, 128);
  const codes = randomCodes(BASES, 1);
  for (const flavour of ["relaxed", "standard"] as const) await benchFlavour(flavour, codes, width12, spread);
  benchTables(motifs, reachable, codes);
}

export const search = (motif: Motif): Search =>
  searchFor(motif, { background: UNIFORM, pseudocount: 0.1, rule: { by: "pValue", limit: 1e-4 } });

async function benchFlavour(
  flavour: Exclude<KernelFlavour, "plain">,
  codes: Uint8Array,
  width12: readonly Search[],
  spread: readonly Search[],
): Promise<void> {
  const bare = await yardstick(flavour);
  const module = kernelModule(flavour);
  const one = new Scanner(width12.slice(0, 1), "both", module);
  const same = new Scanner(width12, "both", module);
  const all = new Scanner(spread, "both", module);
  const times = alternate(
    {
      bare: () => {
        for (let i = 0; i < YARDSTICK_RUNS; i++) bare();
      },
      one: () => scanAll(one, codes),
      same: () => scanAll(same, codes),
      all: () => scanAll(all, codes),
    },
    ROUNDS,
  );
  const unit = times.bare / YARDSTICK_RUNS;
  const steps = spread.reduce((sum, { motif }) => sum + ((motif.width + 1) >> 1), 0);
  console.log(
    `scan, ${flavour} SIMD, 20 Mb random, p 1e-4, both strands, one thread: yardstick the bare loop at width 12`,
  );
  console.log(rated("bare loop, width 12", unit, 1, unit));
  console.log(rated("one motif of width 12", times.one, 1, unit));
  console.log(rated(`${width12.length} motifs of width 12, each`, times.same / width12.length, 1, unit, 1.3));
  console.log(rated(`${spread.length} motifs`, times.all, spread.length, unit * spread.length));
  console.log(row("  each column pair of these", times.all / steps, unit / YARDSTICK_STEPS, 1.5));
}

/** All thresholds and tables, with the kernel's, beside the scan that they are for. */
function benchTables(motifs: readonly Motif[], reachable: readonly Search[], codes: Uint8Array): void {
  const module = kernelModule("relaxed");
  const scanner = new Scanner(reachable, "both", module);
  const times = alternate(
    { tables: () => new Scanner(motifs.map(search), "both", module), scan: () => scanAll(scanner, codes) },
    3,
  );
  console.log(`scan, all ${motifs.length} motifs: yardstick the scan of 20 Mb, relaxed SIMD`);
  console.log(rated("scan", times.scan, reachable.length, times.scan));
  console.log(row("thresholds and tables", times.tables, times.scan, 0.15));
}

function rated(job: string, seconds: number, motifs: number, yardstick: number, limit?: number): string {
  const rate = (BASES * motifs * 2) / seconds / 1e9;
  return `${row(job, seconds, yardstick, limit)}  ${rate.toFixed(1)} G bases·motifs·strands/s`;
}

export function scanAll(scanner: Scanner, codes: Uint8Array): number {
  let hits = 0;
  for (let from = 0; from < codes.length; from += PIECE) {
    hits += scanner.scan(codes.subarray(from, from + PIECE + scanner.overlap), PIECE).length;
  }
  return hits;
}

/** The bare loop over a block that stays in the cache, as often as makes 20 Mb. */
export async function yardstick(flavour: "relaxed" | "standard"): Promise<() => void> {
  const { compile } = await import(pathToFileURL(resolve("src/sequence/assembly/compile.js")).href);
  const binary = await compile(flavour, pathToFileURL(resolve("test/bench/assembly/yardstick.ts")));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary));
  const memory = new Uint8Array((exports.memory as WebAssembly.Memory).buffer);
  const at = (name: string) => (exports[name] as { value: number }).value;
  memory.set(
    randomCodes(192, 2).map((code) => 60 * code),
    at("TABLES"),
  );
  memory.set(
    randomCodes(YARDSTICK_BLOCK + 16, 3).map((code, i) => 4 * code + (i % 4)),
    at("PAIRS"),
  );
  const run = exports.run as (length: number) => number;
  return () => {
    for (let done = 0; done < BASES; done += YARDSTICK_BLOCK) run(Math.min(YARDSTICK_BLOCK, BASES - done));
  };
}

export function everyNth<T>(list: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]);
}

/** Uniform random bases (a linear congruential generator's two highest bits). */
export function randomCodes(length: number, seed: number): Uint8Array {
  const codes = new Uint8Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    codes[i] = state >>> 30;
  }
  return codes;
}
