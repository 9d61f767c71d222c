import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, PROGRAM } from "./tatabox.ts";

/** Another Node.js to compare with: the path of its executable. */
const { TATABOX_OTHER_NODE: OTHER } = process.env;
const GENES = ["fos", "tyms", "globin"].map((name) => fixture(`genes/${name}.fa`));
const TSS = ["--tss", fixture("genes/genes.bed")];

/** All that computes: a run for each command, in the format that carries doubles in full. */
const RUNS: Readonly<Record<string, readonly string[]>> = {
  report: ["report", ...GENES, ...TSS],
  scan: ["scan", ...GENES, "-p", "1e-3", "--q-values"],
  "cpg cpgcluster": ["cpg", ...GENES, "--method", "cpgcluster"],
  "cpg hmm": ["cpg", ...GENES, "--method", "hmm"],
  methylate: ["methylate", GENES[1]],
  promoters: ["promoters", ...GENES],
  "enhancers of MCAST's model": ["enhancers", ...GENES, "--model", "mcast"],
  "express, quenching": ["express", ...GENES, ...TSS, "--cell", "all", "--model", "quenching"],
  enrich: ["enrich", ...GENES, "--shuffle"],
  "cnn optimizers": ["cnn", "optimizers"],
  "cnn init": ["cnn", "init"],
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tatabox-nodes-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(node: string, words: readonly string[]): string {
  return execFileSync(node, [PROGRAM, ...words], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
}

function trained(node: string): string {
  const options = ["--epochs", "2", "--optimizer", "adam", "-q", "-o", "model.json"];
  run(node, ["cnn", "train", "--positive", GENES[0], "--positive", GENES[1], ...options]);
  return readFileSync(join(folder, "model.json"), "utf8");
}

describe.skipIf(OTHER === undefined)("the same bytes on another Node.js (needs TATABOX_OTHER_NODE)", () => {
  it.each(Object.entries(RUNS))("%s", (_, words) => {
    const here = run(process.execPath, [...words, "--json", "-q"]);
    expect(here.length).toBeGreaterThan(200);
    expect(run(OTHER!, [...words, "--json", "-q"])).toBe(here);
  });

  it("cnn train", () => expect(trained(OTHER!)).toBe(trained(process.execPath)));
});
