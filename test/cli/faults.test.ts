import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fixture, PROGRAM, tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "faults-"));
const path = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

const FOS = fixture("genes/fos.fa");
const BED = fixture("genes/genes.bed");
/** 6 Mb: many rows, and workers start. */
const LINE = "ACGTTGCATATAAAAGGCGCCAATCAGACGTGGGCGGGGCTATATATAAGCTTAACGGTCA\n";
writeFileSync(path("long.fa"), `>long\n${LINE.repeat(100_000)}`);
writeFileSync(path("some.fa"), `>some\n${LINE.repeat(300)}`);

const isLinux = process.platform === "linux";
const onLinux = isLinux ? it : it.skip;
const start = (words: readonly string[], options: object = {}): ChildProcess =>
  spawn(process.execPath, [PROGRAM, ...words], { cwd: folder, ...options });

async function endOf(child: ChildProcess): Promise<{ code: number | null; err: string }> {
  let err = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  // As a shell has it.
  return { code: signal === null ? code : 128 + constants.signals[signal], err };
}

describe("a full disk", () => {
  const WRITERS = [
    ["scan", "long.fa"],
    ["scan", "some.fa", "-f", "json"],
    ["scan", "some.fa", "-f", "parquet"],
    ["cpg", FOS],
    ["report", FOS, "--tss", BED, "-f", "html"],
    ["methylate", FOS, "-f", "svg"],
    ["motifs", "list"],
    ["shard", FOS],
    ["cnn", "graph", "(x+y)*z", "x=1", "y=2", "z=3"],
  ];

  onLinux.each(WRITERS.map((words) => [words.join(" "), words] as const))(
    "as output and as stdout: %s",
    async (_, words) => {
      const named = tatabox([...words, "-o", "/dev/full"], "", folder);
      const fault = (file: string) => new RegExp(`^tatabox .*: error: ${file}: the disk is full\n$`);
      const errors = (err: string) => err.replace(/^.*: warning: .*\n/gm, "");
      expect([named.status, named.out]).toEqual([1, ""]);
      expect(errors(named.err)).toMatch(fault("/dev/full"));
      const full = openSync("/dev/full", "w");
      const { code, err } = await endOf(start(words, { stdio: ["ignore", full, "pipe"] }));
      closeSync(full);
      expect(code).toBe(1);
      expect(errors(err)).toMatch(fault("standard output"));
    },
  );

  const small = path("small");
  mkdirSync(small);
  const mounted = isLinux && spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small]).status === 0;
  afterAll(() => {
    if (mounted) execFileSync("umount", [small]);
  });

  (mounted ? it : it.skip).each([["hits.tsv"], ["hits.tsv.gz"], ["hits.parquet", "-f", "parquet"]])(
    "of 64 kB, mounted for it: %s is not there, and what was there stays",
    (name, ...words) => {
      writeFileSync(join(small, "old.tsv"), "old");
      for (const file of [name, "old.tsv"]) {
        const run = tatabox(["scan", "long.fa", ...words, "-o", join(small, file)], "", folder);
        expect([run.status, run.out]).toEqual([1, ""]);
        expect(run.err).toBe(`tatabox scan: error: ${join(small, file)}: the disk is full\n`);
      }
      expect(readdirSync(small)).toEqual(["old.tsv"]);
      expect(readFileSync(join(small, "old.tsv"), "utf8")).toBe("old");
    },
  );

  (mounted ? it : it.skip)("under TMPDIR, where standard input is spooled for two passes", () => {
    const env = { ...process.env, TMPDIR: small };
    const input = readFileSync(path("long.fa"));
    const words = ["scan", "-", "--motif", "TBP", "--q-values"];
    const run = spawnSync(process.execPath, [PROGRAM, ...words], { input, env, encoding: "utf8", cwd: folder });
    expect([run.status, run.stdout]).toEqual([1, ""]);
    expect(run.stderr).toMatch(/^tatabox scan: error: .*: the disk is full\n$/);
    expect(readdirSync(small).filter((name) => name !== "old.tsv")).toEqual([]);
  });
});

