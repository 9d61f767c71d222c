import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import closedForms from "../../fixtures/regulation/closed_forms.json" with { type: "json" };
import open from "../../fixtures/regulation/expression_open.json" with { type: "json" };
import { pBound } from "../../src/regulation/thermodynamics/models.ts";
import { fixture, tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "express-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const GENES = ["fos", "tyms", "globin"].map((name) => fixture(`genes/${name}.fa`));
const TSS = ["--tss", fixture("genes/genes.bed"), "-q"];
const globin = (...words: string[]) =>
  tatabox(["express", GENES[2], ...TSS, "--cell", "erythroid", "--region", "U01317:60001-65000", ...words]);

function rowsOf(out: string): Record<string, string>[] {
  const [head, ...lines] = out.replace(/\n$/, "").split("\n");
  const names = head.split("\t");
  return lines.map((line) => Object.fromEntries(line.split("\t").map((cell, i) => [names[i], cell])));
}

describe("express --sites", () => {
  const MODELS = ["direct", "quenching", "repression"] as const;
  const KEYS = ["zOff", "zOn", "fold", "p"] as const;
  type Expected = Record<(typeof KEYS)[number], number>;

  const evaluate = (sites: unknown, model: string, ...words: string[]) =>
    tatabox(["express", "--sites", file("sites.json", JSON.stringify(sites)), "--model", model, ...words]);

  function expectAll(found: readonly Expected[], expected: readonly Expected[]): void {
    expect(found).toHaveLength(expected.length);
    found.forEach((result, i) => {
      for (const key of KEYS) expect(Math.abs(result[key] / expected[i][key] - 1)).toBeLessThan(1e-12);
    });
  }

  it.each(MODELS)("%s: 20 random site sets (exact enumeration), a list for a list", (model) => {
    const found = JSON.parse(evaluate(open.cases, model, "--json").out);
    expectAll(
      found,
      open.cases.map(({ expected }) => expected[model]),
    );
  });

  it.each(MODELS)("%s: closed forms", (model) => {
    const cases = closedForms.cases.filter(({ id }) => id.startsWith(`${model}-`));
    expect(cases.length).toBeGreaterThan(2);
    const found = JSON.parse(
      evaluate(
        cases.map(({ inputs }) => inputs),
        model,
      ).out,
    );
    expectAll(
      found,
      cases.map(({ expected }) => expected as unknown as Expected),
    );
  });

  it("one list gives one object, doubles in full; sums that overflow are left out", () => {
    const site = { length: 7, strand: "+", factor: "A", role: "activator", q: 5, effect: 3, note: "ignored" };
    const one = JSON.parse(
      evaluate({ sites: [{ start: 0, ...site, q: 1 / 3 }], qBasal: 1, who: "ignored" }, "direct").out,
    );
    expect(one).toEqual({
      lnZOff: Math.log(4 / 3),
      lnZOn: Math.log(2),
      zOff: 4 / 3,
      zOn: 2,
      fold: 1.5,
      p: pBound(Math.log(1.5), 1),
    });
    const many = Array.from({ length: 600 }, (_, i) => ({ start: 1000 * i, ...site }));
    expect(Object.keys(JSON.parse(evaluate({ sites: many }, "direct").out))).toEqual(["lnZOff", "lnZOn", "fold", "p"]);
  });

  it("names what is wrong", () => {
    expect(evaluate({ sites: [{ start: 1 }] }, "direct").err).toMatch(
      /sites\.json: not a list of sites: sites\.0\.length/,
    );
    expect(evaluate([], "direct", "--saturation")).toMatchObject({
      status: 2,
      err: "tatabox express: error: --saturation and --sites do not go together; give one of them\n",
    });
  });
});

describe("what a row says", () => {
  it("the table: P(bound), the fold against the bare promoter, which factors are bound", () => {
    const [head, row] = globin("-f", "table").out.split("\n");
    const [value] = JSON.parse(globin("--json").out).expression;
    const { occupancies, basalWeight, fold, pBound: bound } = value;
    expect(head).toMatch(/expression +level +P\(bound\) +fold +unmethylated +activators +repressors +occupied$/);
    expect(bound).toBeCloseTo((basalWeight * fold) / (1 + basalWeight * fold), 12);
    expect(row).toContain(` ${Number(bound.toPrecision(3))}  ${Number(fold.toPrecision(3))} `);
    const first = occupancies[0];
    expect(row).toContain(` ${first.factor} ${Number(first.occupancyOn.toPrecision(3))} `);
    expect(first.occupancyOn).toBeGreaterThan(occupancies[1].occupancyOn);
  });

  it("--methylation-acts: through sites P(bound) changes, through chromatin what silencing leaves, through both both", () => {
    const of = (...words: string[]) =>
      JSON.parse(tatabox(["express", GENES[1], ...TSS, "--methylation", "islands", "--json", ...words]).out)
        .expression[0];
    const [both, sites, chromatin] = ["both", "sites", "chromatin"].map((route) => of("--methylation-acts", route));
    expect(of()).toEqual(both);
    expect([sites.silencing, sites.pBound]).toEqual([1, both.pBound]);
    expect([chromatin.silencing, chromatin.pBound]).toEqual([both.silencing, both.expressionUnmethylated]);
    expect(sites.pBound).not.toBeCloseTo(chromatin.pBound, 6);
    expect(both.expression).toBeCloseTo(both.pBound * both.silencing, 15);
  });
});

describe("several cells", () => {
  const table = (...words: string[]) =>
    tatabox(["express", ...GENES, ...TSS, "--cell", "all", "-f", "table", ...words]).out;

  it("are a table genes × cells with shades, which holds the numbers of the tsv", () => {
    const rows = rowsOf(tatabox(["express", ...GENES, ...TSS, "--cell", "all"]).out);
    expect(rows).toHaveLength(3 * 7);
    const blocks = table().split("\n\n");
    const numbers = (gene: string) =>
      blocks
        .flatMap((block) => block.split("\n").filter((line) => line.startsWith(gene)))
        .flatMap((line) => line.match(/0\.\d+/g));
    expect(numbers("HBB").map(Number)).toEqual(
      rows.slice(14).map(({ expression }) => Number(Number(expression).toPrecision(3))),
    );
    for (const line of blocks.flatMap((block) => block.split("\n"))) expect(line.length).toBeLessThanOrEqual(80);
    expect(table("--ascii")).toMatch(/^HBB \S+ +\.\. 0\.0103/m);
    expect(blocks.at(-1)).toMatch(/·· off < 0\.015 ≤ ░░ low < 0\.05/);
  });

  it("are a picture with a field for each gene and cell", () => {
    const { out } = tatabox(["express", ...GENES, ...TSS, "--cell", "all", "-f", "svg"]);
    expect(out.match(/<title>HBB U01317:62136\+, /g)).toHaveLength(7);
    expect(out).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(out).not.toMatch(/NaN|undefined/);
  });
});

describe("factor levels and parameters", () => {
  const expressionOf = (...words: string[]) => Number(rowsOf(globin(...words).out)[0].expression);

  it("--tpm takes x/(x + median of the positive values)", () => {
    const tpm = file("tpm.tsv", "factor\ttpm\nKLF1\t300\nGATA1\t100\nTAL1\t20\nSP1\t0\n");
    const levels = file("levels.tsv", "KLF1\t0.75\nGATA1\t0.5\nTAL1\t0.16666666666666666\nSP1\t0\n");
    expect(expressionOf("--factors", tpm, "--tpm")).toBe(expressionOf("--factors", levels));
    expect(expressionOf("--factors", tpm, "--tpm")).not.toBe(expressionOf("--factors", tpm));
    expect(globin("--tpm")).toMatchObject({
      status: 2,
      err: expect.stringContaining("--tpm says how --factors FILE is read"),
    });
  });

  it("json lists the parameters in force: option before file before default; the result can be read back", () => {
    const words = ["--activator-effect", "5", "--basal-weight", "0.02", "--json"];
    const first = globin(...words).out;
    const { parameters, settings, expression } = JSON.parse(first);
    expect(settings).toMatchObject({ activatorEffect: 5, basalWeight: 0.02 });
    const named = (list: { name: string }[], name: string) => list.find((p) => p.name === name);
    expect(named(parameters, "activatorEffect")).toMatchObject({ value: 5, source: "--activator-effect" });
    expect(named(parameters, "silencingK")).toMatchObject({ value: 1.1, source: expect.stringContaining("Hsieh") });
    const again = JSON.parse(globin("--parameters", file("first.json", first), "--basal-weight", "0.03", "--json").out);
    expect(named(again.parameters, "activatorEffect")).toMatchObject({ value: 5, source: "first.json" });
    expect(named(again.parameters, "basalWeight")).toMatchObject({ value: 0.03 });
    const same = JSON.parse(globin("--settings", file("first.json", first), "--json").out);
    expect(same.expression).toEqual(expression);
  });

  it.each([
    [["--activator-effect", "0.5"], 2, "--activator-effect 0.5: expected a number from 1"],
    [["--repressor-effect", "2"], 2, "--repressor-effect 2: expected a number above 0 and up to 1"],
    [["--site-p-value", "0.5"], 2, "--site-p-value 0.5: expected a number above 0 and up to 0.1"],
    [["--parameters", file("none.json", "{}")], 1, "none.json: holds no parameters"],
    [
      ["--parameters", file("new.json", '{"schemaVersion":9,"parameters":[{"name":"siteWeight","value":1}]}')],
      1,
      "newer tatabox",
    ],
    [
      ["--parameters", file("bad.json", '{"schemaVersion":1,"parameters":[{"name":"basalWeight","value":-1}]}')],
      1,
      "parameter basalWeight is -1",
    ],
  ])("refuses %j", (words, status, message) => {
    expect(globin(...words)).toMatchObject({ status, err: expect.stringContaining(message) });
  });
});

describe("experiments", () => {
  it("--knock-out and --mutate stand beside what was before", () => {
    const [knocked] = rowsOf(globin("--knock-out", "KLF1").out);
    const [before] = rowsOf(globin().out);
    expect(knocked.reference).toBe(before.expression);
    expect(before.activators).toContain(`Klf1:${Number(1 / Number(knocked.effect)).toPrecision(3)}`);
    const [mutated] = rowsOf(globin("--mutate", "U01317:62046:a>g").out);
    const whole = tatabox(["express", GENES[2], ...TSS, "--cell", "erythroid", "--mutate", "U01317:62,046:G"]);
    expect(Number(mutated.effect)).toBeLessThan(0.6);
    expect(rowsOf(whole.out)).toEqual([mutated]);
  });

  it.each([
    [["--mutate", "U01317:62046:C>G"], 1, "the base there is A, not C"],
    [["--mutate", "chr7:1:G"], 1, "--mutate chr7:1:G: no record 'chr7' was read"],
    [["--mutate", "U01317:99999:G"], 1, "this base was not read"],
    [["--mutate", "U01317:62046"], 2, "expected NAME:POS:BASE"],
    [["--mutate", "U01317:5:A", "--mutate", "U01317:5:C"], 2, "changed twice"],
    [["--mutate", "U01317:5:A", "--saturation"], 2, "do not go together"],
    [["--knock-out", "KLFF1"], 2, "no factor 'KLFF1'; did you mean 'Klf1'?"],
  ])("refuses %j", (words, status, message) => {
    expect(globin(...words)).toMatchObject({ status, out: "", err: expect.stringContaining(message) });
  });

  it("--saturation has three rows a base, each what --mutate says; a picture with a field a change", () => {
    const rows = rowsOf(globin("--saturation").out);
    expect(rows).toHaveLength(1800);
    const row = rows.find(({ start, alt }) => start === "62045" && alt === "G")!;
    const [mutated] = rowsOf(globin("--mutate", "U01317:62046:G").out);
    expect([row.expression, row.effect, row.offset]).toEqual([mutated.expression, mutated.effect, "-91"]);
    const { out } = globin("--saturation", "-f", "svg");
    expect(out.match(/<title>[\d,]+ \(/g)).toHaveLength(1800);
    expect(out).not.toMatch(/NaN|undefined/);
  });
});

describe("express --vcf", () => {
  const HEAD = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
  const letters = readFileSync(GENES[2], "utf8").split("\n").slice(1).join("").toUpperCase();
  const row = (position: number, ref: string, alt: string, name = "U01317") =>
    `${name}\t${position}\tv${position}\t${ref}\t${alt}\t.\t.\t.\n`;
  const vcf = (rows: string) => file("v.vcf", HEAD + rows);
  const express = (...words: string[]) =>
    tatabox([
      "express",
      GENES[2],
      "--tss",
      file("hbb.bed", "U01317\t62136\t62137\tHBB\t0\t+\n"),
      "--cell",
      "erythroid",
      ...words,
    ]);
  const at = (position: number, length = 1) => letters.slice(position - 1, position - 1 + length);

  it("gives sites, promoter and expression of each allele, the same on a region", () => {
    const path = vcf(
      row(62046, at(62046), "G") + row(62104, at(62104, 4), at(62104)) + row(500, at(500), at(500) === "A" ? "C" : "A"),
    );
    const rows = rowsOf(express("--vcf", path).out);
    expect(rows.map(({ start, end, promoter }) => [start, end, promoter])).toEqual([
      ["62045", "62046", "HBB"],
      ["62103", "62107", "HBB"],
      ["499", "500", ""],
    ]);
    const [snv, deletion] = rows;
    expect(snv.lost).toMatch(/^Klf1:62041:\+:16\.\d$/);
    expect(snv.effect).toBe(rowsOf(globin("--mutate", "U01317:62046:G").out)[0].effect);
    expect(deletion.changes).toContain("CCAAT -76");
    const region = rowsOf(express("--vcf", path, "--region", "U01317:60001-65000").out);
    expect(region).toEqual(rows.slice(0, 2));
    const { variants } = JSON.parse(express("--vcf", path, "--json").out);
    expect(variants[0]).toMatchObject({ start: 62045, ref: "A", alt: "G", id: "v62046", gained: [] });
    expect(variants[0].promoters[0].cells[0].cell).toBe("erythroid");
  });

  it("warns of what does not fit, with file and line, and skips symbolic alleles", () => {
    const wrong = at(700) === "A" ? "C" : "A";
    const rows =
      row(62046, "A", "G,<DEL>,*") + row(62047, at(62047), "T") + row(700, wrong, "T") + row(5, "A", "C", "chrX");
    const { status, err } = express("--vcf", vcf(rows));
    expect(status).toBe(0);
    expect(err.trimEnd().split("\n")).toEqual([
      `tatabox express: warning: v.vcf, line 5: REF is ${wrong}, the sequence has ${at(700)} at U01317:700; left out`,
      "tatabox express: warning: v.vcf: 2 alleles that are not spelled out (symbolic, breakends, *) are skipped",
      "tatabox express: warning: v.vcf: 1 sequences are not in the FASTA (chrX)",
    ]);
  });

  it.each([
    [row(5, "A", "C", "chrX"), "v.vcf: names no record of the FASTA (its sequences: chrX)"],
    [row(99999, "A", "C"), "v.vcf, line 3: position 99999 lies beyond the end of U01317"],
    [
      row(700, at(700) === "A" ? "C" : "A", "T"),
      "v.vcf: 1 of 1 alleles have another REF than the sequence; another assembly?",
    ],
    ["U01317\t1\n", "v.vcf, line 3: REF '' is no sequence"],
  ])("refuses %j", (rows, message) => {
    expect(express("--vcf", vcf(rows))).toMatchObject({ status: 1, out: "", err: expect.stringContaining(message) });
  });
});
