import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { fixture, tatabox } from "../cli/tatabox.ts";
import { bash, packagingText, VERSION, workplace } from "./packages.ts";

const { folder, env } = workplace();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The module's script or stub with Groovy's variables filled in, as Nextflow would hand it to bash. */
function script(module: string, section: "script" | "stub", values: Readonly<Record<string, string>>): string {
  const [, template] = new RegExp(` ${section}:[\\s\\S]*?"""\\n([\\s\\S]*?)"""`).exec(
    packagingText(`${module}/main.nf`),
  )!;
  const filled = template.replace(/\$\{([\w.]+)\}/g, (_, name: string) => {
    if (!(name in values)) throw new Error(`${module}: no value for ${name}`);
    return values[name];
  });
  return filled.replaceAll("\\\\", "\\");
}

function snapshot(module: string): Record<string, { content: unknown[] }> {
  return JSON.parse(packagingText(`${module}/tests/main.nf.test.snap`));
}

const fasta = fixture("genes/fos.fa");
const common = { args: "", prefix: "test", fasta, "task.cpus": "2" };
const output = (name: string) => readFileSync(join(folder, name));

describe.skipIf(process.platform === "win32")("nf-core modules, their scripts run as Nextflow fills them in", () => {
  it.each(["tsv", "gff3"])("tatabox/scan: %s", (format) => {
    const module = "nf-core/tatabox/scan";
    bash(script(module, "script", { ...common, format, motifs_arg: "" }), folder, env);
    const text = gunzipSync(output(`test.${format}.gz`)).toString();
    expect(text).toBe(tatabox(["scan", fasta, "-f", format]).out);
    expect(output(`test.${format}.gz.tbi`).length).toBeGreaterThan(0);
    const { content } = snapshot(module)[`sarscov2 - fasta - bundled motifs - ${format}`];
    expect(content[0]).toBe(text.split("\n")[0]);
  });

  it("tatabox/scan: motifs from a file", () => {
    const { out } = tatabox(["motifs", "convert", "--motif", "MA0108.2", "-f", "jaspar"]);
    bash(`cat > motifs.jaspar <<'END'\n${out}END\n`, folder, env);
    const values = { ...common, args: "-p 1e-3", format: "bed", motifs_arg: "--motifs motifs.jaspar" };
    bash(script("nf-core/tatabox/scan", "script", values), folder, env);
    expect(gunzipSync(output("test.bed.gz")).toString()).toMatch(/^K00650\t\d+\t\d+\tMA0108.2\t/);
  });

  it.each([
    ["tsv", ".tsv", "sarscov2 - fasta - tsv"],
    ["mqc", "_mqc.tsv", "sarscov2 - fasta - mqc"],
  ])("tatabox/report: %s", (format, suffix, name) => {
    const module = "nf-core/tatabox/report";
    const values = { ...common, format, suffix, tss_arg: `--tss ${fixture("genes/genes.bed")}` };
    bash(script(module, "script", values), folder, env);
    expect(snapshot(module)[name].content[0]).toBe(output(`test${suffix}`).toString().split("\n")[0]);
  });

  it.each(["scan", "report"])("tatabox/%s: stub, version and documented outputs", (tool) => {
    const module = `nf-core/tatabox/${tool}`;
    bash(script(module, "stub", { prefix: "stub", format: "json", suffix: ".json" }), folder, env);
    const main = packagingText(`${module}/main.nf`);
    const [, version] = /eval\("([^"]+)"\)/.exec(main)!;
    expect(bash(version, folder, env).trim()).toBe(VERSION);
    const meta = packagingText(`${module}/meta.yml`);
    expect(meta.split(`      - ${version}:`)).toHaveLength(3);
    for (const [, emitted] of main.matchAll(/emit: (\w+)/g)) expect(meta).toContain(`\n  ${emitted}:\n`);
  });
});