describe("a closed pipe", () => {
  onLinux.each([
    "scan long.fa",
    "scan long.fa -j 2 -f json",
    "methylate some.fa",
    "report some.fa --json",
    "motifs list",
    "motifs show MA0108.2",
    "explain island",
  ])("%s | head -1 ends quietly with 0", (words) => {
    const line = `"$0" "$1" ${words} 2>err | head -c 20 >/dev/null; echo "\${PIPESTATUS[0]}"; cat err`;
    const found = execFileSync("bash", ["-c", line, process.execPath, PROGRAM], { cwd: folder, encoding: "utf8" });
    expect(found).toBe("0\n");
  });

  onLinux("a FIFO as output that nobody reads ends at once with 130 on Ctrl-C", async () => {
    execFileSync("mkfifo", [path("unread")]);
    const child = start(["scan", "long.fa", "-o", "unread"], { stdio: ["ignore", "ignore", "pipe"] });
    const reader = spawn("bash", ["-c", "exec 3<unread; echo ready; exec sleep 600"], { cwd: folder });
    await once(reader.stdout, "data");
    const end = endOf(child);
    child.kill("SIGINT");
    expect(await end).toEqual({ code: 130, err: "" });
    reader.kill("SIGKILL");
  });

  onLinux("a FIFO as output whose reader leaves", async () => {
    execFileSync("mkfifo", [path("out")]);
    const child = start(["scan", "long.fa", "-o", "out"], { stdio: ["ignore", "ignore", "pipe"] });
    execFileSync("head", ["-c", "20", path("out")]);
    expect(await endOf(child)).toEqual({ code: 0, err: "" });
  });
});

