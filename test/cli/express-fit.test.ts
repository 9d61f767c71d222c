import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { describeShared, sharedPath } from "../shared.ts";
import { PROGRAM, tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "express-fit-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const PARTS = { activator: "ATGAGTCAC", other: "AGATAAGATT", repressor: "CCACCTGCC" };
// Twelve elements with one to three sites at odd places.
const elements = Array.from({ length: 12 }, (_, i) => {
  const words = [PARTS.activator, i % 2 === 0 ? PARTS.other : "", i % 3 === 0 ? PARTS.repressor : ""];
  return {
    name: `e${i}`,
    letters: words.map((word, at) => "ACTTCGATAC".slice(0, 4 + ((i + at) % 6)).repeat(4) + word).join(""),
  };
});
const CONDITIONS = ["wild", "dim", "none"];
const fasta = file("e.fa", elements.map(({ name, letters }) => `>${name}\n${letters}\n`).join(""));
const levels = file("levels.tsv", "factor\twild\tdim\tnone\nFOS::JUN\t1\t0.2\t0\nMA0035.3\t0.5\t1\t0\nZEB1\t1\t0\t0\n");
const value = (i: number, condition: number) => (0.1 + 0.02 * i) / (1 + condition);
const expression = file(
  "expr.tsv",
  `name\t${CONDITIONS.join("\t")}\n${elements.map(({ name }, i) => `${name}\t${CONDITIONS.map((_, c) => value(i, c)).join("\t")}`).join("\n")}\n`,
);
const fitted = (...words: string[]) => tatabox(["express", "fit", fasta, "--starts", "1", "--folds", "3", ...words]);
const DATA = ["--expression", expression, "--factors", levels];

describe("express fit", () => {
  const { out, status, err } = fitted(...DATA);
  const result = JSON.parse(out);

  it("gives parameters, agreement and predictions as JSON, the same bytes twice", () => {
    expect([status, err]).toEqual([0, ""]);
    expect(fitted(...DATA).out).toBe(out);
    expect(result.fitted.map(({ parameter }: { parameter: string }) => parameter)).toEqual([
      "q_b",
      "v FOS::JUN",
      "α FOS::JUN",
      "v Gata1",
      "α Gata1",
      "v ZEB1",
      "β ZEB1",
    ]);
    expect(result.agreement).toMatchObject({ sequences: 12, conditions: 3, folds: 3, fitted: { points: 36 } });
    expect(result.agreement.fitted.rmse).toBeLessThanOrEqual(result.agreement.crossValidated.rmse);
    expect(result.predictions[4]).toMatchObject({ sequence: "e1", condition: "dim", measured: value(1, 1) });
    expect(result.settings).toMatchObject({ inputs: ["e.fa"], expression: "expr.tsv", factors: "levels.tsv", seed: 1 });
  });

  it("is read by express --parameters, which lists what was fitted", () => {
    const path = file("fit.json", out);
    const words = [
      "express",
      fasta,
      "--tss",
      file("t.bed", "e0\t20\t21\tX\t0\t+\n"),
      "-q",
      "--parameters",
      path,
      "--json",
    ];
    const { parameters } = JSON.parse(tatabox(words).out);
    const of = (name: string) => parameters.find((p: { name: string }) => p.name === name);
    expect(of("basalWeight")).toMatchObject({ value: result.fitted[0].value, source: "fit.json" });
    expect(of("factorStrengths").value.ZEB1).toEqual({
      weight: result.fitted[5].value,
      effect: result.fitted[6].value,
    });
    expect(tatabox([...words.filter((w) => w !== "-q"), "--model", "quenching"]).err).toContain(
      "fit.json: its parameters were made with --model direct; quenching is used",
    );
  });

  it("tsv and table show start, fitted value and bounds; the table also what else was in force", () => {
    const lines = fitted(...DATA, "-f", "tsv")
      .out.trimEnd()
      .split("\n");
    expect(lines[0]).toBe("parameter\tstart\tfitted\tlow\thigh\ton_bound");
    expect(lines).toHaveLength(8);
    const table = fitted(...DATA, "-f", "table").out;
    for (const word of ["sitePValue", "left out (3 folds)", "Spearman", "12 sequences × 3 conditions"])
      expect(table).toContain(word);
  });

  it("fits k where the sequences' CpGs are methylated", () => {
    const last = (state: string) => JSON.parse(fitted(...DATA, "--methylation", state).out).fitted.at(-1).parameter;
    expect([last("all"), last("none"), last("islands")]).toEqual(["k", "β ZEB1", "β ZEB1"]);
  });

  it("fits the unit where values are above 1", () => {
    const large = file(
      "large.tsv",
      `name\twild\n${elements.map(({ name }, i) => `${name}\t${100 * value(i, 0)}`).join("\n")}\n`,
    );
    const { scale, fitted: rows } = JSON.parse(fitted("--expression", large, "--factors", levels).out);
    expect(rows.at(-1).parameter).toBe("scale");
    expect(scale).toBe(rows.at(-1).value);
    expect(scale).toBeGreaterThan(1);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s ends the search in its midst with %i, without a file", async (signal, expected) => {
    const output = join(folder, `${signal}.json`);
    const words = ["express", "fit", fasta, ...DATA, "--starts", "1000", "--iterations", "10000", "--folds", "12"];
    const child = spawn(process.execPath, [PROGRAM, ...words, "-o", output], { stdio: "ignore" });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(child.exitCode).toBeNull();
    child.kill(signal);
    const asked = performance.now();
    const [code] = (await once(child, "exit")) as [number | null];
    expect(code).toBe(expected);
    // The whole search takes minutes.
    expect(performance.now() - asked).toBeLessThan(20_000);
    expect(existsSync(output)).toBe(false);
  });

  it.each([
    [[], 2, "give --expression FILE and --factors FILE"],
    [[...DATA, "-m", "x.meme"], 2, "-m wants --roles FILE"],
    [[...DATA, "--roles", "r"], 2, "--roles belongs to the motifs of -m"],
    [[...DATA, "--folds", "30"], 1, "expr.tsv: names 12 of the sequences; 30 folds want as many"],
    [["--expression", levels, "--factors", levels], 1, "levels.tsv: names 0 of the sequences"],
    [
      ["--expression", expression, "--factors", file("few.tsv", "f\twild\nZEB1\t1\n")],
      1,
      "few.tsv: has no column 'dim'",
    ],
    [
      ["--expression", expression, "--factors", file("who.tsv", "f\twild\tdim\tnone\nnobody\t1\t1\t1\n")],
      1,
      "who.tsv: names no factor",
    ],
    [
      [...DATA, "--cooperativity", file("coop.txt", "Gata1\tZEB2\n")],
      1,
      "coop.txt, line 1: no factor 'ZEB2'; did you mean 'ZEB1'?",
    ],
  ])("refuses %j", (words, status, message) => {
    expect(fitted(...words)).toMatchObject({ status, out: "", err: expect.stringContaining(message) });
  });
});

describeShared("GEMSTAT's files", () => {
  const path = (name: string) => sharedPath(`data/regulation/gemstat_fly/${name}`);
  const words = (name: string) => [
    "express",
    "fit",
    path("seqs.fa"),
    "--expression",
    path(name),
    "--factors",
    path("factor_expr.tab"),
  ];

  it("are read as they are: matrices with their heads and marks, roles as 1 0, pairs", () => {
    const motifs = [
      "-m",
      path("factors.wtmx"),
      "--roles",
      path("factor_info_AR.txt"),
      "--cooperativity",
      path("coop.txt"),
    ];
    const { out, err } = tatabox([
      ...words("expr.tab"),
      ...motifs,
      "--starts",
      "1",
      "--folds",
      "2",
      "--iterations",
      "1",
    ]);
    expect(err).toBe("");
    const { fitted: rows, agreement, library, parameters } = JSON.parse(out);
    expect(rows).toHaveLength(1 + 6 * 2 + 2);
    expect(agreement).toMatchObject({ sequences: 37, conditions: 60, fitted: { points: 2220 } });
    expect(library.motifs.map(({ name, role }: { name: string; role: string }) => `${name} ${role}`)).toEqual([
      "bcd activator",
      "cad activator",
      "gt repressor",
      "hb repressor",
      "kni repressor",
      "Kr repressor",
    ]);
    const bonds = parameters.find(({ name }: { name: string }) => name === "cooperativity").value;
    expect(bonds.map(({ a, b }: { a: string; b: string }) => a + b)).toEqual(["bcdbcd", "knikni"]);
    const again = tatabox([
      "express",
      path("seqs.fa"),
      "--parameters",
      file("fly.json", out),
      "--factors",
      file("f.tsv", "bcd\t1\n"),
      "--json",
    ]);
    expect(again).toMatchObject({ status: 0, err: "" });
  }, 60_000);
});
