import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, tatabox } from "../cli/tatabox.ts";
import { packagingPath, workplace } from "./packages.ts";

const hasSnakemake = spawnSync("snakemake", ["--version"]).status === 0;
const { folder, env } = workplace();
const run = join(folder, "run");
const result = (name: string) => readFileSync(join(run, "results", name));

beforeAll(() => {
  cpSync(packagingPath("snakemake-wrapper"), join(folder, "master/bio/tatabox"), { recursive: true });
  cpSync(packagingPath("snakemake-wrapper/test"), run, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasSnakemake)("the Snakemake wrapper's own test (needs snakemake)", () => {
  it("scan, cpg and report give what the program gives", { timeout: 300_000 }, () => {
    const files = ["a.scan.tsv.gz", "a.cpg.bed", "a_mqc.tsv"].map((name) => `results/${name}`);
    const words = ["--cores", "2", "--nocolor", "--quiet", "--wrapper-prefix", `file://${folder}/`, ...files];
    execFileSync("snakemake", words, { cwd: run, env, stdio: "pipe" });
    const fasta = fixture("genes/fos.fa");
    expect(gunzipSync(result("a.scan.tsv.gz")).toString()).toBe(tatabox(["scan", fasta, "-p", "1e-5"]).out);
    expect(result("a.scan.tsv.gz.tbi").length).toBeGreaterThan(0);
    const cpg = tatabox(["cpg", fasta, "--method", "takai-jones", "-f", "bed"]).out;
    expect(result("a.cpg.bed").toString()).toBe(cpg);
    const report = ["report", fasta, "--tss", join(run, "genes.bed"), "--cell", "erythroid", "-f", "mqc"];
    expect(result("a_mqc.tsv").toString()).toBe(tatabox(report).out);
  });
});
