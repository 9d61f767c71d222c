import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomStream } from "../../src/random.ts";
import { fixture, PROGRAM, tatabox } from "../cli/tatabox.ts";
import { hasShared, sharedPath } from "../shared.ts";

const run = promisify(execFile);
const MINUTES = 60_000;
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
  /** Chromosome I of yeast and 182 fungal motifs where they are at hand; else chance and the library. */
  function input(): { fasta: string; motifs: string } {
    if (hasShared) {
      const file = (name: string) => sharedPath(`data/genomes/${name}`);
      return { fasta: file("sacCer3_chrI.fa.gz"), motifs: file("jaspar2020_fungi_pwmscan.jaspar") };
    }
    const random = randomStream(1, "workflow");
    const bases = Array.from({ length: 200_000 }, () => "ACGT"[Math.floor(4 * random.uniform())]).join("");
    writeFileSync(join(folder, "genome.fa"), `>chance\n${bases}\n`);
    writeFileSync(join(folder, "motifs.jaspar"), single("motifs", "convert", "-f", "jaspar"));
    return { fasta: "genome.fa", motifs: "motifs.jaspar" };
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
      pieces: 8,
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
