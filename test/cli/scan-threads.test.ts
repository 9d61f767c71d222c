import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { PROGRAM, tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "threads-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The library twice. */
const MOTIFS = ["-m", join(folder, "library.jaspar"), "-m", join(folder, "library.jaspar")];
writeFileSync(MOTIFS[1], tatabox(["motifs", "convert", "-f", "jaspar"]).out);

/** Long enough that workers start, with N, lower case, records shorter than any motif and an empty one. */
const LONG = join(folder, "long.fa");
const BASES = 4_800_000;
writeFileSync(LONG, fasta());

function fasta(): string {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const line = () => Array.from({ length: 600 }, () => "ACGTacgtNA"[Math.floor(random() * 10)]).join("");
  // Lines are drawn from a few: the letters matter, not that they are all different.
  const lines = Array.from({ length: 300 }, line);
  const record = (name: string, bases: number) =>
    `>${name} made up\n${Array.from({ length: bases / 600 }, () => `${lines[Math.floor(random() * 300)]}\n`).join("")}`;
  const tiny = Array.from({ length: 20 }, (_, i) => `>tiny${i}\n${"TATAAAAGGC".slice(i % 10)}\n`).join("");
  return `${record("one", 600_000)}>empty\n${tiny}${record("two", BASES - 600_000)}${tiny.replace(/tiny/g, "last")}`;
}

function bytes(words: readonly string[], input?: Buffer): Buffer {
  const run = spawnSync(process.execPath, [PROGRAM, "scan", ...words], { maxBuffer: 1 << 28, ...(input && { input }) });
  expect([run.status, run.stderr.toString().includes("error")]).toEqual([0, false]);
  return run.stdout;
}

const REGIONS = join(folder, "peaks.bed");
writeFileSync(REGIONS, "two\t1000\t4200000\tlong peak\none\t10\t5000\tshort\n");

describe("threads", () => {
  it.each([
    ["tsv"],
    ["bed"],
    ["narrowpeak"],
    ["gff3"],
    ["json"],
    ["ndjson"],
    ["parquet"],
    ["table"],
    ["matrix"],
    ["json", "--best", "3"],
    ["tsv", "--fimo"],
    ["gff3", "--fimo"],
    ["tsv", "--q-value", "0.9", "-p", "1e-3"],
    ["ndjson", "--regions", REGIONS],
    ["matrix", "--matrix", "presence", "--regions", REGIONS],
    ["bed", "--background", "sequence"],
  ])("%s %s %s %s %s gives the same bytes for 1, 2 and 4", (format, ...more) => {
    const words = [LONG, ...MOTIFS, "-f", format, ...more];
    const one = bytes([...words, "-j", "1"]);
    expect(one.length).toBeGreaterThan(500);
    for (const threads of ["2", "4"]) expect(bytes([...words, "--threads", threads]).equals(one)).toBe(true);
  });

  it("give the same bytes from standard input and from gzip", () => {
    const plain = readFileSync(LONG);
    const one = bytes([LONG, ...MOTIFS, "-j", "1"]);
    expect(bytes(["-", ...MOTIFS, "-j", "2"], plain).equals(one)).toBe(true);
    const zipped = join(folder, "long.fa.gz");
    writeFileSync(zipped, gzipSync(plain, { level: 1 }));
    expect(bytes([zipped, ...MOTIFS, "-j", "2"]).equals(one)).toBe(true);
  });

  it("are taken from TATABOX_THREADS, and refused when they are no number", () => {
    const run = (threads: string) =>
      spawnSync(process.execPath, [PROGRAM, "scan", "-", "--motif", "TBP"], {
        env: { ...process.env, TATABOX_THREADS: threads },
        input: ">x\nACGTACGTACGTACGTACGT\n",
        encoding: "utf8",
      });
    expect(run("3").status).toBe(0);
    expect([run("many").status, run("many").stderr]).toEqual([
      2,
      "tatabox scan: error: TATABOX_THREADS=many: expected a whole number from 1 and up to 256\n",
    ]);
    expect(tatabox(["scan", "-", "-j", "0"], ">x\nA\n").status).toBe(2);
  });

  it("end quietly when the reader of a pipe has gone", () => {
    const script = `"${process.execPath}" "${PROGRAM}" scan "${LONG}" -j 2 | head -n 1; echo "\${PIPESTATUS[0]}"`;
    expect(execFileSync("bash", ["-c", script], { encoding: "utf8" })).toMatch(/^motif_id.*\n0\n$/);
  });
});
