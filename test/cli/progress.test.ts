import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { itemsText, progressOn, progressText } from "../../src/cli/progress.ts";
import { inItems } from "../../src/cli/records.ts";
import { leftOutSteps } from "../../src/regulation/promoter-fit.ts";
import { fixture, PROGRAM } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "progress-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Sequence without end, as fast as it is taken. */
const ENDLESS = `>x\n${"ACGTTGCATATAAAAGGCGCCAATCAGACGTGGGCGGGGCTATATATAAGCTT\n".repeat(2000)}`;

function startOnEndlessInput(words: readonly string[], stdout: "ignore" | "pipe" = "ignore"): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: ["pipe", stdout, "ignore"], cwd: folder });
  child.stdin!.on("error", () => {});
  let sent = "";
  const feed = () => {
    while (child.stdin!.writable && child.stdin!.write(sent === "" ? ENDLESS : sent)) sent = ENDLESS.slice(3);
  };
  child.stdin!.on("drain", feed);
  feed();
  return child;
}

async function interrupted(child: ChildProcess, until: () => boolean): Promise<number | null> {
  while (!until()) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGINT");
  const [code] = (await once(child, "exit")) as [number | null];
  return code;
}

const partial = () => readdirSync(folder).filter((name) => name.endsWith(".partial"));

describe("Ctrl-C", () => {
  it.each([["1"], ["2"]])("ends a scan on %s threads at once, with 130 and without a file", async (threads) => {
    const child = startOnEndlessInput(["scan", "-", "-j", threads, "-o", "hits.tsv"]);
    // Workers have started and rows have come by then.
    const isUnderWay = () => partial().length > 0 && sizeOf(partial()[0]) > 20_000_000;
    expect(await interrupted(child, isUnderWay)).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s: and what is long within one record, with %i", async (signal, expected) => {
    const starts = Array.from({ length: 200 }, (_, i) => `U01317\t${1000 + 300 * i}\t${1001 + 300 * i}\tp${i}\t0\t+\n`);
    const bed = join(folder, "starts.bed");
    writeFileSync(bed, starts.join(""));
    const words = [
      "express",
      fixture("genes/globin.fa"),
      "--tss",
      bed,
      "--saturation",
      "--cell",
      "all",
      "-o",
      "all.tsv",
    ];
    const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: "ignore", cwd: folder });
    while (partial().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    child.kill(signal);
    const asked = performance.now();
    const [code] = (await once(child, "exit")) as [number | null];
    rmSync(bed);
    expect(code).toBe(expected);
    // All 2.5 million changes take minutes.
    expect(performance.now() - asked).toBeLessThan(20_000);
    expect(readdirSync(folder)).toEqual([]);
  });

  /** Twenty million bases: seconds of work for every command here. */
  const LONG_RECORD = ENDLESS + ENDLESS.slice(3).repeat(200);

  it.each([
    ["report", []],
    ["enhancers", []],
    ["express", ["--cell", "all"]],
    ["methylate", ["--generations", "200"]],
  ])("ends %s in the middle of one long record", async (command, options) => {
    const long = join(folder, "long.fa");
    writeFileSync(long, LONG_RECORD);
    const words = [command, long, ...options, "-o", "out"];
    const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: "ignore", cwd: folder });
    while (partial().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    child.kill("SIGINT");
    const asked = performance.now();
    const [code] = (await once(child, "exit")) as [number | null];
    const waited = performance.now() - asked;
    rmSync(long);
    expect(code).toBe(130);
    // The record would take longer, and no signal was heard before its end.
    expect(waited).toBeLessThan(3000);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("ends a scan whose reader has stopped reading", async () => {
    const child = startOnEndlessInput(["scan", "-", "-j", "2"], "pipe");
    let seen = 0;
    child.stdout!.on("data", (chunk: Buffer) => {
      seen += chunk.length;
      child.stdout!.pause();
    });
    expect(await interrupted(child, () => seen > 0)).toBe(130);
  });
});

function sizeOf(name: string): number {
  return Number(execFileSync("stat", ["-c", "%s", join(folder, name)], { encoding: "utf8" }));
}

