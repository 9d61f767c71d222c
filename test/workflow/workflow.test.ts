import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Motif } from "../../src/motif/motif.ts";
import { parseMotifs } from "../../src/motif/read-motifs.ts";
import { randomStream } from "../../src/random.ts";
import type { Shard } from "../../src/sequence/shards.ts";
import { fixture, PROGRAM, tatabox } from "../cli/tatabox.ts";
import { hasShared, sharedPath } from "../shared.ts";

const run = promisify(execFile);
const MINUTES = 60_000;
/** Of the scan on Slurm. */
const PIECES = 8;
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const SNAKEFILE = path("../../workflow/Snakefile");
const profile = (name: string) => path(`../../workflow/profiles/${name}`);

const has = (...programs: string[]) =>
  programs.every((program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0);
const hasSnakemake = has("snakemake");
const hasSlurm = hasSnakemake && has("munged", "slurmctld", "slurmd", "sbatch", "setpriv") && process.getuid?.() === 0;

let folder: string;
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const single = (...words: string[]) => tatabox([...words, "--quiet"], "", folder).out;

function configure(config: object): string[] {
  // JSON is YAML.
  writeFileSync(join(folder, "config.yaml"), JSON.stringify(config));
  return ["-s", SNAKEFILE, "--configfile", "config.yaml", "--nocolor"];
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tatabox-workflow-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasSnakemake)("the workflow on one machine (needs snakemake)", () => {
  it("gives the bytes of single runs, for several genomes and motif files", { timeout: 5 * MINUTES }, async () => {
    const [fos, tyms] = [fixture("genes/fos.fa"), fixture("genes/tyms.fa")];
    writeFileSync(join(folder, "both.fa"), readFileSync(fos, "utf8") + readFileSync(tyms, "utf8"));
    writeFileSync(join(folder, "library.jaspar"), single("motifs", "convert", "-f", "jaspar"));
    writeFileSync(join(folder, "library.meme"), single("motifs", "convert", "-f", "meme"));
    const words = configure({
      tatabox: `${process.execPath} ${PROGRAM}`,
      pieces: 2,
      genomes: { fos: { fasta: fos }, both: { fasta: "both.fa" } },
      motifs: { counts: "library.jaspar", matrices: "library.meme" },
      scan: { formats: ["gff3"], options: "-p 1e-5" },
      cpg: { formats: ["json"] },
      report: { formats: ["tsv"] },
    });
    await run("snakemake", [...words, "--profile", profile("local")], { cwd: folder });
    for (const [name, motifs] of Object.entries({ counts: "library.jaspar", matrices: "library.meme" })) {
      const hits = single("scan", "both.fa", "-m", motifs, "-p", "1e-5", "-f", "gff3");
      expect(read(`results/both/scan.${name}.gff3`)).toBe(hits);
    }
    expect(read("results/fos/cpg.json")).toBe(single("cpg", fos, "--json"));
    expect(read("results/both/report.generic.tsv")).toBe(single("report", "both.fa", "--cell", "generic", "-f", "tsv"));
    const files = ["cpg.json", "report.generic.tsv", "scan.counts.gff3", "scan.matrices.gff3"];
    expect(readdirSync(join(folder, "results/both")).sort()).toEqual(files);
  });

  it("refuses a configuration with a word that it does not know", { timeout: MINUTES }, async () => {
    const words = configure({ genomes: { g: { fasta: "g.fa" } }, motif: {} });
    const refused = run("snakemake", [...words, "--dry-run", "--cores", "1"], { cwd: folder });
    await expect(refused).rejects.toMatchObject({ stdout: expect.stringContaining("'motif' was unexpected") });
  });
});

describe.skipIf(!hasSlurm)("the workflow on Slurm (needs snakemake, slurm-wlm, munge, root)", () => {
  /**
   * Chromosome I of yeast and 182 fungal motifs where they are at hand, else chance and the library; with sites at every cut.
   */
  function input(): { fasta: string; motifs: string } {
    const given = hasShared ? yeast() : { bases: chance(200_000), motifs: single("motifs", "convert", "-f", "jaspar") };
    const [fasta, motifs] = ["genome.fa", "motifs.jaspar"];
    const write = (bases: string) => writeFileSync(join(folder, fasta), `>genome\n${bases}\n`);
    writeFileSync(join(folder, motifs), given.motifs);
    write(given.bases);
    write(withSitesAtCuts(given.bases, fasta, motifs));
    return { fasta, motifs };
  }

  function yeast(): { bases: string; motifs: string } {
    const text = gunzipSync(readFileSync(sharedPath("data/genomes/sacCer3_chrI.fa.gz"))).toString();
    const motifs = readFileSync(sharedPath("data/genomes/jaspar2020_fungi_pwmscan.jaspar"), "utf8");
    return { bases: text.replace(/^>.*/, "").replaceAll("\n", ""), motifs };
  }

  function chance(length: number): string {
    const random = randomStream(1, "workflow");
    return Array.from({ length }, () => "ACGT"[random.below(4)]).join("");
  }

  /**
   * Sites that a merge wrong by one base would lose or double, at the cuts by turns: of the widest motif, from the last base
   * that a piece owns; of a narrower one, from the first base that it does not own.
   */
  function withSitesAtCuts(bases: string, fasta: string, motifs: string): string {
    const plan = JSON.parse(single("shard", fasta, "-m", motifs, "-n", String(PIECES)));
    const byWidth = parseMotifs(read(motifs), motifs, () => {}).motifs.toSorted((a, b) => a.width - b.width);
    const [narrower, widest] = [byWidth[byWidth.length >> 1], byWidth.at(-1)!].map(bestWord);
    expect(narrower.length).toBeLessThan(widest.length);
    const cuts: number[] = plan.pieces.slice(0, -1).map(({ regions }: Shard) => regions.at(-1)!.ownEnd);
    return cuts.reduce((letters, cut, i) => {
      const [start, word] = i % 2 === 0 ? [cut - 1, widest] : [cut, narrower];
      return letters.slice(0, start) + word + letters.slice(start + word.length);
    }, bases);
  }

  function bestWord({ width, probabilities }: Motif): string {
    const columns = Array.from({ length: width }, (_, i) => [...probabilities.subarray(4 * i, 4 * i + 4)]);
    return columns.map((column) => "ACGT"[column.indexOf(Math.max(...column))]).join("");
  }

  /** A program that once, on the third piece, leaves half a file and hangs. */
  function hangingProgram(hung: string): string {
    const program = join(folder, "tatabox");
    const script = `#!/bin/sh
case "$*" in
  scan*/pieces/3.bed*)
    if mkdir "${hung}" 2> /dev/null; then
      for last; do :; done
      printf 'motif_id\\tmotif_al' > "$last"
      echo "$SLURM_JOB_ID" > "${hung}/job"
      sleep 300
    fi ;;
esac
exec "${process.execPath}" "${PROGRAM}" "$@"
`;
    writeFileSync(program, script, { mode: 0o755 });
    return program;
  }

  it("goes on after a job was killed half-way, to the bytes of a single run", { timeout: 10 * MINUTES }, async () => {
    const { fasta, motifs } = input();
    const hung = join(folder, "hung");
    const words = configure({
      tatabox: hangingProgram(hung),
      results: "slurm-results",
      pieces: PIECES,
      genomes: { genome: { fasta } },
      motifs: { motifs },
      cpg: { formats: [] },
      report: { formats: [] },
    });
    const workflow = ["snakemake", ...words, "--profile", profile("slurm"), "--latency-wait", "5"];
    await run(path("one-node-slurm.sh"), [path("kill-one-job.sh"), join(hung, "job"), ...workflow], { cwd: folder });
    expect(existsSync(join(hung, "job"))).toBe(true);
    expect(read("first.log")).toMatch(/Error in rule scan_piece/);
    // Only the piece that was killed is done again.
    expect(read("second.log")).toMatch(/^scan_piece +1 /m);
    expect(read("slurm-results/genome/scan.motifs.tsv")).toBe(single("scan", fasta, "-m", motifs, "-f", "tsv"));
  });
});