describe("input that stalls", () => {
  onLinux.each([
    ["scan stalled"],
    ["scan stalled -o hits.tsv"],
    ["scan some.fa -m stalled"],
    ["scan stalled --q-values"],
    ["cpg stalled"],
    ["report some.fa --tss stalled"],
    ["methylate some.fa --methylation stalled"],
    ["express some.fa --vcf stalled"],
    ["enrich stalled --shuffle"],
    ["shard stalled"],
    ["diff stalled stalled"],
  ])("%s ends at once with 130 on Ctrl-C", async (line) => {
    if (!existsSync(path("stalled"))) execFileSync("mkfifo", [path("stalled")]);
    const before = readdirSync(folder).sort();
    const child = start(line.split(" "), { stdio: ["ignore", "pipe", "pipe"] });
    const end = endOf(child);
    // Opening waits until the program reads; half a line is all that ever comes.
    const writer = spawn("bash", ["-c", "exec 3>stalled; printf '>x' >&3; echo ready; exec sleep 600"], {
      cwd: folder,
    });
    await once(writer.stdout, "data");
    child.kill("SIGINT");
    expect(await end).toEqual({ code: 130, err: "" });
    writer.kill("SIGKILL");
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});

describe("input that changes", () => {
  onLinux("a file that is cut short while it is read is an error", async () => {
    execFileSync("cp", [path("long.fa"), path("shrinking.fa")]);
    const child = start(["scan", "shrinking.fa", "-j", "1", "-p", "0.01"], { stdio: ["ignore", "pipe", "pipe"] });
    const end = endOf(child);
    await once(child.stdout!, "readable");
    // Nobody takes the output: the program waits, with most of the file unread.
    truncateSync(path("shrinking.fa"), 1000);
    child.stdout!.resume();
    expect(await end).toEqual({
      code: 1,
      err: "tatabox scan: error: shrinking.fa: was cut short while it was read; run again when it is complete\n",
    });
  });

  it("an index of a longer file is an error", () => {
    writeFileSync(path("indexed.fa"), `>a\n${LINE.repeat(20)}>b\nACGT\n`);
    expect(tatabox(["index", "indexed.fa"], "", folder).status).toBe(0);
    truncateSync(path("indexed.fa"), 500);
    execFileSync("touch", [path("indexed.fa.fai")]);
    const { status, out, err } = tatabox(["scan", "indexed.fa", "--region", "a:900-1000"], "", folder);
    const fault = "indexed.fa.fai, line 1: lies beyond the end of the FASTA; run tatabox index to make it anew";
    expect([status, out, err]).toEqual([1, "", `tatabox scan: error: ${fault}\n`]);
  });
});

/** Code that runs in every thread before the program's own. */
function withHook(code: string, words: readonly string[]) {
  writeFileSync(path("hook.cjs"), `const threads = require("node:worker_threads");\n${code}`);
  const env = { ...process.env, NODE_OPTIONS: `--require ${path("hook.cjs")}` };
  const run = spawnSync(process.execPath, [PROGRAM, ...words], { env, encoding: "utf8", cwd: folder });
  return { status: run.status, err: run.stderr };
}

describe("a worker that dies", () => {
  const WORDS = ["scan", "long.fa", "-j", "2", "-p", "1e-3", "-o", "hits.tsv"];
  const ADVICE = "try --threads 1, or a machine with more memory";

  it.each([
    [
      "exits",
      "if (!threads.isMainThread) threads.parentPort.once('message', () => process.exit(3));",
      `tatabox scan: error: a worker thread ended before its work was done (code 3); ${ADVICE}\n`,
    ],
    [
      "runs out of memory",
      `if (threads.isMainThread) {
        const { Worker } = threads;
        threads.Worker = class extends Worker {
          constructor(source, options) {
            super(source, { ...options, resourceLimits: { maxOldGenerationSizeMb: 16 } });
          }
        };
        require("node:module").syncBuiltinESMExports();
      } else threads.parentPort.once("message", () => {
        const held = [];
        for (;;) held.push(new Array(1000).fill(held.length));
      });`,
      `tatabox scan: error: a worker thread ran out of memory; ${ADVICE}\n`,
    ],
  ])("%s: one line, exit 1, no file, what was there stays", (_, hook, message) => {
    writeFileSync(path("hits.tsv"), "old");
    const before = readdirSync(folder).sort();
    expect(withHook(hook, WORDS)).toEqual({ status: 1, err: message });
    expect(readFileSync(path("hits.tsv"), "utf8")).toBe("old");
    expect(readdirSync(folder).filter((name) => name !== "hook.cjs")).toEqual(
      before.filter((name) => name !== "hook.cjs"),
    );
    rmSync(path("hits.tsv"));
  });

  it("throws: a fault of the program, said so, exit 1 and no file", () => {
    const hook =
      "if (!threads.isMainThread) threads.parentPort.once('message', () => { throw new Error('planted'); });";
    const { status, err } = withHook(hook, WORDS);
    expect(status).toBe(1);
    expect(err).toContain("tatabox scan: error: this is a fault of tatabox itself");
    expect(err).toContain("planted");
    expect(readdirSync(folder).filter((name) => name.includes("hits"))).toEqual([]);
  });
});

describe("a limit of the address space, as clusters set it", () => {
  const limited = (kilobytes: number, options: string) =>
    spawnSync("sh", ["-c", `ulimit -v ${kilobytes} && exec "$0" "$@"`, process.execPath, PROGRAM, "scan", FOS], {
      encoding: "utf8",
      env: { ...process.env, NODE_OPTIONS: options },
    });

  onLinux("is an error that says what helps", () => {
    const { status, stdout, stderr } = limited(6_000_000, "");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(
      "tatabox scan: error: WebAssembly gets no memory; where the address space is limited (ulimit -v, h_vmem), raise the " +
        "limit or set NODE_OPTIONS=--disable-wasm-trap-handler\n",
    );
  });

  const helps = isLinux && process.allowedNodeEnvironmentFlags.has("--disable-wasm-trap-handler");
  (helps ? it : it.skip)("does not matter with Node.js's own way around it", () => {
    const { status, stdout } = limited(3_000_000, "--disable-wasm-trap-handler");
    expect(status).toBe(0);
    expect(stdout).toBe(tatabox(["scan", FOS]).out);
  });
});