describe("progress", () => {
  it("says what is done, how fast, and how long it will take", () => {
    const bases = 1_300_000_000;
    expect(progressText({ bases, bytes: 420, total: 1000, seconds: 25 })).toBe(
      "[##########--------------]  42 %  1.3 Gb  52.0 Mb/s  0:35 left",
    );
    expect(progressText({ bases, bytes: 420, total: undefined, seconds: 3725 })).toBe("1.3 Gb  349.0 kb/s  1:02:05");
    expect(progressText({ bases: 90, bytes: 10, total: 10, seconds: 1 })).toBe(
      "[########################] 100 %  90 b  90 b/s  0:00 left",
    );
  });

  it("of things that are no bases says how many of all are done", () => {
    expect(itemsText(21, 50, "motifs", 25)).toBe("[##########--------------]  42 %  21 of 50 motifs  0:35 left");
    expect(itemsText(0, 50, "motifs", 3)).toBe("[------------------------]   0 %  0 of 50 motifs");
  });

  it("within a long record says how far the work has come, beyond what was read", () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const drawn: string[] = [];
    const stream = { isTTY: true, columns: 80, write: (text: string) => drawn.push(text) };
    const progress = progressOn(stream as unknown as NodeJS.WriteStream, true);
    const shownIn = (ms: number, tell: () => unknown) => {
      vi.advanceTimersByTime(ms);
      tell();
      return drawn.at(-1)?.slice("\r\u001b[K".length);
    };
    progress.begin(1000);
    progress.read(400);
    progress.take(8000);
    expect(shownIn(1000, () => progress.within(0.1))).toBeUndefined();
    expect(shownIn(3000, () => progress.within(0.5))).toBe("[#####-------------------]  20 %  0:16 left");
    expect(shownIn(4000, () => progress.done(8000))).toBe(
      "[##########--------------]  40 %  8.0 kb  1.0 kb/s  0:12 left",
    );
    progress.read(600);
    progress.take(9000);
    expect(shownIn(8000, () => progress.within(2 / 3))).toBe(
      "[###################-----]  80 %  8.0 kb  500 b/s  0:04 left",
    );
    // Rows are written, the record is not done.
    expect(shownIn(4000, () => progress.done(0))).toBe("[###################-----]  80 %  8.0 kb  400 b/s  0:05 left");
    progress.clear();
    expect(drawn.at(-1)).toBe("\r\u001b[K");
    vi.useRealTimers();
  });

  it("of short records, all read at once, says which are done", () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const drawn: string[] = [];
    const stream = { isTTY: true, columns: 80, write: (text: string) => drawn.push(text) };
    const progress = progressOn(stream as unknown as NodeJS.WriteStream, true);
    progress.begin(1000);
    progress.read(500);
    progress.read(500);
    const shares = [0.5, 1, 0.5, 1].map((share, i) => {
      vi.advanceTimersByTime(3000);
      if (i % 2 === 0) progress.take(100);
      if (share < 1) progress.within(share);
      else progress.done(100);
      return /\d+ %/.exec(drawn.at(-1)!)![0];
    });
    // The first 500 bytes must have been worked on, or the second would not have been read.
    expect(shares).toEqual(["5 %", "50 %", "55 %", "60 %"]);
    vi.useRealTimers();
  });

  it("of things that are counted tells each one, and goes when all are done", async () => {
    const told: string[] = [];
    const progress = {
      items: async (done: number, all: number, what: string) => void told.push(`${done} of ${all} ${what}`),
      clear: () => told.push("clear"),
    };
    const folds = leftOutSteps(
      { features: 1, values: Float64Array.of(1, 2, 3, 4), positive: Uint8Array.of(0, 1, 0, 1) },
      2,
      1,
    );
    await inItems({ progress: { ...progressOn(process.stderr, false), ...progress } }, folds, 2, "folds");
    expect(told).toEqual(["1 of 2 folds", "2 of 2 folds", "clear"]);
  });

  /** What a command writes to stderr when that is a terminal; its input comes slowly. */
  function onTerminal(words: readonly string[], seconds: number): string {
    const feed = `import os, pty, subprocess, sys, time
main, side = pty.openpty()
child = subprocess.Popen(sys.argv[2:], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=side)
os.close(side)
child.stdin.write(b">x\\n")
until = time.time() + float(sys.argv[1])
while time.time() < until:
    child.stdin.write(b"ACGTTGCATATAAAAGGCGC" * 500 + b"\\n")
    child.stdin.flush()
    time.sleep(0.1)
child.stdin.close()
text = b""
while True:
    try:
        part = os.read(main, 4096)
    except OSError:
        break
    if not part: break
    text += part
sys.stdout.write(text.decode())
sys.exit(child.wait())`;
    const command = ["-c", feed, String(seconds), process.execPath, PROGRAM, ...words];
    const { stdout, status } = spawnSync("python3", command, { encoding: "utf8" });
    expect(status).toBe(0);
    return stdout;
  }

  const hasPython = spawnSync("python3", ["-c", "import pty"]).status === 0;
  (hasPython ? it : it.skip).each(["scan -", "shard -", "methylate - --trajectory"])(
    "of %s shows on a terminal while slow input comes, and goes at the end",
    (words) => {
      const shown = onTerminal(words.split(" "), 4);
      expect(shown).toMatch(/\r\u001b\[K[\d.]+ k?M?b {2}[\d.]+ k?M?b\/s {2}0:\d\d/);
      expect(shown.endsWith("\r\u001b[K")).toBe(true);
      expect(onTerminal([...words.split(" "), "--quiet"], 3)).toBe("");
    },
  );

  it("stays away where stderr is no terminal", () => {
    const path = join(folder, "x.fa");
    writeFileSync(path, ENDLESS);
    const { stderr, status } = spawnSync(process.execPath, [PROGRAM, "scan", path, "-o", "-"], { maxBuffer: 1 << 28 });
    rmSync(path);
    expect([status, stderr.toString()]).toEqual([0, ""]);
  });
});
